/** How much a permission's verb allows; a greater one includes the smaller. */
const ranks: Readonly<Record<string, number>> = { ReadBasic: 1, Read: 2, ReadWrite: 3 };

/** Resources that the Directory permissions include. */
const directory = ['User', 'Group', 'GroupMember', 'Device', 'Organization', 'Application', 'Domain'];

/**
 * Whether one application permission includes another, as far as their names tell: `Mail.ReadWrite` includes
 * `Mail.Read` and `Mail.ReadBasic.All`, `Directory.Read.All` includes `User.Read.All`. The one to write licences does not
 * let an app read those of the tenant.
 * Source: "Microsoft Graph permissions reference".
 */
export function includes(granted: string, needed: string): boolean {
	if (granted === needed) return true;
	if (needed === 'LicenseAssignment.Read.All') return false;
	const [grantedResource, grantedVerb = ''] = granted.split('.');
	const [neededResource = '', neededVerb = ''] = needed.split('.');
	const enough = (ranks[grantedVerb] ?? 0) >= (ranks[neededVerb] ?? Infinity);
	return (
		enough &&
		(grantedResource === neededResource ||
			(grantedResource === 'Group' && neededResource === 'GroupMember') ||
			(grantedResource === 'Directory' && directory.includes(neededResource)))
	);
}

/** Those of the needed permissions that none of the granted ones includes. */
export function missingPermissions(needed: readonly string[], granted: readonly string[]): string[] {
	return needed.filter((permission) => !granted.some((role) => includes(role, permission)));
}
