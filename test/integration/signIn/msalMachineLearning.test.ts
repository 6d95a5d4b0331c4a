import { ManagedIdentityApplication } from '@azure/msal-node';

import { requestManagedIdentityToken } from '../../../credentials/auth/methods/managedIdentity';
import { defaultUserIdentity } from '../../../simulator/entra';
import { contextFor } from '../../unit/signIn/helpers/context';
import { startEntra, type EntraServer } from '../../unit/signIn/helpers/entraServer';

const graphUrl = 'https://graph.microsoft.com';
let server: EntraServer;
beforeAll(async () => {
	server = await startEntra({ graphUrl });
	process.env.MSI_ENDPOINT = `${server.loginUrl}/MSI/auth`;
	process.env.MSI_SECRET = server.entra.managedIdentity.msiSecret;
	process.env.DEFAULT_IDENTITY_CLIENT_ID = defaultUserIdentity.clientId;
});
afterAll(async () => {
	for (const name of ['MSI_ENDPOINT', 'MSI_SECRET', 'DEFAULT_IDENTITY_CLIENT_ID']) delete process.env[name];
	await server.close();
});

/** A request as it left, without what only tells about its sender. */
interface Sent {
	method: string;
	query: Record<string, string>;
	headers: { Metadata?: string; secret?: string };
}

const sentOf = (method: string, url: string, headers: Record<string, unknown> = {}): Sent => ({
	method,
	query: Object.fromEntries(new URL(url).searchParams),
	headers: { Metadata: String(headers.Metadata), secret: String(headers.secret) },
});

/** What MSAL sends, which the simulator answers with a token. */
async function msals(): Promise<Sent> {
	const sent: Sent[] = [];
	const send = async (method: string, url: string, headers: Record<string, string> = {}) => {
		sent.push(sentOf(method, url, headers));
		const response = await fetch(url, { method, headers });
		return {
			status: response.status,
			headers: Object.fromEntries(response.headers),
			body: (await response.json()) as never,
		};
	};
	const app = new ManagedIdentityApplication({
		system: {
			networkClient: {
				sendGetRequestAsync: async (url, options) => await send('GET', url, options?.headers),
				sendPostRequestAsync: async (url, options) => await send('POST', url, options?.headers),
			},
		},
	});
	const { accessToken } = await app.acquireToken({ resource: graphUrl });
	expect(server.entra.tokens.get(accessToken)?.audience).toBe(graphUrl);
	expect(sent).toHaveLength(1);
	return sent[0];
}

async function ours(managedIdentityId: string): Promise<Sent> {
	const at = contextFor(
		{
			authentication: 'managedIdentity',
			managedIdentitySource: 'machineLearning',
			msiEndpoint: `${server.loginUrl}/MSI/auth`,
			msiSecret: server.entra.managedIdentity.msiSecret,
			managedIdentityType: 'user',
			managedIdentityId,
		},
		{ tokenEndpoint: '', resource: graphUrl },
	);
	expect((await requestManagedIdentityToken(at)).status).toBe(200);
	expect(at.sent).toHaveLength(1);
	return sentOf(at.sent[0].method ?? 'GET', at.sent[0].url, at.sent[0].headers as Record<string, unknown>);
}

describe('the request to Azure Machine Learning beside that of @azure/msal-node', () => {
	it('is the same for the identity that a compute names in DEFAULT_IDENTITY_CLIENT_ID', async () => {
		expect(await ours(defaultUserIdentity.clientId)).toEqual(await msals());
	});
});
