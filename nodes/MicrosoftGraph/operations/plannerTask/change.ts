import type { IDataObject } from 'n8n-workflow';

import { GraphError } from '../../../graph/errors/graphError';
import type { GraphRequest, GraphResponse } from '../../../graph/graphRequest';
import { objectOf } from '../../../shared/fields/outputs';
import type { ItemRun } from '../../../shared/itemRun';
import { optionalText } from '../../../shared/parameters/values/text';

/** How many times to retry a change after a conflicting one. */
const maxTries = 3;

/**
 * Updates or deletes a Planner object, which needs its current ETag.
 * @param request without its `If-Match`
 * @param etag the ETag to require; leave empty for the current one
 * Source: "Use the Planner REST API", on versioning.
 */
export async function changeAt(
	run: Pick<ItemRun, 'send'>,
	request: GraphRequest,
	etag = '',
): Promise<GraphResponse> {
	const tries = etag === '' ? maxTries : 1;
	for (let left = tries; ; left -= 1) {
		const state = etag === '' ? await stateOf(run, request.path) : etag;
		const answer = await run
			.send({ ...request, headers: { ...request.headers, 'If-Match': state } })
			.catch((error: Error) => error);
		if (!(answer instanceof Error)) return answer;
		const changed = answer instanceof GraphError && [409, 412].includes(answer.parts.status);
		if (!changed || left <= 1) throw answer;
	}
}

/** The state that a task is in. */
export async function stateOf({ send }: Pick<ItemRun, 'send'>, path: readonly string[]): Promise<string> {
	const { body } = await send({ method: 'GET', path });
	return String((body as IDataObject)['@odata.etag'] ?? '');
}

/**
 * Updates a Planner object.
 * @param etag the ETag to require; leave empty for the current one
 * @returns the object as it is afterward
 */
export async function updateAt(
	run: Pick<ItemRun, 'send'>,
	path: readonly string[],
	body: IDataObject,
	etag: string,
): Promise<IDataObject> {
	const answer = await changeAt(
		run,
		{
			method: 'PATCH',
			expectedResponse: 'objectOrNothing',
			path,
			headers: { Prefer: 'return=representation' },
			body,
			// A retry would be refused, because the first try changed the ETag.
			idempotent: etag === '',
		},
		etag,
	);
	return objectOf(answer.status === 200 ? answer : await run.send({ method: 'GET', path }));
}

/** Sets the notes of a task, which are a separate object in Planner. */
export async function describeTask(
	run: Pick<ItemRun, 'send'>,
	id: string,
	description: unknown,
): Promise<void> {
	await changeAt(run, {
		method: 'PATCH',
		expectedResponse: 'objectOrNothing',
		path: ['planner', 'tasks', id, 'details'],
		body: { description: optionalText(description) },
		idempotent: true,
	});
}
