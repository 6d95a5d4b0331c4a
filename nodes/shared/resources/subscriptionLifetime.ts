/**
 * The maximum lifetime of subscriptions in minutes, by resource; the first match applies.
 * Source: "subscription resource type", "Subscription lifetime".
 */
const maxLifetimes: ReadonlyArray<{ watched: RegExp; minutes: number; withData?: number }> = [
	{ watched: /^communications\/presences/i, minutes: 60 },
	{ watched: /^communications\//i, minutes: 4_230 },
	{ watched: /^teams\/[^/]+\/schedule\b/i, minutes: 360 },
	{ watched: /^(teams|chats|appCatalogs)\b|\/chats\b/i, minutes: 4_320 },
	{ watched: /^security\//i, minutes: 43_200 },
	{ watched: /\/lists\/|\/drives?\b|^drives?\b/i, minutes: 42_300 },
	{ watched: /^users\/[^/]+\/(mailFolders|messages|events|contacts)\b/i, minutes: 10_080, withData: 1_440 },
	{ watched: /\/(todo|conversations|threads)\b|^print\//i, minutes: 4_230 },
	{ watched: /^(users|groups)(\/[^/]+)?(\/members|\/owners)?$/i, minutes: 41_760 },
];

/**
 * The expiration of a subscription after the given minutes, or at the known maximum of its resource.
 * @param watched the path of the resource; `''` if unknown
 */
export function expirationOf(minutes: number, watched = '', withData = false): string {
	const path = (watched.split('?')[0] ?? '').replace(/^\/+/, '').replace(/\('([^']*)'\)/g, '/$1');
	const limit = maxLifetimes.find((entry) => entry.watched.test(path));
	const most = (withData ? limit?.withData : undefined) ?? limit?.minutes ?? Infinity;
	return new Date(Date.now() + Math.min(minutes, most) * 60_000).toISOString();
}
