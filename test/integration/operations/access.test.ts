import { randomUUID, X509Certificate } from 'node:crypto';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { MicrosoftGraph } from '../../../nodes/MicrosoftGraph/MicrosoftGraph.node';
import { resources } from '../../../nodes/MicrosoftGraph/operations';
import {
	allRoles,
	defaultClientSecret,
	defaultSystemIdentity,
	defaultTenantId,
	defaultUserIdentity,
} from '../../../simulator/entra';
import { fact } from '../../reality/facts';
import { refusalAction } from '../../../simulator/refusals';
import type { WorkflowRun } from '../harness';
import { byId, itemsOf, jsonOf, sources, useProduct } from '../harness/product';
import { makeCertificate } from '../../unit/signIn/helpers/certificates';

const product = useProduct();

const adele = 'adelev@contoso.example';
const access = (operation: string, parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'access',
	operation,
	...parameters,
});
const getUser: INodeParameters = { resource: 'user', operation: 'get', userId: byId(adele) };
const getMessages: INodeParameters = { resource: 'message', operation: 'getAll', mailbox: byId(adele) };
const descriptionOf = ({ error }: WorkflowRun) =>
	String((error as { description?: string } | undefined)?.description);
const byMachine = (fields: ICredentialDataDecryptedObject = {}) => ({
	authentication: 'managedIdentity',
	imdsUrl: product.simulator.loginUrl,
	...fields,
});

/** What the operation gave for its one item. */
async function outcomeOf(parameters: INodeParameters, fields?: ICredentialDataDecryptedObject) {
	const run = await product.run(parameters, { fields });
	expect(run.error).toBeUndefined();
	expect(run.items).toHaveLength(1);
	return run.items[0].json as Record<string, unknown>;
}

/** Lets the time that the product sees go on. */
function passTime(ms: number): void {
	const now = Date.now;
	jest.spyOn(Date, 'now').mockImplementation(() => now() + ms);
}
afterEach(() => {
	jest.restoreAllMocks();
});

