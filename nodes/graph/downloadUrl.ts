/** Whoever has these URLs reads the file for an hour, without signing in. Source: "driveItem resource type". */
const names = ['@microsoft.graph.downloadUrl', '@content.downloadUrl'];

/**
 * What Graph answered without the URLs that open a file to whoever has them, at any depth.
 * @param value JSON; it is left as it is
 */
export function withoutDownloadUrls<T>(value: T): T {
	if (Array.isArray(value)) return value.map(withoutDownloadUrls) as T;
	if (typeof value !== 'object' || value === null || value instanceof Date) return value;
	const kept = Object.entries(value).filter(([name]) => !names.includes(name));
	return Object.fromEntries(kept.map(([name, inner]) => [name, withoutDownloadUrls(inner)])) as T;
}
