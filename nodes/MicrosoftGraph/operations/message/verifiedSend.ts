import { createHash } from 'node:crypto';
import type { Message } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { asIs } from '../../../../credentials/token/asIs';
import { GraphError, graphError } from '../../../graph/graphError';
import type { GraphRequest, GraphResponse, Needs } from '../../../graph/graphRequest';
import { isOutcomeUnknown } from '../../../graph/outcomeUnknown';
import { RequestError, requestError } from '../../../graph/requestError';
import { mailHeaders } from '../../fields/mail';
import type { ItemRun } from '../../operation';
import type { ToAttach } from '../attachment/attach';
import { attachAll, type DraftState } from './attachAll';
import { answerBody } from './compose';
import { sendUnderKey } from './sharedKeys';

/** The extended property that carries a message's key: a name of this package's own. */
const keyProperty = 'String {6f4d3d0e-52a1-4c8e-9b37-2b1f3a8c7d55} Name IdempotencyKey';

/** The waits between two looks into the mailbox, in ms; the last one repeats. */
const pauses = [1_000, 2_000, 4_000, 8_000, 15_000];
/** How long a draft whose creation had no answer is looked for, in ms. */
const draftTime = 7_000;
/** How much longer the mailbox is asked when it does not answer, in ms. */
const patience = 120_000;
/** How often the draft is made, and how often it is submitted, before it is given up. */
const mostTries = 5;

/** A message that is sent by way of a draft. */
export interface DraftMessage {
	mailbox: string;
	/** Names this message and no other. */
	key: string;
	message: Message;
	/** What is attached to the draft before it is submitted, beside what stands in the message. */
	attachments: readonly ToAttach[];
	/** For an answer: the message that it answers, and the action that makes its draft. */
	answers?: {
		messageId: string;
		action: 'createReply' | 'createReplyAll' | 'createForward';
		comment?: string;
	};
	/** What the way by a draft needs. */
	needs: Needs;
}

/** A message that is to be sent once. */
export interface OnceMessage extends DraftMessage {
	/** Whether the key may have been used before: then the mailbox is asked first. */
	mayExist: boolean;
	/** How long a message must stay a draft before it counts as not sent, in ms. */
	settleTime: number;
}

/** What a mailbox holds under a key. */
interface Found {
	sent?: Message;
	drafts: Message[];
}

/**
 * Sends a message so that it is submitted once, whatever fails in between: as a draft that carries a key. When it is not
 * known whether something worked, the mailbox is asked for that key, and only a draft that stays a draft is submitted
 * again, the same one: Exchange can send it only once.
 * @returns the message as the mailbox has it
 * @throws what `send` throws; RequestError when it cannot be known whether the message was sent
 * Source: "Create message", "message: send", "Get singleValueLegacyExtendedProperty".
 */
export async function sendVerified(once: OnceMessage, run: ItemRun): Promise<Message> {
	if (!once.mayExist) return await sendFrom({ drafts: [] }, once, run);
	const { tenantId, clientId } = run.app();
	const key = `${tenantId} ${clientId} ${storedKey(once)}`;
	return await sendUnderKey(key, run.wait, async () => await sendFrom(await settled(once, run), once, run));
}

/** Sends the message from where it stands. */
async function sendFrom(before: Found, once: OnceMessage, run: ItemRun): Promise<Message> {
	if (before.sent !== undefined) {
		if (before.drafts.length > 0) await removeDrafts(once, run);
		return before.sent;
	}
	const existing = before.drafts[0];
	const { draft, spareDrafts } =
		existing === undefined ? await createDraft(once, run) : { draft: existing, spareDrafts: true };
	try {
		await fill(once, run, draft, existing === undefined ? 'new' : 'begun');
	} catch (error) {
		// A draft that was submitted before can go out meanwhile.
		const found = existing === undefined ? undefined : await lookForSent(once, run);
		if (found?.sent !== undefined) return found.sent;
		if (existing === undefined) {
			const removed = await removeDraft(pathOf(once, draft.id), run);
			if (spareDrafts) await removeDrafts(once, run);
			throw removed ? asIs(error) : withDraft(error);
		}
		throw asIs(error);
	}
	const sent = await submit(once, run, draft, existing !== undefined);
	// What was accepted can stay among the drafts for a while.
	if (spareDrafts) await removeDrafts(once, run, draft.id);
	return sent;
}

