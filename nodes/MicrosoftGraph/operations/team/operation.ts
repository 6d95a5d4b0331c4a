import type { IDataObject } from 'n8n-workflow';

import { caught } from '../../../../credentials/auth/core/caught';
import { graphError, GraphError, isNotFound } from '../../../graph/errors/graphError';
import type { GraphResponse } from '../../../graph/graphRequest';
import { RequestError, requestError } from '../../../graph/errors/requestError';
import type { ItemRun } from '../../../shared/itemRun';
import { optionalText } from '../../../shared/parameters/values/text';
import { waitSeconds } from './fields';

/** The waits before each check, in s; the last one repeats. Source: "teamsAsyncOperation", on 30 s between checks. */
const pauses = [1, 4, 10, 15, 30];

/** The action, for errors. */
interface LongRunningAction {
	/** Such as "The team wasn't created". */
	failed: string;
	/** How long to wait in total, in s. */
	seconds: number;
	/** Whether the request may be retried after an unknown outcome. */
	idempotent?: boolean;
}

/** The result of a Teams action that continues after Graph's response. */
export interface Outcome {
	/** `succeeded`, or the last status before the wait ended, such as `inProgress`. */
	status: string;
	operationId: string;
	/** What was created or changed; known at the end. */
	targetResourceId?: string;
}

/**
 * Waits for an action that Graph accepted (202) and Teams carries out.
 * @throws RequestError if Teams reports a failure, or if Graph's response has no operation
 */
export async function outcomeOf(
	{ send, wait }: Pick<ItemRun, 'send' | 'wait'>,
	{ headers }: GraphResponse,
	{ failed, seconds, idempotent = false }: LongRunningAction,
): Promise<Outcome> {
	const [teamId, operationId] = idsIn(String(headers.location ?? ''), !idempotent);
	const path = ['teams', teamId, 'operations', operationId];
	let status = 'notStarted';
	let waited = 0;
	for (let look = 0; ; look += 1) {
		const pause = Math.min(pauses[Math.min(look, pauses.length - 1)] ?? 30, seconds - waited);
		if (pause <= 0) return { status, operationId };
		await wait(pause * 1000);
		waited += pause;
		const operation = await send({ method: 'GET', path }).then(
			({ body }) => body as IDataObject,
			(error: unknown) => notYet(error, !idempotent),
		);
		status = optionalText(operation.status) || status;
		const targetResourceId = optionalText(operation.targetResourceId) || undefined;
		if (status === 'succeeded') return { status, operationId, targetResourceId };
		if (status === 'failed') {
			const { code, message } = (operation.error ?? {}) as IDataObject;
			throw requestError({
				what: `${failed}: ${optionalText(message) || optionalText(code) || 'Teams gives no reason'}`,
				why: optionalText(code) || undefined,
				fix: "Check the field values, then run this again. The node doesn't retry it.",
			});
		}
	}
}

/**
 * Archives or unarchives the team that the item names, and waits; repeating it is harmless.
 * @param action of the team
 * @throws RequestError if Teams reports a failure
 */
export async function changeTeam(
	run: ItemRun,
	action: 'archive' | 'unarchive',
	{ failed, body }: { failed: string; body?: IDataObject },
): Promise<IDataObject> {
	const { item, send } = run;
	const id = item.id('teamId');
	const answer = await send({
		method: 'POST',
		expectedResponse: 'done',
		path: ['teams', id, action],
		body,
		idempotent: true,
	});
	// For a team that is already in this state, Graph starts no operation.
	if (answer.status !== 202) return { id, status: 'succeeded' };
	const { waitSeconds: seconds = waitSeconds.default } = item.collection('options');
	return { id, ...(await outcomeOf(run, answer, { failed, seconds: Number(seconds), idempotent: true })) };
}

const idIn = {
	teams: /\/teams(?:\('|\/)([^'/)]+)/i,
	channels: /\/channels(?:\('|\/)([^'/)]+)/i,
	members: /\/members(?:\('|\/)([^'/)]+)/i,
} as const;

/** The ID of what Graph has created, or started to create, from a header. */
export function idOfNew({ headers }: GraphResponse, kind: keyof typeof idIn): string {
	const place = String(headers['content-location'] ?? headers.location ?? '');
	return decodeURIComponent(idIn[kind].exec(place)?.[1] ?? '');
}

/** A new operation can be unknown for some seconds. */
function notYet(error: unknown, outcomeUnknown: boolean): IDataObject {
	if (isNotFound(error)) return {};
	throw outcomeUnknown ? withUnknownOutcome(error) : caught(error);
}

/** The outcome is unknown, so n8n's "Retry On Fail" must not do it again. */
function withUnknownOutcome(error: unknown): Error {
	if (error instanceof GraphError) return graphError({ ...error.parts, outcomeUnknown: true });
	if (error instanceof RequestError) return requestError({ ...error.parts, outcomeUnknown: true });
	return requestError({
		what: "The outcome is unknown: Graph accepted the request, but its result couldn't be checked.",
		why: error instanceof Error ? error.message : undefined,
		fix: 'Check in Teams before you run this again.',
		outcomeUnknown: true,
	});
}

/** The IDs in `/teams('…')/operations('…')`, in any spelling. */
function idsIn(location: string, outcomeUnknown: boolean): [string, string] {
	const [, team, operation] =
		/\/teams(?:\('|\/)([^'/)]+)(?:'\))?\/operations(?:\('|\/)([^'/)]+)/i.exec(location) ?? [];
	if (team !== undefined && operation !== undefined) {
		return [decodeURIComponent(team), decodeURIComponent(operation)];
	}
	throw requestError({
		what: "The outcome is unknown: Graph accepted the request, but doesn't say where to check its result.",
		fix: 'Check in Teams before you run this again.',
		outcomeUnknown,
	});
}
