import { isGuid } from '../../../credentials/auth/core/guid';
import { requestError } from '../../graph/errors/requestError';
import { askLoginHost, type HttpContext } from './loginHost';

/** GUIDs by login URL and domain. Domains hardly ever move to another tenant. */
const known = new Map<string, string>();

/**
 * The GUID of the tenant that a credential names by a domain: Entra's own configuration for that domain has it. Requested
 * once; a failure is not remembered, so compare `clientState` before a notification leads here.
 * @param where `loginUrl` without a trailing slash; `tenant` as GUID, which is given back, or domain
 * @throws RequestError when the login host doesn't return it
 * Source: "OpenID Connect on the Microsoft identity platform", "Find your app's OpenID configuration document URI".
 */
export async function tenantGuid(
	context: HttpContext,
	{ loginUrl, tenant }: { loginUrl: string; tenant: string },
): Promise<string> {
	if (isGuid(tenant)) return tenant.toLowerCase();
	const url = `${loginUrl}/${encodeURIComponent(tenant)}/v2.0/.well-known/openid-configuration`;
	const found = known.get(url) ?? guidIn((await askLoginHost(context, url)).issuer);
	if (found === undefined) {
		throw requestError({
			what: "The login host doesn't return the ID of the credential's tenant.",
			fix: 'Enter the directory (tenant) ID, a GUID, instead of the domain.',
		});
	}
	known.set(url, found);
	return found;
}

/** Forgets all tenants (tests start from nothing). */
export function forgetTenants(): void {
	known.clear();
}

function guidIn(issuer: unknown): string | undefined {
	return String(issuer).split('/').find(isGuid)?.toLowerCase();
}
