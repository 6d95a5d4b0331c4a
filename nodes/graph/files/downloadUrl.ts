/**
 * Takes the download URLs out of what Graph answered, at any depth: whoever has such a URL reads the file for an hour,
 * without a token, and what a workflow passes on is stored and logged.
 * @param value items of drives, or whatever holds some; it is changed
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

/** The property by which `$select` asks for the URL. */
export const downloadUrlProperty = '@microsoft.graph.downloadUrl';

/** Whether a text, such as a selection or a path, or JSON with texts, names the property. */
export function namesDownloadUrl(value: unknown): boolean {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
	return /(microsoft\.graph|content)\.downloadUrl/i.test(text);
}

/** Its names: the older one is still seen in OneDrive. */
const downloadUrl = /^@(microsoft\.graph|content)\.downloadUrl$/i;
