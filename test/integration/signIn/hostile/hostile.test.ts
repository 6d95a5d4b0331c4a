import type {
	ICredentialDataDecryptedObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	sleep as Sleep,
} from 'n8n-workflow';
import { MicrosoftGraphAppOnlyApi } from '../../../../credentials/MicrosoftGraphAppOnlyApi.credentials';
import { forgetAllTokens } from '../../../../credentials/auth/token/cache';
import { SignInError } from '../../../../credentials/auth/core/signInError';
import {
	accessToken,
	apiKey,
	assertion,
	credentialsFor,
	fieldInputs,
	fileInputs,
	headerSecret,
	mixedInputs,
	passphrase,
	paths,
	redirectInputs,
	requestInputs,
	secret,
	tokenInputs,
	usualAnswers,
	type Input,
} from './inputs';
import { boundHttpRequest, startServer, type Outward, type TestServer } from './servers';

/*
 * Hostile fields, request URLs, redirects, answers, and files, through n8n's own HTTP helper. Each of them ends in a request
 * with a token, which goes to Graph alone, or in an error that a person can read and that says what to do. No token, secret,
 * or assertion arrives at a host that it isn't for, and none stands in an error.
 */

// The waits between tries, and the bounds on an answer's time, pass faster: what is tried is not how long they are.
jest.mock('n8n-workflow', () => {
	const actual = jest.requireActual<{ sleep: typeof Sleep }>('n8n-workflow');
	const sleep: typeof Sleep = async (ms, signal) =>
		await actual.sleep(ms < 10_000 ? ms / 1000 : ms / 20, signal);
	return { ...actual, sleep };
});

/** The same inputs again: as a run prints it. */
const seed = Number(process.env.HOSTILE_SEED ?? 1);
/** How long one input may take on the busiest machine, in ms. */
const patience = 60_000;
/** The longest error, in characters: it is read in a panel. */
const longestError = 2_000;

let home: TestServer;
let foreign: TestServer;
beforeAll(async () => {
	home = await startServer();
	foreign = await startServer();
});
afterAll(async () => {
	await home.close();
	await foreign.close();
});

const ownSecrets = [secret, headerSecret, apiKey, passphrase, accessToken, assertion];
/** What makes a token, secret, or assertion known, also cut or in a form's encoding. */
const marks = [
	...['zebra~Q8', 'zebra%7EQ8', 'walrus-of', 'ocelot-key', 'heron with', 'heron+with', 'heron%20with'],
	...[accessToken, assertion].flatMap((token) => token.split('.').slice(1)),
	'client_assertion=',
	'client_secret=',
	'Bearer ',
];

const credential = new MicrosoftGraphAppOnlyApi();
const outward: Outward[] = [];
const httpRequest = boundHttpRequest(outward);

/** Signs a request with a credential and sends it, as n8n does. @returns the request as it was signed */
async function use({ fields, request }: Input): Promise<IHttpRequestOptions> {
	// A copy would not keep what is no JSON.
	const credentials = { ...fields } as ICredentialDataDecryptedObject;
	const helper = { helpers: { httpRequest } } as unknown as IHttpRequestHelper;
	await credential.preAuthentication.call(helper, credentials);
	const wanted = request ?? { url: `${home.url}${paths.graph}/v1.0/users` };
	const signed = await credential.authenticate(credentials, { ...wanted } as IHttpRequestOptions);
	return signed;
}