describe('check permissions', () => {
	const check = (...operationsToCheck: string[]) => access('checkPermissions', { operationsToCheck });

	test('says who the app is, in which tenant and cloud, and until when its token lives', async () => {
		const before = Date.now();
		const { app, token } = await outcomeOf(check());
		expect(app).toMatchObject({
			authentication: 'clientSecret',
			cloud: 'custom',
			displayName: 'n8n workflows',
			clientId: product.app.clientId,
			servicePrincipalId: product.app.objectId,
			tenantId: defaultTenantId,
			tenantName: 'Contoso',
			loginUrl: product.simulator.loginUrl,
			graphUrl: product.simulator.graphUrl,
		});
		const { audience, obtainedAt, expiresAt } = token as Record<string, string>;
		expect(audience).toBe(product.simulator.graphUrl);
		expect(Date.parse(obtainedAt)).toBeGreaterThanOrEqual(before);
		expect(Date.parse(expiresAt) - Date.parse(obtainedAt)).toBe(3_599_000);
	});

	test('says when the certificate expires, by the certificate itself', async () => {
		const { privateKey, certificate } = makeCertificate();
		product.app.certificates = [certificate];
		product.app.roles = [];
		const outcome = await outcomeOf(check(), { authentication: 'certificate', privateKey, certificate });
		const own = new X509Certificate(certificate);
		expect(outcome).toMatchObject({
			app: { clientId: product.app.clientId, displayName: 'n8n workflows' },
			certificate: {
				thumbprint: own.fingerprint.replaceAll(':', ''),
				expiresAt: new Date(own.validTo).toISOString(),
			},
			granted: [],
		});
		expect(JSON.stringify(outcome)).not.toContain('When a client secret');
	});

	test('says where the end of a client secret is found', async () => {
		const outcome = await outcomeOf(check());
		expect(outcome.certificate).toBeUndefined();
		expect(JSON.stringify(outcome.notes)).toContain('Application: Get Many');
	});

	test('names what each picked operation needs, what is missing, and what none of them needs', async () => {
		product.app.roles = ['User.Read.All', 'Mail.ReadWrite', 'Reports.Read.All'];
		const outcome = await outcomeOf(check('user:get', 'message:getAll', 'message:send'));
		expect(outcome).toMatchObject({
			granted: ['User.Read.All', 'Mail.ReadWrite', 'Reports.Read.All'],
			operations: [
				{ operation: 'user:get', needs: ['User.ReadBasic.All'], missing: [] },
				{ operation: 'message:getAll', missing: [] },
				{ operation: 'message:send', needs: ['Mail.Send'], missing: ['Mail.Send'] },
			],
			missing: ['Mail.Send'],
			unneeded: ['Reports.Read.All'],
		});
	});

	test(fact(43, 'node', 'finds what greater permissions include, whatever they are called'), async () => {
		product.app.roles = ['User.ReadWrite.All', 'Group.ReadWrite.All', 'Sites.FullControl.All', 'Mail.Send'];
		const covered = ['delete', 'restore', 'revokeSessions', 'inviteGuest', 'setPhoto', 'disable']
			.map((operation) => `user:${operation}`)
			.concat('group:create', 'team:create', 'team:archive', 'list:create', 'listItem:update', 'site:get');
		const outcome = await outcomeOf(check(...covered));
		expect(outcome).toMatchObject({ missing: [], unneeded: ['Mail.Send'] });
		expect((outcome.operations as Array<{ grantedBy: string[] }>)[0].grantedBy).toEqual([
			'User.ReadWrite.All',
		]);
	});

	test(fact(43, 'node', 'takes no permission for another because of its name'), async () => {
		product.app.roles = ['Files.ReadWrite.AppFolder', 'User.ReadWrite.CrossCloud', 'Directory.ReadWrite.All'];
		const { missing } = await outcomeOf(check('file:get', 'user:getChanges', 'user:delete'));
		expect(missing).toEqual(['Files.Read.All', 'User.DeleteRestore.All']);
	});

	test('calls nothing unneeded when no operation is picked', async () => {
		const { granted, operations, missing, unneeded } = await outcomeOf(check());
		expect(granted).toEqual([...allRoles]);
		expect([operations, missing, unneeded]).toEqual([[], [], undefined]);
	});

	test('counts a permission once that several operations lack', async () => {
		product.app.roles = [];
		const { granted, missing } = await outcomeOf(check('user:get', 'user:getAll'));
		expect(granted).toEqual([]);
		expect(missing).toEqual(['User.ReadBasic.All']);
	});

	test('reads the role assignments of the app by name where it may', async () => {
		product.app.roles = ['Application.Read.All', 'Mail.Send'];
		const { roleAssignments } = await outcomeOf(check());
		expect(roleAssignments).toEqual([
			{ role: 'Application.Read.All', resource: 'Microsoft Graph', since: '2025-06-01T09:00:00Z' },
			{ role: 'Mail.Send', resource: 'Microsoft Graph', since: '2025-06-01T09:00:00Z' },
		]);
	});

	test('works without any permission, and says what it could not read', async () => {
		product.app.roles = [];
		const { app, roleAssignments, notes } = await outcomeOf(check());
		expect(app).toMatchObject({ displayName: 'n8n workflows' });
		expect(app).not.toHaveProperty('tenantName', expect.anything());
		expect(roleAssignments).toMatch(/Not read: this needs Application\.Read\.All/);
		expect(String(notes)).toMatch(/RBAC for Applications.*directory roles.*Sites\.Selected/);
	});

	test('shows what was consented to since the token was issued', async () => {
		product.app.roles = ['User.Read.All'];
		await product.run(getUser);
		product.app.roles = ['User.Read.All', 'Organization.Read.All', 'Mail.Send'];
		passTime(61_000);
		const { missing, granted } = await outcomeOf(check('message:send'));
		expect(granted).toContain('Mail.Send');
		expect(missing).toEqual([]);
		expect(product.tokenRequests()).toBe(2);
	});

	test('asks for one new token, however many items there are', async () => {
		await product.run(getUser);
		passTime(61_000);
		const run = await product.run(check('user:get'), { input: itemsOf(...Array(30).fill({})) });
		expect(run.items).toHaveLength(30);
		expect(sources(run.items)).toEqual(Array.from({ length: 30 }, (_, n) => n));
		expect(product.tokenRequests()).toBe(2);
	});

	test('sends no mark of its own to Graph', async () => {
		await product.run(check());
		const names = product.simulator.requests.flatMap(({ headers }) => Object.keys(headers));
		expect(names.filter((name) => /consent/i.test(name))).toEqual([]);
	});

	test('of a managed identity says who it is, and that Azure keeps its token for a day', async () => {
		const { app, notes, granted } = await outcomeOf(check(), byMachine());
		expect(app).toMatchObject({
			authentication: 'managedIdentity',
			clientId: defaultSystemIdentity.clientId,
			servicePrincipalId: defaultSystemIdentity.objectId,
			tenantId: defaultTenantId,
		});
		expect(granted).toEqual([...allRoles]);
		expect(String(notes)).toMatch(/24 hours/);
	});

	test('offers every operation of the other resources, and refuses what it does not know', async () => {
		const { properties } = new MicrosoftGraph().description;
		const offered = properties.find(({ name }) => name === 'operationsToCheck')?.options ?? [];
		const values = offered.map((option) => ('value' in option ? String(option.value) : ''));
		expect(values).toEqual(
			resources
				.filter(({ value }) => value !== 'access')
				.flatMap(({ value, operations }) => operations.map((operation) => `${value}:${operation.value}`)),
		);
		const { operations } = await outcomeOf(check(...values));
		expect(operations).toHaveLength(values.length);

		const { error } = await product.run(check('user:get', 'user:dance'));
		expect(error?.message).toMatch(/"Operations to Check" can't be "user:dance"/);
	});

	test('that cannot sign in says why', async () => {
		const { error } = await product.run(check(), { fields: { clientSecret: 'wrong' } });
		expect(error?.message).toContain('AADSTS7000215');
	});
});

describe('get the admin consent URL', () => {
	const redirectUri = 'https://n8n.contoso.example/webhook/admin-consent';
	const link = (parameters: INodeParameters = {}) =>
		access('getAdminConsentUrl', { redirectUri, consentState: 'state-1', ...parameters });

	/** Where Entra sends the administrator who opens the link. */
	async function follow(url: string): Promise<URL> {
		const { status, headers } = await fetch(url, { redirect: 'manual' });
		expect(status).toBe(302);
		return new URL(headers.get('location') ?? '');
	}

	const other = '99999999-9999-4999-8999-999999999999';
	beforeEach(() => {
		product.simulator.entra.tenants.push({ id: other, domains: ['fabrikam.example'] });
	});

	test.each<[string, INodeParameters, string, string]>([
		['v1, tenant of the credential', {}, `/${defaultTenantId}/adminconsent`, defaultTenantId],
		[
			'v2, tenant of the credential',
			{ consentEndpoint: 'v2' },
			`/${defaultTenantId}/v2.0/adminconsent`,
			defaultTenantId,
		],
		['v1, any tenant', { consentTenant: 'common' }, '/common/adminconsent', defaultTenantId],
		[
			'v2, any work or school tenant',
			{ consentTenant: 'organizations', consentEndpoint: 'v2' },
			'/organizations/v2.0/adminconsent',
			defaultTenantId,
		],
		[
			'v1, another tenant',
			{ consentTenant: 'other', otherTenant: 'fabrikam.example' },
			'/fabrikam.example/adminconsent',
			other,
		],
		[
			'v2, another tenant',
			{ consentTenant: 'other', otherTenant: other, consentEndpoint: 'v2' },
			`/${other}/v2.0/adminconsent`,
			other,
		],
	])('%s: a link that Entra understands', async (_name, parameters, path, tenant) => {
		const { url, state, clientId } = await outcomeOf(link(parameters));
		const { origin, pathname, searchParams } = new URL(String(url));
		expect(origin + pathname).toBe(product.simulator.loginUrl + path);
		expect(Object.fromEntries(searchParams)).toEqual({
			client_id: product.app.clientId,
			redirect_uri: redirectUri,
			state: 'state-1',
			...(path.includes('v2.0') && { scope: `${product.simulator.graphUrl}/.default` }),
		});
		expect([state, clientId]).toEqual(['state-1', product.app.clientId]);

		const back = await follow(String(url));
		expect(back.origin + back.pathname).toBe(redirectUri);
		expect(Object.fromEntries(back.searchParams)).toMatchObject({
			admin_consent: 'True',
			tenant,
			state: 'state-1',
		});
	});

	test('makes a state of its own, another one for each item', async () => {
		const run = await product.run(link({ consentState: '' }), { input: itemsOf({}, {}) });
		const states = jsonOf(run.items).map(({ state }) => String(state));
		expect(states.every((state) => state.length >= 32)).toBe(true);
		expect(new Set(states).size).toBe(2);
		for (const { url, state } of jsonOf(run.items)) {
			expect(new URL(String(url)).searchParams.get('state')).toBe(state);
		}
	});

	test('asks for no token and calls nobody', async () => {
		await outcomeOf(link(), { clientSecret: 'wrong' });
		expect(product.simulator.requests).toEqual([]);
	});

	test.each<[string, INodeParameters, RegExp]>([
		['a redirect URI that is none', { redirectUri: 'n8n.contoso.example' }, /redirect URI.*isn't a URL/],
		[
			'another tenant that is left empty by its expression',
			{ consentTenant: 'other', otherTenant: '={{ "" }}' },
			/tenant ID is empty/,
		],
		[
			'a tenant that would lead elsewhere',
			{ consentTenant: 'other', otherTenant: '../common' },
			/neither a GUID nor a domain/,
		],
	])('refuses %s', async (_name, parameters, message) => {
		expect((await product.run(link(parameters))).error?.message).toMatch(message);
	});

	test('is refused for a managed identity, which has no app registration', async () => {
		const run = await product.run(link(), { fields: byMachine() });
		expect(run.error?.message).toMatch(/A managed identity.*no consent link/);
		expect(descriptionOf(run)).toMatch(/New-MgServicePrincipalAppRoleAssignment/);
	});
});

describe('read the admin consent response', () => {
	const granted = { admin_consent: 'True', tenant: defaultTenantId, state: 'state-1' };
	const read = (consentQuery: INodeParameters | string, expectedState = 'state-1') =>
		access('readAdminConsentResponse', {
			consentQuery: consentQuery as string,
			expectedState,
		});
	const text = (query: Record<string, string>) => new URLSearchParams(query).toString();

	test.each<[string, string]>([
		['an object of the Webhook node', '={{ $json.query }}'],
		['JSON', JSON.stringify(granted)],
		['a query', text(granted)],
		['a query with its question mark', `?${text(granted)}`],
		['the whole address', `https://n8n.contoso.example/webhook/admin-consent?${text(granted)}`],
	])('accepts consent from %s', async (_name, query) => {
		const run = await product.run(read(query), { input: itemsOf({ query: granted }) });
		expect(run.error).toBeUndefined();
		expect(run.items[0].json).toMatchObject({
			consented: true,
			tenant: defaultTenantId,
			adminConsent: 'True',
		});
	});

	test('refuses admin_consent=True beside an error', async () => {
		const query = { ...granted, error: 'server_error', error_description: 'AADSTS90033: A transient error.' };
		expect(await outcomeOf(read(text(query)))).toMatchObject({
			consented: false,
			reason: expect.stringContaining('AADSTS90033'),
			fix: expect.stringContaining('again'),
			error: 'server_error',
			adminConsent: 'True',
		});
	});

	test('says who may consent when it was declined', async () => {
		const query = {
			error: 'access_denied',
			error_description: 'AADSTS65004: User declined to consent to access the app.',
			state: 'state-1',
		};
		expect(await outcomeOf(read(text(query)))).toMatchObject({
			consented: false,
			reason: expect.stringContaining('AADSTS65004'),
			fix: expect.stringContaining('Privileged Role Administrator'),
		});
	});

	test.each<[string, Record<string, string>, string]>([
		['another state', { ...granted, state: 'state-2' }, 'state-1'],
		['no state', { admin_consent: 'True', tenant: defaultTenantId }, 'state-1'],
		['a state that only begins alike', { ...granted, state: 'state-11' }, 'state-1'],
		['an expected state that its expression leaves empty', { ...granted, state: '' }, '={{ "" }}'],
	])('refuses %s', async (_name, query, expectedState) => {
		expect(await outcomeOf(read(text(query), expectedState))).toMatchObject({
			consented: false,
			reason: expect.stringContaining('state'),
		});
	});

	test('refuses an answer without a word of consent, or with another', async () => {
		const queries: Array<Record<string, string>> = [
			{ state: 'state-1' },
			{ state: 'state-1', admin_consent: 'False' },
		];
		for (const query of queries) {
			expect(await outcomeOf(read(text(query)))).toMatchObject({
				consented: false,
				reason: expect.stringContaining("doesn't confirm"),
			});
		}
	});

	test('says what it wants when there is no query', async () => {
		const run = await product.run(read('={{ $json.nothing }}'), { input: itemsOf({}) });
		expect(run.error?.message).toMatch(/"Query" is empty/);
		expect(descriptionOf(run)).toContain('$json.query');
	});

	test.each(['granted', 'refused', 'grantedWithError'] as const)(
		'judges what Entra answers to the link: %s',
		async (adminConsent) => {
			product.simulator.entra.settings.adminConsent = adminConsent;
			const { url, state } = await outcomeOf(
				access('getAdminConsentUrl', { redirectUri: 'https://n8n.contoso.example/consent' }),
			);
			const { headers } = await fetch(String(url), { redirect: 'manual' });
			const outcome = await outcomeOf(read(headers.get('location') ?? '', String(state)));
			expect(outcome.consented).toBe(adminConsent === 'granted');
		},
	);
});

describe('a 403 of Graph', () => {
	const accessDenied = {
		error: { code: 'ErrorAccessDenied', message: 'Access is denied. Check credentials and try again.' },
	};
	const shutMailbox = () =>
		product.simulator.faults.add({
			host: 'graph',
			path: /\/messages/,
			times: Infinity,
			action: { status: 403, body: accessDenied },
		});

	test('names the permission, that the token lacks it, how to grant it, and what else there is', async () => {
		product.app.roles = ['Mail.Send'];
		const run = await product.run(getUser);
		expect(run.error?.message).toBe('Missing application permission: User.ReadBasic.All.');
		expect(descriptionOf(run)).toMatch(
			/needs at least the application permission User\.ReadBasic\.All\. The token doesn't have User\.ReadBasic\.All\. .*application permission \(not a delegated one\).*administrator consent.*directory role.*ownership.*Recent consent.*Authorization_RequestDenied, HTTP 403/,
		);
	});

	test('of a mailbox names what else can open it, when the permission is missing', async () => {
		product.app.roles = [];
		const description = descriptionOf(await product.run(getMessages));
		expect(description).toMatch(/needs at least the application permission Mail\.Read/);
		expect(description).toMatch(/The token doesn't have Mail\.Read/);
		expect(description).toMatch(/application access policy or RBAC for Applications/);
	});

	test('of a mailbox that a policy shuts says that the permission is there', async () => {
		shutMailbox();
		const run = await product.run(getMessages);
		expect(run.error?.message).toContain('Access is denied');
		expect(descriptionOf(run)).toMatch(
			/Mail\.Read.*the token has it.*application access policy or RBAC for Applications.*limit an app to some mailboxes.*ErrorAccessDenied, HTTP 403/,
		);
		expect(descriptionOf(run)).not.toMatch(/doesn't have|administrator consent/);
	});

	test(
		fact(50, 'node', 'that is about the right to send as another says that, and blames no permission'),
		async () => {
			product.simulator.faults.add({ path: /sendMail$/, action: refusalAction('ErrorSendAsDenied') });
			const run = await product.run({
				resource: 'message',
				operation: 'send',
				mailbox: byId(adele),
				toRecipients: 'a@b.example',
				subject: 'x',
				messageBody: 'x',
			});
			expect(run.error?.message).toContain('does not have the right to send mail on behalf');
			expect(descriptionOf(run)).toMatch(/Send As or Send on Behalf/);
			expect(descriptionOf(run)).not.toMatch(
				/at least the application permission|RBAC|administrator consent/,
			);
		},
	);

	test(fact(50, 'node', 'for a suspended mailbox says how to have it released'), async () => {
		product.simulator.faults.add({ path: /messages/, action: refusalAction('ErrorAccountSuspend') });
		expect(descriptionOf(await product.run(getMessages))).toMatch(/Restricted entities/);
	});

	test(fact(45, 'node', 'of SharePoint names the request ID that stands in the headers only'), async () => {
		const run = await product.run({
			resource: 'file',
			operation: 'get',
			driveOf: 'drive',
			driveId: byId('b!unknown'),
			fileId: byId('01ABC'),
		});
		expect(descriptionOf(run)).toMatch(/HTTP 404, request ID [\da-f-]{36}, \w{3}, \d\d \w{3} \d{4}/);
	});

	test('keeps its parts for the item when the node goes on', async () => {
		shutMailbox();
		const { items } = await product.run(getMessages, { continueOnFail: 'continueRegularOutput' });
		expect(items[0].json).toMatchObject({
			error: expect.stringContaining('Access is denied'),
			details: {
				description: expect.stringContaining('application access policy'),
				code: 'ErrorAccessDenied',
			},
		});
	});

	test('to a managed identity names the script way to grant, and the 24 hours of its token', async () => {
		product.simulator.entra.managedIdentity.identities[1].roles = [];
		const userAssigned = { managedIdentityType: 'user', managedIdentityId: defaultUserIdentity.clientId };
		const run = await product.run(getUser, { fields: byMachine(userAssigned) });
		expect(descriptionOf(run)).toMatch(
			/The token doesn't have User\.ReadBasic\.All\. Grant it to the managed identity with a script\. It can take 24 hours/,
		);
		// Azure would give the same token again.
		expect(product.tokenRequests()).toBe(1);
	});

	test('is no reason to call no more: the permission that the token lacks may come from elsewhere', async () => {
		product.app.roles = [];
		await product.run(getUser);
		await product.run(getUser);
		expect(product.graphCalls().filter(({ path }) => path.includes('/users/'))).toHaveLength(2);
	});

	test('ends with the first run after the consent, with the same credential', async () => {
		product.app.roles = [];
		expect((await product.run(getUser)).status).toBe('error');
		product.app.roles = ['User.Read.All'];
		passTime(6_000);
		const { items } = await product.run(getUser);
		expect(items[0].json).toMatchObject({ userPrincipalName: adele });
		expect(product.tokenRequests()).toBe(2);
	});
});

test('the operations of this file show neither token nor secret, whatever the app is called', async () => {
	const secret = `${defaultClientSecret}-${randomUUID()}`;
	product.app.secrets.push({ id: 'second', value: secret, expiresAt: Date.now() + 1e9 });
	for (const parameters of [
		access('checkPermissions'),
		access('getAdminConsentUrl', { redirectUri: 'https://n8n.contoso.example/' }),
		access('readAdminConsentResponse', { consentQuery: 'state=1', expectedState: '1' }),
	]) {
		const run = await product.run(parameters, { fields: { clientSecret: secret } });
		expect(run.error).toBeUndefined();
		const everything = JSON.stringify([run.items, run.logs, run.data]);
		expect(everything).not.toContain(secret);
		expect(everything).not.toMatch(/eyJ[\w-]{8,}/);
	}
});
