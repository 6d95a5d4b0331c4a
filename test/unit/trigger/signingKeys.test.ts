import fastify, { type FastifyInstance } from 'fastify';

import { RequestError } from '../../../nodes/graph/errors/requestError';
import {
	forgetSigningKeys,
	signingKeys,
} from '../../../nodes/MicrosoftGraphTrigger/notifications/signingKeys';
import { verifyValidationTokens } from '../../../nodes/MicrosoftGraphTrigger/notifications/validationTokens';
import { defaultClientId, defaultTenantId } from '../../../simulator/entra';
import { makeSigningKey } from '../../../simulator/entra/tokens';
import { plainHttpRequest } from '../signIn/helpers/httpRequest';
import { publishedKey, validationToken } from './helpers/richNotification';

const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;
const begin = Date.UTC(2026, 10, 24, 12);

const context = { helpers: { httpRequest: plainHttpRequest() } };
const rsaKey = (kid: string, n = 'AQ') => ({ kty: 'RSA', use: 'sig', kid, n, e: 'AQAB' });

/** A login host that publishes what the test says. */
const host = {
	answer: {} as unknown,
	status: 200,
	/** Paths that were asked for. */
	asked: [] as string[],
	/** Answers wait for it. */
	opened: Promise.resolve(),
};
let app: FastifyInstance;
let loginUrl: string;
let now: number;

