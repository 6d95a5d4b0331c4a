import type { IDataObject } from 'n8n-workflow';

import { caught } from '../../../../credentials/auth/core/caught';
import { GraphError, graphError, isNotFound } from '../../../graph/errors/graphError';
import { RequestError, requestError } from '../../../graph/errors/requestError';
import { shown } from '../../../graph/errors/shown';
import { readList } from '../../../graph/lists/page';
import { newObject } from '../../../shared/fields/body';
import { fileAt } from '../../../shared/fields/locators/drive';
import { objectOf } from '../../../shared/fields/outputs';
import type { ItemRun } from '../../../shared/itemRun';
import { conflictBehavior, findFolder, type Folder } from '../../../shared/resources/file';
import { differenceOf, isRewritten, type Facts } from './check';
import { maxWaitOf } from '../../../shared/fields/request';
import { completed } from './copy';
import { hashIn } from './hashes';
import { checkNewName } from './names';

/** What is read of a file or folder before it's moved. */
interface Source extends Facts {
	id: string;
	name: string;
	eTag?: string;
	folder?: object;
	root?: object;
	webUrl?: string;
	parentReference: { driveId: string };
}

const sourceQuery = { $select: 'id,name,size,eTag,file,folder,root,webUrl,parentReference' };

/** The waits before the checks of a copy that isn't like the original yet, in ms: size and hash can be late. */
const checkWaits = [0, 1_000, 2_000, 4_000, 8_000];

/**
 * Moves a file or folder to another drive, which Graph can't: copies it, compares the copy with the original, and
 * deletes the original. Whatever fails before, the original stays, and the error says what stands where.
 * @param otherDriveId the drive of the destination folder
 */
export async function moveToDrive(run: ItemRun, otherDriveId: string): Promise<IDataObject[]> {
	const { item, send } = run;
	checkNewName(item.text('newName'));
	const path = await fileAt(item, send);
	const source = objectOf(await send({ method: 'GET', path, query: sourceQuery })) as unknown as Source;
	if (source.root !== undefined) {
		throw requestError({ what: "The root of a drive can't be moved.", fix: 'Move what is in it.' });
	}
	const folder = await findFolder(run, ['drives', otherDriveId], item.text('destination'));
	const { driveId } = source.parentReference;
	const original = ['drives', driveId, 'items', source.id];
	const name = item.text('newName');
	if (driveId === folder.driveId) {
		const body = newObject({ name, parentReference: { id: folder.id }, ...conflictBehavior(item) });
		return [objectOf(await send({ method: 'PATCH', path: original, body }))];
	}
	const copy = await copyTo(run, original, folder);
	const where = `The copy is at ${String(copy.webUrl ?? copy.id)}. The original is still at ${source.webUrl ?? source.id}.`;
	try {
		await compare(run, { source, original }, ['drives', folder.driveId, 'items', String(copy.id)]);
		await deleteOriginal(run, original, source);
	} catch (error) {
		throw leaving(error, where);
	}
	return [{ ...copy, movedFrom: { driveId, id: source.id } }];
}

/** Copies the original, and waits for the copy. */
async function copyTo(run: ItemRun, original: readonly string[], folder: Folder): Promise<IDataObject> {
	const { item, send } = run;
	const keepsVersions = item.collection('options').keepVersions !== false;
	try {
		const accepted = await send({
			method: 'POST',
			expectedResponse: 'accepted',
			path: [...original, 'copy'],
			query: conflictBehavior(item),
			body: newObject({
				name: item.text('newName'),
				parentReference: { ...folder },
				...(keepsVersions && { includeAllVersionHistory: true }),
			}),
		});
		const id = await completed(run, String(accepted.headers.location ?? ''), maxWaitOf(item));
		if (id === undefined) {
			throw requestError({
				what: "Microsoft 365 finished the copy without saying where it is, so it wasn't checked.",
				fix: 'Check the destination folder, and delete the original yourself.',
			});
		}
		return objectOf(await send({ method: 'GET', path: ['drives', folder.driveId, 'items', id] }));
	} catch (error) {
		throw leaving(error, 'The original was neither changed nor deleted.');
	}
}

/**
 * Compares the copy with the original.
 * @throws RequestError if they differ
 */
async function compare(
	run: ItemRun,
	{ source, original }: { source: Source; original: readonly string[] },
	copy: readonly string[],
): Promise<void> {
	let difference: string | undefined;
	for (const pause of checkWaits) {
		if (pause > 0) await run.wait(pause);
		difference =
			source.folder === undefined
				? differs(source, objectOf(await run.send({ method: 'GET', path: [...copy] })))
				: await treesDiffer(run, original, copy);
		if (difference === undefined) return;
	}
	throw requestError({
		what: "The copy isn't like the original, so the original wasn't deleted.",
		why: difference,
		fix: 'Compare them: someone may have changed the original at the same time. Delete the copy, and move it again.',
	});
}

/** How a copied file differs from its original; SharePoint rewrites some files when it copies them. */
function differs(source: Facts, copy: Facts): string | undefined {
	if (isRewritten(source)) return undefined;
	const hash = hashIn(source.file?.hashes)?.value;
	const difference = differenceOf(copy, { size: source.size ?? 0, hash }, 'uploaded');
	if (difference === undefined) return undefined;
	return `${source.name ?? ''}: ${copy.size ?? 0} bytes were copied of ${source.size ?? 0}, or the hash differs.`;
}

/** The first difference of two folders; what was in the destination before doesn't count. */
async function treesDiffer(
	run: ItemRun,
	original: readonly string[],
	copy: readonly string[],
): Promise<string | undefined> {
	const [before, after] = [await treeOf(run, original), await treeOf(run, copy)];
	for (const [path, facts] of before) {
		const found = after.get(path);
		if (found === undefined) return `${shown(path)} is missing in the copy.`;
		const difference = facts.file === undefined ? undefined : differs(facts, found);
		if (difference !== undefined) return difference;
	}
	return undefined;
}

/** What is in a folder, at any depth, by path. */
async function treeOf(
	{ send }: ItemRun,
	folder: readonly string[],
	above = '',
): Promise<Map<string, Facts & IDataObject>> {
	const request = {
		method: 'GET' as const,
		path: [...folder, 'children'],
		query: { $select: 'id,name,size,file,folder' },
	};
	const found = new Map<string, Facts & IDataObject>();
	for (const child of await readList(request, { limit: Infinity }, send)) {
		const path = `${above}/${String(child.name).toLowerCase()}`;
		found.set(path, child as Facts & IDataObject);
		if (child.folder === undefined) continue;
		const below = await treeOf({ send } as ItemRun, [...folder.slice(0, -1), String(child.id)], path);
		for (const [name, facts] of below) found.set(name, facts);
	}
	return found;
}

/** Deletes the original, unless it was changed since it was read. */
async function deleteOriginal({ send }: ItemRun, path: string[], { eTag }: Source): Promise<void> {
	try {
		await send({ method: 'DELETE', path, ...(eTag && { headers: { 'If-Match': eTag } }) });
	} catch (error) {
		// It's gone: a response was lost, or someone else has deleted it.
		if (!isNotFound(error)) throw caught(error);
	}
}

/** The same error with what is left behind. */
function leaving(error: unknown, left: string): ReturnType<typeof caught> {
	if (error instanceof GraphError) return graphError({ ...error.parts, left });
	if (error instanceof RequestError) return requestError({ ...error.parts, left });
	return caught(error);
}
