import { RequestError } from '../../../nodes/graph/errors/requestError';
import { forgetTenants, tenantGuid } from '../../../nodes/MicrosoftGraphTrigger/notifications/tenantId';
import { defaultTenantId } from '../../../simulator/entra';
import { startEntra, type EntraServer } from '../signIn/helpers/entraServer';
import { plainHttpRequest } from '../signIn/helpers/httpRequest';

const sent: Array<{ url: string }> = [];
const context = { helpers: { httpRequest: plainHttpRequest(sent) } };
let server: EntraServer;

beforeAll(async () => {
	server = await startEntra();
});
afterAll(async () => await server.close());
beforeEach(() => {
	forgetTenants();
	sent.length = 0;
});

describe('tenantGuid', () => {
	it('gives a GUID back without asking', async () => {
		const where = { loginUrl: server.loginUrl, tenant: defaultTenantId.toUpperCase() };
		expect(await tenantGuid(context, where)).toBe(defaultTenantId.toLowerCase());
		expect(sent).toEqual([]);
	});

	it('learns the GUID of a domain from Entra, once', async () => {
		const { id, domains } = server.entra.tenants[0];
		const where = { loginUrl: server.loginUrl, tenant: domains[0] };
		expect(await tenantGuid(context, where)).toBe(id);
		expect(await tenantGuid(context, where)).toBe(id);
		expect(sent.map(({ url }) => url)).toEqual([
			`${server.loginUrl}/${domains[0]}/v2.0/.well-known/openid-configuration`,
		]);
	});

	it('says so when Entra does not return it', async () => {
		// The simulator gives back a domain that it does not know, as Entra gives {tenantid} back for no tenant.
		const unknown = tenantGuid(context, { loginUrl: server.loginUrl, tenant: 'unknown.example' });
		await expect(unknown).rejects.toMatchObject({
			name: RequestError.name,
			parts: { fix: expect.stringContaining('GUID') as string },
		});
	});
});
