/**
 * Removes the download URLs from a response, at any depth: anyone with such a URL can read the file for an hour without
 * a token, and n8n stores and logs a workflow's data.
 * @param value drive items, or objects that contain some; it's modified
 * @returns the same value
 * Source: "driveItem resource type", `@microsoft.graph.downloadUrl`.
 */
export function withoutDownloadUrls<T>(value: T): T {
	const left: unknown[] = [value];
	while (left.length > 0) {
		const one = left.pop();
		if (typeof one !== 'object' || one === null) continue;
		const holder = one as Record<string, unknown>;
		for (const name of Object.keys(holder)) {
			if (downloadUrl.test(name)) delete holder[name];
			else left.push(holder[name]);
		}
	}
	return value;
}

/** The property that selects the URL. */
export const downloadUrlProperty = '@microsoft.graph.downloadUrl';

/** Whether a text, such as a selection or path, or JSON with texts, contains the property. */
export function namesDownloadUrl(value: unknown): boolean {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
	return /(microsoft\.graph|content)\.downloadUrl/i.test(text);
}

/** Its names: OneDrive still uses the older one. */
const downloadUrl = /^@(microsoft\.graph|content)\.downloadUrl$/i;
