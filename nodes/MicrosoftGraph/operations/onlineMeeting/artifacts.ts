import type { GraphRequest } from '../../../graph/graphRequest';
import { readList } from '../../../graph/lists/page';
import { listLimits } from '../../../shared/fields/lists';
import { fileOutput, outputField } from '../../../shared/fields/outputs';
import type { ItemRun, Result } from '../../../shared/itemRun';

/** The field of the item for the downloaded files. */
export const downloadField = { ...outputField, displayOptions: { show: { download: [true] } } };

/** The files that a meeting left behind. */
interface Artifact {
	/** What a file is, for its name. */
	named: string;
	extension: string;
	mimeType: string;
	headers?: Readonly<Record<string, string>>;
	/** Whether Graph makes the file for the request, so that it has no size before. */
	made?: boolean;
}

/**
 * Lists what a meeting left behind, and downloads each as a file.
 * @param request of the list
 */
export async function downloadEach(
	run: ItemRun,
	request: GraphRequest,
	{ named, extension, mimeType, headers, made }: Artifact,
): Promise<Result[]> {
	const found = await readList(request, listLimits(run.item), run.send);
	const files: Result[] = [];
	for (const entry of found) {
		const id = String(entry.id);
		const content: GraphRequest = { method: 'GET', path: [...request.path, id, 'content'], headers };
		const time = String(entry.createdDateTime ?? id).replace(/[:/\\]/g, '-');
		const file = { fileName: `${named} ${time}.${extension}`, mimeType };
		files.push(...(await fileOutput(run, content, () => file, entry, { mimeType, made })));
	}
	return files;
}
