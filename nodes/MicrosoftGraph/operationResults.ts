import type { IDataObject } from 'n8n-workflow';

import { namesDownloadUrl } from '../graph/files/downloadUrl';
import type { GraphRequest } from '../graph/graphRequest';
import { readList, readPage } from '../graph/lists/page';
import { listLimits } from '../shared/fields/lists';
import { asItem, withoutAnnotations } from '../shared/fields/outputs';
import { FileItem } from '../shared/fileItem';
import type { ItemRun, Result } from '../shared/itemRun';
import type { ItemParameters } from '../shared/parameters/itemParameters';
import { optionalText } from '../shared/parameters/values/text';
import type { Operation } from './operation';
import { sendAfterReplication } from './replication';

/** Whether the person wants download URLs: by the option, or by the property's name. */
export function wantsDownloadUrls({ asksForDownloadUrls }: Operation, item: ItemParameters): boolean {
	const { includeDownloadUrl, select } = item.collection('options');
	if (includeDownloadUrl === true || namesDownloadUrl(select)) return true;
	return asksForDownloadUrls?.(item) === true;
}

/**
 * Runs an operation for one item.
 * @param run the item, and what sends its requests
 * @throws RequestError for invalid values of the item; what the operation's requests throw
 */
export async function resultsOf(operation: Operation, run: ItemRun): Promise<Result[]> {
	const { item } = run;
	// An invalid option fails the item, even if the operation doesn't read it.
	item.collection('options');
	const send = sendAfterReplication(run, operation);
	const own = send === run.send ? run : { ...run, send };
	const steps = operation.steps?.(own);
	if (steps !== undefined) return await steps;

	if (operation.request === undefined) return [];
	const isSimple = operation.simple !== undefined && item.flag('simplify');
	const shown = (object: IDataObject) => (isSimple ? withoutAnnotations(object) : asItem(object));
	const request = simplified(await operation.request(item, send, own), operation, item);
	if (operation.list !== undefined) return await listOf(operation, operation.list, { request, shown }, own);
	const response = await send(request);
	if (operation.output !== undefined) return operation.output(response, item);
	const single = [shown(response.body as IDataObject)];
	return (await operation.complete?.(single, own)) ?? single;
}

/**
 * The items of a list, up to the limit.
 * @param request the one of the first page
 * @param shown how an entry is output
 */
async function listOf(
	{ complete }: Operation,
	{ pageSize, largestPage, details, maxEntries, picked, idOnly }: NonNullable<Operation['list']>,
	{ request, shown }: { request: GraphRequest; shown: (entry: IDataObject) => IDataObject },
	run: ItemRun,
): Promise<Result[]> {
	const { item, send, hint } = run;
	const names = picked?.(item) === true ? optionalText(request.query?.$select) : '';
	const asked = names === '' ? request : { ...request, query: { ...request.query, $select: undefined } };
	const wanted = (entry: IDataObject) => shown(names === '' ? entry : pick(entry, names.split(',')));
	const detailed = async (entries: IDataObject[]) => {
		if (idOnly !== undefined && entries.some(hasOnlyId)) hint(idOnly);
		return (await details?.(entries, run)) ?? entries;
	};
	const limits = { ...listLimits(item, pageSize(item)), largestPage };
	const { singlePage, pageLink } = item.collection('options');
	if (singlePage === true) {
		const page = await readPage(asked, limits, optionalText(pageLink), send);
		return [{ ...page, entries: await detailed(page.entries.map(wanted)) }];
	}
	const entries = await detailed((await readList(asked, limits, send)).map(wanted));
	const end = maxEntries?.(item);
	if (end !== undefined && entries.length >= end.entries && limits.limit > end.entries) hint(end.hint);
	return (await complete?.(entries, run)) ?? entries;
}

/** Whether Graph returned an object's ID, and null for the other properties. */
function hasOnlyId(entry: IDataObject): boolean {
	const others = Object.entries(entry).filter(([name]) => name !== 'id' && !name.startsWith('@odata.'));
	return others.length > 0 && others.every(([, value]) => value === null);
}

/** Some properties of an object, with its annotations. */
function pick(entry: IDataObject, names: readonly string[]): IDataObject {
	const wanted = new Set(['id', ...names].map((name) => name.trim().toLowerCase()));
	return Object.fromEntries(
		Object.entries(entry).filter(([name]) => name.startsWith('@odata.') || wanted.has(name.toLowerCase())),
	);
}

/** Selects the properties of the simple output, unless the person selected others. */
function simplified(request: GraphRequest, { simple }: Operation, item: ItemParameters): GraphRequest {
	if (simple === undefined || request.query?.$select || !item.flag('simplify')) return request;
	return { ...request, query: { ...request.query, $select: simple.join(',') } };
}

/** The results with only the properties of the simple output, for an operation that Graph doesn't simplify. */
export function simplifiedInNode(
	results: Result[],
	{ simpleInNode }: Operation,
	item: ItemParameters,
): Result[] {
	if (simpleInNode === undefined || !item.flag('simplify')) return results;
	const { singlePage } = item.collection('options');
	const simple = (object: IDataObject) =>
		Object.fromEntries(simpleInNode.flatMap((name) => (name in object ? [[name, object[name]]] : [])));
	return results.map((result) => {
		if (result instanceof FileItem) return result;
		return singlePage === true
			? { ...result, entries: (result.entries as IDataObject[]).map(simple) }
			: simple(result);
	});
}
