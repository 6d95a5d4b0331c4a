import type { IDataObject } from 'n8n-workflow';

import { namesDownloadUrl } from '../graph/files/downloadUrl';
import type { Send } from '../graph/client';
import type { GraphRequest } from '../graph/graphRequest';
import { readList, readPage } from '../graph/lists/page';
import { bodyPreview, sendWithoutPreview } from '../shared/fields/bodyPreview';
import { listLimits } from '../shared/fields/lists';
import { asItem, withoutAnnotations } from '../shared/fields/outputs';
import { selectOf, simplified } from '../shared/fields/simplified';
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
	const send = await previewsIfAllowed(run, operation, sendAfterReplication(run, operation));
	const own = send === run.send ? run : { ...run, send };
	const steps = operation.steps?.(own);
	if (steps !== undefined) return await steps;

	if (operation.request === undefined) return [];
	const request = withSimpleSelect(await operation.request(item, send, own), operation, item);
	if (operation.list !== undefined) return await listOf(operation, operation.list, request, own);
	const response = await send(request);
	if (operation.output !== undefined) return operation.output(response, item);
	const single = [asItem(response.body as IDataObject)];
	return (await operation.complete?.(single, own)) ?? single;
}

/**
 * What sends requests without the preview of a body where the app may not read it, for a simple output that has one.
 * @param send sends them as they are
 */
async function previewsIfAllowed(run: ItemRun, operation: Operation, send: Send): Promise<Send> {
	if (simpleOf(operation, run.item)?.names.includes(bodyPreview) !== true) return send;
	return sendWithoutPreview(send, await run.once(bodyPreview, async () => await Promise.resolve({})));
}

/**
 * The items of a list, up to the limit.
 * @param request the one of the first page
 */
async function listOf(
	{ complete }: Operation,
	{ pageSize, largestPage, details, maxEntries, picked, idOnly }: NonNullable<Operation['list']>,
	request: GraphRequest,
	run: ItemRun,
): Promise<Result[]> {
	const { item, send, hint } = run;
	const names = picked?.(item) === true ? optionalText(request.query?.$select) : '';
	const asked = names === '' ? request : { ...request, query: { ...request.query, $select: undefined } };
	const wanted = (entry: IDataObject) => asItem(names === '' ? entry : pick(entry, names.split(',')));
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
function withSimpleSelect(request: GraphRequest, { simple }: Operation, item: ItemParameters): GraphRequest {
	if (simple === undefined || request.query?.$select || !item.flag('simplify')) return request;
	return { ...request, query: { ...request.query, $select: selectOf(simple, request.query?.$expand) } };
}

/** How "Simplify" outputs an object. */
interface SimpleOutput {
	/** The properties that it needs; none where the person selected some. */
	names: readonly string[];
	of: (object: IDataObject) => IDataObject;
}

/** The simple output, if it's wanted. Properties that the person selected have Graph's own values. */
function simpleOf({ simple, simpleInNode }: Operation, item: ItemParameters): SimpleOutput | undefined {
	const names = simple ?? simpleInNode;
	if (names === undefined || !item.flag('simplify')) return undefined;
	if (optionalText(item.collection('options').select) === '') {
		const onlyThese = simple === undefined;
		return { names, of: (object) => simplified(object, names, { onlyThese }) };
	}
	return simple && { names: [], of: (object) => withoutAnnotations(object, true) };
}

/** The results as "Simplify" outputs them, if it's on: also those in a page, and in a round of changes. */
export function simpleResults(results: Result[], operation: Operation, item: ItemParameters): Result[] {
	const simple = simpleOf(operation, item);
	if (simple === undefined) return results;
	const { singlePage } = item.collection('options');
	const allIn = (objects: unknown) => (objects as IDataObject[]).map(simple.of);
	return results.map((result) => {
		if (result instanceof FileItem) return new FileItem(simple.of(result.json), result.binary);
		if (singlePage === true) return { ...result, entries: allIn(result.entries) };
		return 'deltaLink' in result ? { ...result, changes: allIn(result.changes) } : simple.of(result);
	});
}