/**
 * Sends a message by way of a draft, which is submitted at most once: for what does not fit into one request. A draft that
 * was not submitted is taken away again.
 * @throws what `send` throws; RequestError when something could not be attached
 * Source: "Create message", "message: createReply", "message: send".
 */
export async function sendByDraft(message: DraftMessage, run: ItemRun): Promise<void> {
	const { draft, spareDrafts } = await createDraft(message, run);
	let submitted = false;
	try {
		await fill(message, run, draft, message.answers === undefined ? 'new' : 'answer');
		submitted = true;
		await run.send(submission(message, draft));
	} catch (error) {
		const kept = submitted && isOutcomeUnknown(error);
		const left = !kept && !(await removeDraft(pathOf(message, draft.id), run));
		if (spareDrafts) await removeDrafts(message, run, draft.id);
		throw left ? withDraft(error) : asIs(error);
	}
	if (spareDrafts) await removeDrafts(message, run, draft.id);
}

/** Attaches what did not fit into the request that made the draft. */
async function fill(message: DraftMessage, run: ItemRun, draft: Message, state: DraftState): Promise<void> {
	const { attachments } = message;
	if (attachments.length > 0) await attachAll(pathOf(message, draft.id), attachments, run, state);
}

/** What is there under the key once nothing of an earlier try can be on its way any more. */
async function settled(once: OnceMessage, run: ItemRun): Promise<Found> {
	const found = await find(once, run);
	if (found.sent !== undefined || found.drafts.length === 0) return found;
	return await look(once, run, once.settleTime, ({ sent }) => sent !== undefined);
}

/** Makes the draft. A second one does no harm: it is never submitted, and taken away in the end. */
async function createDraft(
	once: DraftMessage,
	run: ItemRun,
): Promise<{ draft: Message; spareDrafts: boolean }> {
	const { answers, needs } = once;
	const messages = ['users', once.mailbox, 'messages'];
	const message: Message = {
		...once.message,
		singleValueExtendedProperties: [
			{ id: keyProperty, value: storedKey(once) },
			...(once.message.singleValueExtendedProperties ?? []),
		],
	};
	const request: GraphRequest = {
		method: 'POST',
		path: answers === undefined ? messages : [...messages, answers.messageId, answers.action],
		headers: mailHeaders(),
		body: answers === undefined ? (message as IDataObject) : answerBody(message, answers.comment),
		needs,
	};
	let tries = 0;
	try {
		while (tries < mostTries) {
			tries += 1;
			const answer = await attempt(run, request);
			if (answer !== undefined) return { draft: answer.body as Message, spareDrafts: tries > 1 };
			const { drafts } = await look(once, run, draftTime, (found) => found.drafts.length > 0);
			if (drafts[0] !== undefined) return { draft: drafts[0], spareDrafts: true };
		}
	} catch (error) {
		if (tries > 1) await removeDrafts(once, run);
		throw asIs(error);
	}
	await removeDrafts(once, run);
	throw requestError({
		what: 'The message was not sent: Graph did not say whether its draft was made.',
		why: `It was tried ${mostTries} times.`,
		fix: 'Run the item again when Graph is well.',
	});
}

/**
 * Submits the draft until it is known to be sent.
 * @param submitted whether it may have been submitted before
 */
async function submit(once: OnceMessage, run: ItemRun, draft: Message, submitted: boolean): Promise<Message> {
	const request = submission(once, draft);
	for (let tries = 1; tries <= mostTries; tries++) {
		const answer = await submitOnce(run, request);
		if (answer === 'accepted') return draft;
		if (answer !== 'unknown' && tries === 1 && !submitted) {
			await removeDrafts(once, run);
			throw answer.refusal;
		}
		// After a refusal too: an earlier submission may have taken the draft along meanwhile.
		const found = await lookForSent(once, run);
		if (found.sent !== undefined) return found.sent;
		if (answer !== 'unknown' || !found.drafts.some(({ id }) => id === draft.id)) break;
	}
	throw requestError({
		what: 'The outcome is unknown: it cannot be found out whether the message was sent.',
		why: `Graph did not confirm it, and the mailbox does not show it as sent (key ${once.key}).`,
		fix: 'Look into the Sent Items of the mailbox before you send it again.',
		outcomeUnknown: true,
	});
}

function submission(message: DraftMessage, { id }: Message): GraphRequest {
	return { method: 'POST', path: [...pathOf(message, id), 'send'], headers: mailHeaders() };
}

