import type { Cloud } from '../settings';

const all: readonly Cloud[] = ['global', 'usGovernmentL4', 'usGovernmentL5', 'china'];

/**
 * What not every cloud has, by the templates of routes, and the clouds that have it.
 * Sources: "message: delta", "message: permanentDelete", "mailFolder: permanentDelete", "List messageTraces", each on
 * national cloud deployments.
 */
const limited: ReadonlyArray<{ path: RegExp; clouds: readonly Cloud[] }> = [
	{ path: /\/messages\/delta$/, clouds: all.filter((cloud) => cloud !== 'china') },
	{ path: /^\/users\/.*\/permanentDelete$/, clouds: ['global'] },
	{ path: /\/messageTraces$/, clouds: ['global'] },
];

/**
 * Whether a cloud has a route.
 * @param path its template, such as `/users/{id}/messages`
 */
export function isInCloud(path: string, cloud: Cloud): boolean {
	return limited.every((entry) => !entry.path.test(path) || entry.clouds.includes(cloud));
}
