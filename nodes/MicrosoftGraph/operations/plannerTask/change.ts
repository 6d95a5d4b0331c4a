import type { IDataObject } from 'n8n-workflow';

import { GraphError } from '../../../graph/errors/graphError';
import type { GraphRequest, GraphResponse } from '../../../graph/graphRequest';
import type { ItemRun } from '../../../shared/itemRun';
import { optionalText } from '../../../shared/parameters/values/text';

/** How often a change is tried that somebody else's came before. */
const maxTries = 3;

/**
 * Changes or deletes what Planner keeps, which it does only for a given state of it.
 * @param request without its `If-Match`
 * @param etag the state that it is for; when it is empty, the state that it is in
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

/** Sets the notes of a task, which Planner keeps as an object of their own. */
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