/** What is wrong with an error, in the eyes of whoever reads it. */
function faultsOf(error: unknown, { secrets = [] }: Input): string[] {
	if (!(error instanceof SignInError)) {
		return [
			`no error of the sign-in: ${error instanceof Error ? error.stack?.slice(0, 500) : String(error)}`,
		];
	}
	const { message, parts } = error;
	// A word for what an answer holds: `its access_token is null`.
	const words = message.replaceAll('access_token is null', '');
	const faults = [
		/\b(Type|Range|Syntax|Reference)Error\b|isn't a function|Cannot (read|convert)|ERR_[A-Z]/.test(words) &&
			'raw',
		/\b(undefined|null|NaN)\b|\[object|\bfunction\s*\(/.test(words) && 'a value of no meaning',
		/[\p{Control}\p{Surrogate}\u202a-\u202e\u2066-\u2069]/u.test(message) && 'characters that are no text',
		message.length > longestError && `${message.length} characters`,
		(parts.fix.length < 20 || !message.includes(parts.fix)) && 'no fix',
		/AADSTS(?!\d)|AADSTS[\d.]+e/.test(message) && 'a number of no meaning',
		[...ownSecrets, ...marks.slice(0, -3), 'password1', ...secrets].some((one) => message.includes(one)) &&
			'a secret',
		/eyJ[\w-]{8}/.test(message) && 'a token',
	];
	return faults
		.filter((fault) => fault !== false)
		.map((fault) => `${fault}: ${JSON.stringify(message.slice(0, 700))}`);
}

/** What is wrong with a request that got its token. */
function faultsOfSigned(signed: IHttpRequestOptions & { uri?: string }, input: Input): string[] {
	const url = new URL(signed.url || signed.uri || '', signed.baseURL);
	const bearer = String(signed.headers?.authorization ?? '');
	const graph = new URL(String(input.fields.graphUrl), home.url);
	const vault = url.protocol === 'https:' && /(^|\.)vault\.azure\.net$/.test(url.hostname);
	const right =
		url.origin === graph.origin ||
		(vault && String(input.fields.scope).startsWith('https://vault.azure.net'));
	return [
		...(right ? [] : [`a token for ${url.origin}`]),
		...(/^Bearer [\x21-\x7e]+$/.test(bearer) ? [] : [`the header ${JSON.stringify(bearer.slice(0, 100))}`]),
	];
}

/** Sends a signed request as n8n does, which follows redirects; what Graph answers is not judged here. */
async function follow(signed: IHttpRequestOptions & { uri?: string }): Promise<void> {
	const url = signed.url || signed.uri || '';
	try {
		await httpRequest({ ...signed, url, ignoreHttpStatusErrors: true, returnFullResponse: true });
	} catch {
		// n8n's own error.
	}
}

/** Where the requests of an input went that hold a token, a secret, or an assertion, other than to the home server. */
function leaksOf({ fields }: Input): string[] {
	const meant = new Set(
		['loginUrl', 'graphUrl', 'clientAssertionUrl', 'identityEndpoint', 'imdsUrl']
			.map((name) => (typeof fields[name] === 'string' ? fields[name].trim() : ''))
			.filter((url) => URL.canParse(url))
			.map((url) => new URL(url).host),
	);
	const holds = (text: string) => marks.some((mark) => text.includes(mark));
	return [
		...foreign.arrived
			.filter(({ text }) => holds(text))
			.map(({ text }) => `at the foreign host: ${text.slice(0, 300)}`),
		...outward
			.filter(({ host, text }) => holds(text) && !meant.has(host) && !/(^|\.)vault\.azure\.net$/.test(host))
			.map(({ host }) => `on the way to ${host}`),
	];
}

const numberOf = { signed: 0, refused: 0, bearerAtForeign: 0, atForeign: 0 };

async function tried(input: Input): Promise<string[]> {
	forgetAllTokens();
	home.answers = [...(input.answers ?? []), ...usualAnswers];
	home.arrived.length = foreign.arrived.length = outward.length = 0;
	const faults: string[] = [];
	try {
		const signed = await use(input);
		numberOf.signed += 1;
		faults.push(...faultsOfSigned(signed, input));
		await follow(signed);
	} catch (error) {
		numberOf.refused += 1;
		faults.push(...faultsOf(error, input));
	}
	const leaks = leaksOf(input);
	numberOf.atForeign += foreign.arrived.length;
	numberOf.bearerAtForeign += leaks.length;
	faults.push(...leaks.map((leak) => `a leak ${leak}`));
	if ('polluted' in {}) {
		delete (Object.prototype as { polluted?: unknown }).polluted;
		faults.push('a property of all objects');
	}
	return faults;
}

/** What one input took. */
interface Measured {
	input: Input;
	faults: string[];
	/** ms */
	time: number;
	/** Growth, in bytes. */
	heap: number;
	rss: number;
}

async function measured(input: Input): Promise<Measured> {
	const { heapUsed, rss } = process.memoryUsage();
	const begun = performance.now();
	const faults = await tried(input);
	const time = performance.now() - begun;
	const after = process.memoryUsage();
	return { input, faults, time, heap: after.heapUsed - heapUsed, rss: after.rss - rss };
}

const mb = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
const most = (all: Measured[], by: 'time' | 'heap' | 'rss') => all.reduce((a, b) => (a[by] >= b[by] ? a : b));

test('the watch sees a token at a foreign host', async () => {
	foreign.arrived.length = outward.length = 0;
	const input = { kind: '', name: '', fields: credentialsFor({ home }).secret };
	await httpRequest({ url: `${foreign.url}/`, headers: { authorization: `Bearer ${accessToken}` } });
	await httpRequest({
		url: 'https://evil.example/',
		headers: { authorization: `Bearer ${accessToken}` },
	}).catch(() => undefined);
	expect(leaksOf(input)).toHaveLength(2);
});

test('credentials of each kind work, as they are', async () => {
	for (const fields of Object.values(credentialsFor({ home }))) {
		home.answers = usualAnswers;
		forgetAllTokens();
		const { headers } = await use({ kind: '', name: '', fields: fields as Input['fields'] });
		expect(headers).toMatchObject({ authorization: `Bearer ${accessToken}` });
	}
});

test('at least 1,000 hostile inputs end well', async () => {
	const hosts = { home, foreign };
	const only = process.env.HOSTILE_ONLY;
	const inputs = [
		...fieldInputs(hosts),
		...mixedInputs(hosts, seed),
		...requestInputs(hosts),
		...redirectInputs(hosts),
		...tokenInputs(hosts),
		...fileInputs(hosts, seed),
	].filter(({ kind, name }) => only === undefined || `${kind}, ${name}`.includes(only));
	const before = process.memoryUsage();
	const all: Measured[] = [];
	for (const input of inputs) all.push(await measured(input));
	const after = process.memoryUsage();

	const kinds = [...new Set(all.map(({ input }) => input.kind))].map((kind) => {
		const some = all.filter(({ input }) => input.kind === kind);
		const longest = most(some, 'time');
		return `${kind}: ${some.length} inputs, longest ${Math.round(longest.time)} ms (${longest.input.name.slice(0, 80)})`;
	});
	console.log(
		[
			`${all.length} inputs, seed ${seed}: ${numberOf.signed} got a token, ${numberOf.refused} were refused`,
			...kinds,
			`largest growth for one input: RSS ${mb(most(all, 'rss').rss)} (${most(all, 'rss').input.name.slice(0, 80)}), heap ${mb(most(all, 'heap').heap)}`,
			`growth in all: RSS ${mb(after.rss - before.rss)}, heap ${mb(after.heapUsed - before.heapUsed)}`,
			`requests at the foreign host: ${numberOf.atForeign}; with a token, secret, or assertion there, or on the way to another host: ${numberOf.bearerAtForeign}`,
		].join('\n'),
	);

	const wrong = all
		.filter(({ faults }) => faults.length > 0)
		.map(({ input: { kind, name, fields }, faults }) => ({
			input: `${kind}, ${name}`,
			faults,
			// Keys are made anew for each run.
			...(kind === 'file' && { file: fields.privateKey, certificate: fields.certificate }),
		}));
	expect({
		seed,
		count: wrong.length,
		wrong: wrong.slice(0, Number(process.env.HOSTILE_EXAMPLES ?? 30)),
	}).toEqual({
		seed,
		count: 0,
		wrong: [],
	});
	expect(all.filter(({ time }) => time > patience).map(({ input }) => input.name)).toEqual([]);
	expect(numberOf.bearerAtForeign).toBe(0);
	if (only !== undefined) return;
	expect(numberOf.atForeign).toBeGreaterThan(0);
	expect(all.length).toBeGreaterThanOrEqual(1_000);
});
