import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathIndex, type PathIndex } from './paths';

/** The application permissions of a path, by method; those that the table calls the least come first. */
type Methods = Record<string, Set<string>>;

/** App roles that the data names as the delegated permission is named. */
const asRole: Record<string, string> = {
	'Calendars.ReadBasic': 'Calendars.ReadBasic.All',
	'TeamsTab.ReadWriteForChat': 'TeamsTab.ReadWriteForChat.All',
};

/** Microsoft's table of permissions, for access without a user; `undefined` where that is not at hand. */
export function readPermissions(folder: string): PathIndex<Methods> | undefined {
	const file = join(folder, 'permissions.json');
	if (!existsSync(file)) return undefined;
	const { permissions } = JSON.parse(readFileSync(file, 'utf8')) as {
		permissions: Record<
			string,
			{
				pathSets: Array<{ schemeKeys: string[]; methods: string[]; paths: Record<string, string> }>;
			}
		>;
	};
	const entries = [true, false].flatMap((least) =>
		Object.entries(permissions).flatMap(([name, { pathSets }]) =>
			pathSets
				.filter(({ schemeKeys }) => schemeKeys.includes('Application'))
				.flatMap(({ methods, paths }) =>
					Object.entries(paths)
						.filter(([, notes]) => /least=[^;]*Application/.test(notes) === least)
						.map(([path]): [string, Methods] => [
							path,
							Object.fromEntries(
								methods.map((method) => [method, new Set([name, ...(asRole[name] ? [asRole[name]] : [])])]),
							),
						]),
				),
		),
	);
	return pathIndex(entries, (one, other) => {
		for (const [method, names] of Object.entries(other))
			one[method] = new Set([...(one[method] ?? []), ...names]);
		return one;
	});
}

/**
 * The application permissions of a request; the table names neither what is below an object (`$ref`, `$value`, `$count`)
 * nor the types that a list is narrowed to.
 */
export function permissionsOf(
	table: PathIndex<Methods>,
	method: string,
	path: string,
): ReadonlySet<string> | undefined {
	const shorter = path.replace(/\/(\$\w+|(microsoft\.)?graph\.\w+)$/, '');
	return (
		table.find(path)?.value[method] ?? (shorter === path ? undefined : permissionsOf(table, method, shorter))
	);
}