beforeAll(async () => {
	app = fastify();
	app.get('*', async (request, reply) => {
		host.asked.push(request.url);
		await host.opened;
		return await reply.code(host.status).send(host.answer);
	});
	loginUrl = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => await app.close());

beforeEach(() => {
	forgetSigningKeys();
	Object.assign(host, { answer: { keys: [rsaKey('a')] }, status: 200, asked: [], opened: Promise.resolve() });
	now = begin;
	jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(() => jest.restoreAllMocks());

const keysOf = (tenant = 'contoso.com', url = loginUrl) => signingKeys(context, { loginUrl: url, tenant });
const has = async (kid: string) => (await keysOf()(kid))?.kid === kid;

async function failureOf(kid: string): Promise<RequestError> {
	const error: unknown = await keysOf()(kid).catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(RequestError);
	return error as RequestError;
}

describe('signingKeys', () => {
	it('asks the login host for the keys of the tenant, and for nothing before', async () => {
		const keys = keysOf('contoso.com');
		expect(host.asked).toEqual([]);
		expect(await keys('a')).toEqual(rsaKey('a'));
		expect(host.asked).toEqual(['/contoso.com/discovery/v2.0/keys']);
	});

	it('remembers them for a day, for all who ask for the same tenant', async () => {
		expect(await has('a')).toBe(true);
		now = begin + day - 1;
		expect(await has('a')).toBe(true);
		expect(host.asked).toHaveLength(1);
		now = begin + day;
		host.answer = { keys: [rsaKey('a', 'Aw')] };
		expect(await keysOf()('a')).toEqual(rsaKey('a', 'Aw'));
		expect(host.asked).toHaveLength(2);
	});

	it('remembers them by tenant and by login URL', async () => {
		await keysOf('contoso.com')('a');
		host.answer = { keys: [rsaKey('a', 'Aw')] };
		expect(await keysOf('fabrikam.com')('a')).toEqual(rsaKey('a', 'Aw'));
		expect(await keysOf('contoso.com')('a')).toEqual(rsaKey('a'));
		host.answer = { keys: [rsaKey('a', 'BQ')] };
		expect(await keysOf('contoso.com', `${loginUrl}/other`)('a')).toEqual(rsaKey('a', 'BQ'));
	});

	it('gives up a key that Entra has withdrawn', async () => {
		await has('a');
		now = begin + day;
		host.answer = { keys: [rsaKey('b')] };
		expect(await has('a')).toBe(false);
	});

	it('asks again for an unknown key, at most once a minute', async () => {
		await has('a');
		host.answer = { keys: [rsaKey('a'), rsaKey('b')] };
		now = begin + minute - 1;
		for (const kid of ['b', 'c', 'd']) expect(await keysOf()(kid)).toBeUndefined();
		expect(host.asked).toHaveLength(1);
		now = begin + minute;
		expect(await has('b')).toBe(true);
		expect(host.asked).toHaveLength(2);
		for (let forged = 0; forged < 50; forged++) expect(await has(`forged ${forged}`)).toBe(false);
		expect(host.asked).toHaveLength(2);
		now = begin + 2 * minute;
		for (let forged = 0; forged < 50; forged++) expect(await has(`forged ${forged}`)).toBe(false);
		expect(host.asked).toHaveLength(3);
	});

	it('has no key of a name that every object has', async () => {
		for (const kid of ['constructor', '__proto__', 'toString', '']) {
			expect(await keysOf()(kid)).toBeUndefined();
		}
	});

	it('asks once for all who wait', async () => {
		let open = () => {};
		host.opened = new Promise((resolve) => (open = resolve));
		const first = Array.from({ length: 20 }, async () => await has('a'));
		const unknown = Array.from({ length: 20 }, async (_, at) => await has(`unknown ${at}`));
		open();
		expect(new Set(await Promise.all(first))).toEqual(new Set([true]));
		expect(new Set(await Promise.all(unknown))).toEqual(new Set([false]));
		expect(host.asked).toHaveLength(1);
	});

	it('says that it got none, and asks again ten seconds later', async () => {
		host.status = 503;
		const { parts } = await failureOf('a');
		expect(parts.what).toMatch(/127\.0\.0\.1:\d+ .*HTTP 503/);
		host.status = 200;
		now = begin + 10 * second - 1;
		await failureOf('a');
		expect(host.asked).toHaveLength(1);
		now = begin + 10 * second;
		expect(await has('a')).toBe(true);
		expect(await has('unknown')).toBe(false);
		expect(host.asked).toHaveLength(2);
	});

	it('lets a failure end for all who wait, and the next one ask', async () => {
		host.status = 500;
		const all = await Promise.all(Array.from({ length: 5 }, async () => await failureOf('a')));
		expect(all).toHaveLength(5);
		expect(host.asked).toHaveLength(1);
	});

	it.each<[string, unknown, number]>([
		['no such tenant', { error: 'invalid_tenant' }, 400],
		['a web page', '<html>Sign in to the network</html>', 200],
		['no list', { keys: 'a' }, 200],
		['no key', { keys: [] }, 200],
		[
			'no key that serves',
			{ keys: [null, 'a', { ...rsaKey('a'), kty: 'EC' }, { ...rsaKey('a'), kid: 1 }] },
			200,
		],
		['keys for encryption', { keys: [{ ...rsaKey('a'), use: 'enc' }] }, 200],
		['a redirect', { keys: [rsaKey('a')] }, 302],
	])('takes no keys from an answer with %s', async (_name, answer, status) => {
		Object.assign(host, { answer, status });
		const { parts } = await failureOf('a');
		expect(parts.fix).toMatch(/cloud/);
	});

	it('names a host that cannot be reached, and why', async () => {
		const closed = fastify();
		const url = await closed.listen({ host: '127.0.0.1', port: 0 });
		await closed.close();
		const error: unknown = await keysOf('contoso.com', url)('a').catch((thrown: unknown) => thrown);
		expect(error).toBeInstanceOf(RequestError);
		expect((error as RequestError).parts.what).toMatch(/127\.0\.0\.1:\d+ .*refused the connection/);
	});

	it('goes on with old keys while there are no new ones, and no longer', async () => {
		await has('a');
		now = begin + day;
		host.status = 503;
		expect(await has('a')).toBe(true);
		await failureOf('b');
		expect(host.asked).toHaveLength(2);
		now += 10 * second;
		expect(await has('a')).toBe(true);
		expect(host.asked).toHaveLength(3);
		now += 10 * second;
		Object.assign(host, { status: 200, answer: { keys: [rsaKey('b')] } });
		expect(await has('a')).toBe(false);
		expect(await has('b')).toBe(true);
		expect(host.asked).toHaveLength(4);
	});

	it('sends nothing but the question', async () => {
		const sent: Parameters<ReturnType<typeof plainHttpRequest>>[0][] = [];
		const seeing = { helpers: { httpRequest: plainHttpRequest(sent) } };
		await signingKeys(seeing, { loginUrl, tenant: 'contoso.com' })('a');
		expect(sent).toHaveLength(1);
		expect(sent[0]).toMatchObject({ disableFollowRedirect: true, headers: { Accept: 'application/json' } });
		expect(Object.keys(sent[0].headers ?? {})).toEqual(['Accept']);
		expect(sent[0].body).toBeUndefined();
	});
});

describe('with the keys of the login host', () => {
	it('a token of Entra is accepted, and a forged one refused', async () => {
		const entra = makeSigningKey();
		host.answer = { keys: [rsaKey('a'), publishedKey(entra)] };
		const app = { clientId: defaultClientId, tenantId: defaultTenantId };
		const expected = { ...app, loginUrl, keys: keysOf(defaultTenantId) };
		const token = validationToken(entra, app, now);
		await expect(verifyValidationTokens([token], expected)).resolves.toBeUndefined();
		const forged = validationToken(makeSigningKey(), app, now);
		await expect(verifyValidationTokens([forged], expected)).rejects.toThrow(RequestError);
	});
});
