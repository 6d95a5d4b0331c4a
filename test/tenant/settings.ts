import { readFileSync } from 'node:fs';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { clouds } from '../../credentials/auth/core/clouds';

/** Where a run works: who signs in, and the places in the tenant that it uses. */
export interface Target {
	/** The fields of the credential. */
	credential: ICredentialDataDecryptedObject;
	/** Where Graph and Entra are: what is sent there is recorded. */
	graphUrl: string;
	loginUrl: string;
	/** As the report names it, such as `global`. */
	cloud: string;
	/** How the app signs in: `client secret` or `certificate`. */
	authentication: string;
	/** The address of the test user. */
	mailbox: string;
	/** ID or URL of a site, or `root`; without one no part works in a site. */
	site?: string;
	/** IDs of a team and of a plan that channels and tasks may be made in. */
	team?: string;
	plan?: string;
	/** Where the tenant's data are, for searches: `EUR`, `NAM`… */
	region?: string;
	/** ms of the shortest wait for what Graph does later, such as the delivery of a mail. */
	pause: number;
}

/** An environment that can't be used, in words for the person at the terminal. */
export class SettingsError extends Error {}

/** The variables, and what each is; `npm run tenant -- --help` and docs/tenant.md show this list. */
export const variables: ReadonlyArray<{ name: string; what: string; required?: boolean }> = [
	{ name: 'TENANT_ID', what: 'Directory (tenant) ID, or a verified domain', required: true },
	{ name: 'TENANT_CLIENT_ID', what: 'Application (client) ID of the app registration', required: true },
	{ name: 'TENANT_CLIENT_SECRET', what: "The client secret's value; or a certificate:" },
	{ name: 'TENANT_CERTIFICATE', what: 'Path of a PEM file with the private key and the certificate' },
	{ name: 'TENANT_PASSPHRASE', what: 'Passphrase of that private key' },
	{ name: 'TENANT_MAILBOX', what: 'Address of a test user with a mailbox and a OneDrive', required: true },
	{
		name: 'TENANT_SITE',
		what: 'Test site: its URL, as in https://contoso.sharepoint.com/sites/test, or its ID',
	},
	{ name: 'TENANT_TEAM', what: 'Team ID: a channel is made in it and removed' },
	{ name: 'TENANT_PLAN', what: 'Plan ID of Planner: a task is made in it and removed' },
	{ name: 'TENANT_REGION', what: 'Region of the data for searches, such as EUR or NAM' },
	{
		name: 'TENANT_CLOUD',
		what: `Cloud: ${Object.keys(clouds).join(', ')}, or custom; global without it`,
	},
	{ name: 'TENANT_LOGIN_URL', what: 'Login URL of the cloud custom' },
	{ name: 'TENANT_GRAPH_URL', what: 'Graph URL of the cloud custom' },
];

/**
 * Reads where to run from environment variables.
 * @throws SettingsError that names every variable that is missing or wrong
 */
export function readTarget(env: NodeJS.ProcessEnv): Target {
	const given = (name: string) => env[name]?.trim() || undefined;
	const problems = variables
		.filter(({ name, required }) => required && given(name) === undefined)
		.map(({ name, what }) => `${name} is missing. ${what}.`);
	const [secret, certificate] = [given('TENANT_CLIENT_SECRET'), given('TENANT_CERTIFICATE')];
	if ((secret === undefined) === (certificate === undefined)) {
		problems.push('Set either TENANT_CLIENT_SECRET or TENANT_CERTIFICATE.');
	}
	const mailbox = given('TENANT_MAILBOX') ?? '';
	if (mailbox !== '' && !/^[^\s@]+@[^\s@]+$/.test(mailbox)) {
		problems.push('TENANT_MAILBOX is not an address: mails are sent to it.');
	}
	const cloud = given('TENANT_CLOUD') ?? 'global';
	const custom = { loginUrl: given('TENANT_LOGIN_URL') ?? '', graphUrl: given('TENANT_GRAPH_URL') ?? '' };
	const hosts = cloud === 'custom' ? custom : clouds[cloud];
	if (hosts === undefined) {
		problems.push(`TENANT_CLOUD is ${cloud}. Use ${Object.keys(clouds).join(', ')}, or custom.`);
	} else if (![hosts.loginUrl, hosts.graphUrl].every((url) => URL.canParse(url))) {
		problems.push('The cloud custom needs TENANT_LOGIN_URL and TENANT_GRAPH_URL, both whole URLs.');
	}
	const site = given('TENANT_SITE');
	if (site !== undefined && !/^(https:\/\/[^/]+(\/.*)?|[^/:]+)$/.test(site)) {
		problems.push('TENANT_SITE is neither an ID nor a URL that begins with https://.');
	}
	const pem = certificate === undefined ? '' : readPem(certificate, problems);
	if (problems.length > 0 || hosts === undefined) throw new SettingsError(problems.join('\n'));
	return {
		credential: {
			tenantId: given('TENANT_ID') ?? '',
			clientId: given('TENANT_CLIENT_ID') ?? '',
			cloud,
			...(cloud === 'custom' && custom),
			...(secret === undefined
				? {
						authentication: 'certificate',
						privateKey: blockOf(
							pem,
							/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----/,
						),
						certificate: blockOf(pem, /-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/),
						passphrase: given('TENANT_PASSPHRASE') ?? '',
					}
				: { authentication: 'clientSecret', clientSecret: secret }),
		},
		...hosts,
		cloud,
		authentication: secret === undefined ? 'certificate' : 'client secret',
		mailbox,
		site,
		team: given('TENANT_TEAM'),
		plan: given('TENANT_PLAN'),
		region: given('TENANT_REGION'),
		pause: isThisMachine(hosts.graphUrl) ? 20 : 2000,
	};
}

const blockOf = (pem: string, block: RegExp) => block.exec(pem)?.[0] ?? '';

function readPem(path: string, problems: string[]): string {
	try {
		const pem = readFileSync(path, 'utf8');
		const isWhole = /PRIVATE KEY-----/.test(pem) && /BEGIN CERTIFICATE-----/.test(pem);
		if (!isWhole)
			problems.push('TENANT_CERTIFICATE has to hold the private key and the certificate, both PEM.');
		return pem;
	} catch (error) {
		problems.push(`TENANT_CERTIFICATE can't be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}.`);
		return '';
	}
}

/** Whether a URL is of this machine: then the simulator answers. */
export const isThisMachine = (url: string) =>
	/^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/.test(url);

/** What the steps of a run have to work with. */
export interface Scope {
	target: Target;
	/** Begins the name of everything that the run makes. */
	prefix: string;
	/** What steps gave, by name: the first item of each. */
	made: Map<string, IDataObject>;
	/** The app's own client ID. */
	clientId: string;
}
