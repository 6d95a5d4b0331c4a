import type { Match } from './router';
import type { GraphState } from './state';
import { driveById } from './state/drive';
import { grantsOf, siteOf, sitesOf } from './state/sites';
import type { Entity } from './entity';

/** What a grant of a site allows, the least first. */
const roles = ['read', 'write', 'manage', 'fullcontrol'];

/** What isn't about a single site: the index, for example, has no grants. */
const closed = /\/search\/\{q\}$|\/permissions(\/\{grant\})?$/;

/** The role that a route requires of a grant, from the permission for all sites. */
function roleNeeded(permissions: readonly string[]): string | undefined {
	if (permissions.includes('Sites.Read.All')) return 'read';
	if (permissions.includes('Sites.ReadWrite.All')) return 'write';
	return permissions.includes('Sites.Manage.All') ? 'manage' : undefined;
}

function siteAt(state: GraphState, { route, params: [id = ''] }: Match): Entity | undefined {
	if (route.path.startsWith('/sites/{id}')) return siteOf(state, id);
	const drive = route.path.startsWith('/drives/{id}') ? driveById(state, id) : undefined;
	const sites = [...sitesOf(state).values()].sort(
		(one, other) => String(other.webUrl).length - String(one.webUrl).length,
	);
	return drive && sites.find(({ webUrl }) => drive.webUrl.startsWith(`${String(webUrl)}/`));
}

/**
 * Whether an app with Sites.Selected may call a route: it needs a grant of the site.
 * Source: "Overview of Selected permissions in OneDrive and SharePoint".
 */
export function selectedMayCall(
	state: GraphState,
	{ clientId, roles: permissions }: { clientId: string; roles: readonly string[] },
	match: Match,
): boolean {
	const { route } = match;
	const needed = roleNeeded(route.permissions);
	if (!permissions.includes('Sites.Selected') || needed === undefined || closed.test(route.path))
		return false;
	const site = siteAt(state, match);
	if (site === undefined) return false;
	return [...grantsOf(state, site).values()].some((grant) => {
		const { grantedToIdentities, roles: granted } = grant as {
			grantedToIdentities?: Array<{ application?: { id?: string } }>;
			roles?: string[];
		};
		const isOwn = grantedToIdentities?.some(({ application }) => application?.id === clientId) ?? false;
		return isOwn && (granted ?? []).some((role) => roles.indexOf(role) >= roles.indexOf(needed));
	});
}