function pathOf({ mailbox }: DraftMessage, id: string | undefined): string[] {
	return ['users', mailbox, 'messages', id ?? ''];
}

async function submitOnce(
	run: ItemRun,
	request: GraphRequest,
): Promise<'accepted' | 'unknown' | { refusal: unknown }> {
	try {
		return (await attempt(run, request)) === undefined ? 'unknown' : 'accepted';
	} catch (error) {
		return { refusal: error };
	}
}

/** What the mailbox holds once a submission has had its time; nothing when it cannot be asked. */
async function lookForSent(once: OnceMessage, run: ItemRun): Promise<Found> {
	try {
		return await look(once, run, once.settleTime, ({ sent }) => sent !== undefined);
	} catch {
		return { drafts: [] };
	}
}

/**
 * Looks into the mailbox, again and again for some time (ms), until what it holds is what is hoped for. Looks may fail;
 * the last one has to succeed, and is tried for some time more.
 * @throws what `send` throws when it does not, RequestError when the execution is cancelled
 */
async function look(
	once: DraftMessage,
	run: ItemRun,
	time: number,
	hoped: (found: Found) => boolean,
): Promise<Found> {
	const begunAt = Date.now();
	for (let looks = 0; ; looks++) {
		const pause = pauses[looks] ?? (pauses.at(-1) as number);
		const left = begunAt + time - Date.now();
		await run.wait(left > 0 ? Math.min(left, pause) : pause);
		try {
			const found = await find(once, run);
			if (hoped(found) || Date.now() - begunAt >= time) return found;
		} catch (error) {
			const refused = error instanceof GraphError && error.parts.status < 500;
			if (Date.now() - begunAt >= time + (refused ? 0 : patience)) throw asIs(error);
		}
	}
}

/**
 * The key as the message carries it. Hashed, since Exchange compares these values without case, and a filter ends where a
 * URL does; with the mailbox, since what arrives from another mailbox of the organisation can bring its properties along.
 */
function storedKey({ mailbox, key }: DraftMessage): string {
	return createHash('sha256')
		.update(JSON.stringify([mailbox.toLowerCase(), key]))
		.digest('hex');
}

/** Asks the whole mailbox for the key: whatever a message's folder and id are now. */
async function find(once: DraftMessage, run: ItemRun): Promise<Found> {
	const { body } = await run.send({
		method: 'GET',
		due: 'list',
		path: ['users', once.mailbox, 'messages'],
		query: {
			$filter: `singleValueExtendedProperties/Any(ep: ep/id eq '${keyProperty}' and ep/value eq '${storedKey(once)}')`,
			$select: 'id,isDraft,subject,internetMessageId',
		},
		headers: mailHeaders(),
	});
	const messages = (body as { value: Message[] }).value;
	return {
		sent: messages.find(({ isDraft }) => isDraft === false),
		drafts: messages.filter(({ isDraft }) => isDraft !== false),
	};
}

/**
 * Takes away the drafts of the key but for one. That they are gone is no condition for anything: what fails here is left.
 */
async function removeDrafts(once: DraftMessage, run: ItemRun, except?: string): Promise<void> {
	try {
		const { drafts } = await find(once, run);
		for (const { id } of drafts) if (id !== except) await removeDraft(pathOf(once, id), run);
	} catch {
		return;
	}
}

/** Takes a draft away, given by its path; one that cannot be taken away is left. @returns whether it is gone */
export async function removeDraft(draft: readonly string[], run: ItemRun): Promise<boolean> {
	const path = [...draft, 'permanentDelete'];
	const request = { method: 'POST' as const, path, headers: mailHeaders(), idempotent: true };
	try {
		await run.send({ ...request, evenCancelled: true });
		return true;
	} catch {
		return false;
	}
}

/** An error that tells of the draft that is left behind. */
function withDraft(error: unknown): unknown {
	const left = 'What was to be sent lies in the Drafts folder of the mailbox, unsent: delete it there.';
	if (error instanceof GraphError) return graphError({ ...error.parts, left });
	return error instanceof RequestError ? requestError({ ...error.parts, left }) : error;
}

/** Sends a request; `undefined` when it is not known whether it was carried out. */
async function attempt(run: ItemRun, request: GraphRequest): Promise<GraphResponse | undefined> {
	try {
		return await run.send(request);
	} catch (error) {
		if (isOutcomeUnknown(error)) return undefined;
		throw asIs(error);
	}
}
