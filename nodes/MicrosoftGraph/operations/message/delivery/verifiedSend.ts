import { createHash } from 'node:crypto';
import type { Message } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { caught } from '../../../../../credentials/auth/core/caught';
import { graphError, GraphError, isNotFound } from '../../../../graph/errors/graphError';
import type { GraphRequest, GraphResponse, Needs } from '../../../../graph/graphRequest';
import { isOutcomeUnknown } from '../../../../graph/errors/outcomeUnknown';
import { wasRepeated } from '../../../../graph/scheduling/repeated';
import { RequestError, requestError } from '../../../../graph/errors/requestError';
import { isMissingInCloud } from '../../../../shared/fields/clouds';
import { mailHeaders } from '../../../../shared/fields/mail';
import { calendarHeaders } from '../../../../shared/fields/times';
import type { ItemRun } from '../../../../shared/itemRun';
import type { ToAttach } from '../../attachment/attach';
import { attachAll, type DraftState } from './attachAll';
import { answerBody } from './compose';
import { writeAbove } from './draftText';
import { sendUnderKey } from '../sharedKeys';

/** The extended property with a message's key, under this package's own name. */
const keyProperty = 'String {6f4d3d0e-52a1-4c8e-9b37-2b1f3a8c7d55} Name IdempotencyKey';

/** The waits between two checks of the mailbox, in ms; the last one repeats. */
const pauses = [1_000, 2_000, 4_000, 8_000, 15_000];
/** How long to look for a draft after its creation got no response, in ms. */
const draftWaitMs = 7_000;
/** How much longer to check the mailbox if it doesn't respond, in ms. */
const extraWaitMs = 120_000;
/** How many refusals in a row end the checks. */
const maxRefusals = 3;
/** How many times to create the draft, and to submit it. */
const maxTries = 5;
/** How many times to remove leftover drafts before the error names them, and the pause between, in ms. */
const maxCleanTries = 3;
const cleanPauseMs = 1_000;

/** A message that is sent through a draft. */
export interface DraftMessage {
	mailbox: string;
	/** Identifies only this message. */
	key: string;
	message: Message;
	/** Attachments to add to the draft before it's submitted, in addition to those in the message. */
	attachments: readonly ToAttach[];
	/** For a reply or forward: the original message, and the action that creates the draft. */
	answers?: {
		messageId: string;
		action: 'createReply' | 'createReplyAll' | 'createForward';
		/** Text above the quoted message, in HTML. */
		comment?: string;
		/** The time zone of the quoted message's times. */
		timeZone: string;
	};
	/** The permissions that sending through a draft needs. */
	needs: Needs;
}

/** A message to send exactly once. */
export interface OnceMessage extends DraftMessage {
	/** Whether the key may have been used before: then the mailbox is checked first. */
	mayExist: boolean;
	/** How long a message must stay a draft before it counts as not sent, in ms. */
	settleTime: number;
}

/** A message that was sent. */
export interface SentMessage extends Message {
	/** Drafts of it that could not be removed; `unknown` if the mailbox couldn't be checked. */
	draftsLeft?: Left;
}

/** Drafts that are left behind. */
type Left = Array<Pick<Message, 'id' | 'webLink'>> | 'unknown';

/** What a mailbox has under a key. */
interface Found {
	sent?: Message;
	drafts: Message[];
}

/**
 * Sends a message exactly once, whatever fails in between: as a draft with a key. After an unknown outcome, it looks
 * for the key in the mailbox. Only a draft that stays a draft is submitted again, and always the same one: Exchange can
 * send it only once.
 * @returns the message as the mailbox has it, and drafts of it that could not be removed
 * @throws what `send` throws; RequestError if the outcome stays unknown
 * Source: "Create message", "message: send", "Get singleValueLegacyExtendedProperty".
 */
export async function sendVerified(once: OnceMessage, run: ItemRun): Promise<SentMessage> {
	if (!once.mayExist) return await sendFrom({ drafts: [] }, once, run);
	const { tenantId, clientId } = run.app();
	const key = `${tenantId} ${clientId} ${storedKey(once)}`;
	return await sendUnderKey(key, run.wait, async () => await sendFrom(await settled(once, run), once, run));
}

/** Continues from what the mailbox already has. */
async function sendFrom(before: Found, once: OnceMessage, run: ItemRun): Promise<SentMessage> {
	if (before.sent !== undefined) {
		return withLeft(before.sent, before.drafts.length > 0 ? await removeDrafts(once, run) : []);
	}
	const existing = before.drafts[0];
	const { draft, spareDrafts } =
		existing === undefined ? await createDraft(once, run) : { draft: existing, spareDrafts: true };
	try {
		await fill(once, run, draft, existing === undefined ? 'new' : 'begun');
	} catch (error) {
		// A draft that was submitted before can be sent in the meantime.
		const found = existing === undefined ? undefined : await waitForSent(once, run);
		if (found?.sent !== undefined) return withLeft(found.sent, await removeDrafts(once, run));
		if (existing !== undefined) throw withDrafts(error, [draft], mayBeSent);
		const left = (await removeDraft(pathOf(once, draft.id), run)) ? [] : [draft];
		const spares = spareDrafts ? await removeDrafts(once, run) : [];
		throw withDrafts(error, spares === 'unknown' ? spares : merged(left, spares), unsent);
	}
	const sent = await submit(once, run, draft, { submitted: existing !== undefined, spareDrafts });
	// An accepted message can stay in Drafts for a while.
	return withLeft(sent, spareDrafts ? await removeDrafts(once, run, draft.id) : []);
}

function withLeft(sent: Message, left: Left): SentMessage {
	return left.length === 0 ? sent : { ...sent, draftsLeft: left };
}

function merged(some: Message[], others: Message[]): Message[] {
	return [...some, ...others.filter(({ id }) => !some.some((one) => one.id === id))];
}

/**
 * Sends a message through a draft, which is submitted at most once: for what doesn't fit into one request. A draft that
 * wasn't submitted is removed.
 * @returns drafts of it that could not be removed
 * @throws what `send` throws; RequestError when something could not be attached
 * Source: "Create message", "message: createReply", "message: send".
 */
export async function sendByDraft(message: DraftMessage, run: ItemRun): Promise<Left> {
	const { draft, spareDrafts } = await createDraft(message, run);
	let submitted = false;
	try {
		await fill(message, run, draft, message.answers === undefined ? 'new' : 'answer');
		submitted = true;
		await run.send(submission(message, draft));
	} catch (error) {
		const repeated = submitted && wasRepeated(error);
		const kept = repeated || (submitted && isOutcomeUnknown(error));
		// A refusal of the second request doesn't mean that the first one failed.
		if (repeated && (await isSent(message, run))) return [];
		const left = kept || !(await removeDraft(pathOf(message, draft.id), run)) ? [draft] : [];
		const spares = spareDrafts ? await removeDrafts(message, run, draft.id) : [];
		const all = spares === 'unknown' ? spares : merged(left, spares);
		if (repeated) throw withDrafts(notConfirmed('Graph refused it when it was sent again'), all, mayBeSent);
		throw withDrafts(error, all, kept ? mayBeSent : unsent);
	}
	return spareDrafts ? await removeDrafts(message, run, draft.id) : [];
}

/** Whether the mailbox shows a message as sent, immediately or some seconds later. */
async function isSent(message: DraftMessage, run: ItemRun): Promise<boolean> {
	try {
		return (
			(await waitForMessage(message, run, draftWaitMs, ({ sent }) => sent !== undefined)).sent !== undefined
		);
	} catch {
		return false;
	}
}

/** Adds to the draft what didn't fit into the request that created it. */
async function fill(message: DraftMessage, run: ItemRun, draft: Message, state: DraftState): Promise<void> {
	const { attachments, answers } = message;
	if (answers?.comment !== undefined)
		await writeAbove(pathOf(message, draft.id), answers.comment, draft, run.send);
	if (attachments.length > 0) await attachAll(pathOf(message, draft.id), attachments, run, state);
}

/** What the mailbox has under the key once earlier tries have settled. */
async function settled(once: OnceMessage, run: ItemRun): Promise<Found> {
	const found = await find(once, run);
	if (found.sent !== undefined || found.drafts.length === 0) return found;
	return await waitForMessage(once, run, once.settleTime, ({ sent }) => sent !== undefined);
}

/** Creates the draft. A second one is harmless: it's never submitted, and removed in the end. */
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
		headers: answers === undefined ? mailHeaders() : calendarHeaders(answers.timeZone),
		body: answers === undefined ? (message as IDataObject) : answerBody(message),
		needs,
	};
	let tries = 0;
	try {
		while (tries < maxTries) {
			tries += 1;
			const answer = await attempt(run, request);
			if (answer !== undefined)
				return { draft: answer.body as Message, spareDrafts: tries > 1 || wasRepeated(answer) };
			const { drafts } = await waitForMessage(once, run, draftWaitMs, (found) => found.drafts.length > 0);
			if (drafts[0] !== undefined) return { draft: drafts[0], spareDrafts: true };
		}
	} catch (error) {
		throw withDrafts(error, tries > 1 || wasRepeated(error) ? await removeDrafts(once, run) : [], unsent);
	}
	const failure = requestError({
		what: "The message wasn't sent: Graph didn't confirm that its draft was created.",
		why: `The node tried ${maxTries} times.`,
		fix: 'Run the item again when Graph is available.',
	});
	throw withDrafts(failure, await removeDrafts(once, run), unsent);
}

/**
 * Submits the draft until it is known to be sent.
 * @param state whether it may have been submitted before, and whether there may be other drafts of it
 */
async function submit(
	once: OnceMessage,
	run: ItemRun,
	draft: Message,
	{ submitted, spareDrafts }: { submitted: boolean; spareDrafts: boolean },
): Promise<Message> {
	const request = submission(once, draft);
	for (let tries = 1; tries <= maxTries; tries++) {
		const answer = await submitOnce(run, request);
		if (answer === 'accepted') return draft;
		const refusal = answer === 'unknown' ? undefined : answer.refusal;
		const first = tries === 1 && !submitted;
		// The only submission was refused, so it wasn't sent.
		if (refusal !== undefined && first && !wasRepeated(refusal)) throw await refused(refusal, once, run);
		// Also after a refusal, because an earlier submission may have sent the draft in the meantime.
		const found = await waitForSent(once, run);
		if (found.sent !== undefined) return found.sent;
		const isDraft = found.drafts.some(({ id }) => id === draft.id);
		if (refusal !== undefined && first && isDraft) throw await refused(refusal, once, run);
		if (refusal !== undefined || !isDraft) break;
	}
	const spares = spareDrafts ? await removeDrafts(once, run, draft.id) : [];
	const failure = notConfirmed(`the mailbox doesn't show it as sent (key ${once.key})`);
	throw withDrafts(failure, spares === 'unknown' ? [draft] : merged([draft], spares), mayBeSent);
}

/** The error of a refused message, after its drafts are removed. */
async function refused(refusal: unknown, once: OnceMessage, run: ItemRun): Promise<unknown> {
	return withDrafts(refusal, await removeDrafts(once, run), unsent);
}

function notConfirmed(because: string): RequestError {
	return requestError({
		what: 'The outcome is unknown: the message may or may not have been sent.',
		why: `Graph didn't confirm it, and ${because}.`,
		fix: "Check the mailbox's Sent Items before you send it again.",
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

/** What the mailbox has after the settle time; nothing if it can't be checked. */
async function waitForSent(once: OnceMessage, run: ItemRun): Promise<Found> {
	try {
		return await waitForMessage(once, run, once.settleTime, ({ sent }) => sent !== undefined);
	} catch {
		return { drafts: [] };
	}
}

/**
 * Checks the mailbox repeatedly for some time (ms), until `isEnough` is true. Checks may fail; only the last one must
 * succeed, and is retried for some time more.
 * @throws what `send` throws if the last check fails, RequestError when the execution is cancelled
 */
async function waitForMessage(
	once: DraftMessage,
	run: ItemRun,
	time: number,
	isEnough: (found: Found) => boolean,
): Promise<Found> {
	const begunAt = Date.now();
	let refusals = 0;
	for (let tries = 0; ; tries++) {
		const pause = pauses[tries] ?? (pauses.at(-1) as number);
		const left = begunAt + time - Date.now();
		await run.wait(left > 0 ? Math.min(left, pause) : pause);
		try {
			const found = await find(once, run);
			if (isEnough(found) || Date.now() - begunAt >= time) return found;
		} catch (error) {
			const refused = error instanceof GraphError && error.parts.status < 500;
			refusals = refused ? refusals + 1 : 0;
			const enough = refused ? refusals >= maxRefusals : Date.now() - begunAt >= time + extraWaitMs;
			if (enough && Date.now() - begunAt >= time) throw caught(error);
		}
	}
}

/**
 * The key as stored in the message. Hashed, because Exchange compares these values case-insensitively, and a URL limits
 * the length of a filter; with the mailbox, because a message from another mailbox of the organization can arrive with
 * its properties.
 */
function storedKey({ mailbox, key }: DraftMessage): string {
	return createHash('sha256')
		.update(JSON.stringify([mailbox.toLowerCase(), key]))
		.digest('hex');
}

/** Searches the full mailbox for the key, whatever the message's current folder and ID. */
async function find(once: DraftMessage, run: ItemRun, sendAfterCancel = false): Promise<Found> {
	const { body } = await run.send({
		method: 'GET',
		expectedResponse: 'list',
		path: ['users', once.mailbox, 'messages'],
		query: {
			$filter: `singleValueExtendedProperties/Any(ep: ep/id eq '${keyProperty}' and ep/value eq '${storedKey(once)}')`,
			$select: 'id,isDraft,subject,internetMessageId,webLink',
		},
		headers: mailHeaders(),
		...(sendAfterCancel && { sendAfterCancel }),
	});
	const messages = (body as { value: Message[] }).value;
	return {
		sent: messages.find(({ isDraft }) => isDraft === false),
		drafts: messages.filter(({ isDraft }) => isDraft !== false),
	};
}

/**
 * Removes all drafts of the key except one, also after a cancellation.
 * @returns those that are left
 */
async function removeDrafts(once: DraftMessage, run: ItemRun, except?: string): Promise<Left> {
	for (let tries = 1; ; tries++) {
		let left: Left = 'unknown';
		try {
			const { drafts } = await find(once, run, true);
			left = [];
			for (const { id, webLink } of drafts)
				if (id !== except && !(await removeDraft(pathOf(once, id), run))) left.push({ id, webLink });
			if (left.length === 0) return left;
			if (tries < maxCleanTries) await run.wait(cleanPauseMs);
		} catch {
			// A cancelled execution doesn't wait, and the next check of the mailbox may succeed.
			if (tries < maxCleanTries) await run.wait(cleanPauseMs).catch(() => undefined);
		}
		if (tries === maxCleanTries) return left;
	}
}

/**
 * Removes a draft by its path, if possible. Without permanent deletion in the cloud, it's deleted to Deleted Items, and
 * from there to where Graph doesn't show it.
 * @returns whether it was removed
 * Source: "message: permanentDelete", national clouds; "Delete message".
 */
export async function removeDraft(draft: readonly string[], run: ItemRun): Promise<boolean> {
	const request = { headers: mailHeaders(), idempotent: true, sendAfterCancel: true };
	try {
		await run.send({ ...request, method: 'POST', path: [...draft, 'permanentDelete'] });
		return true;
	} catch (error) {
		if (!isMissingInCloud(error, 'permanentDelete')) return false;
	}
	for (let left = 2; left > 0; left--) {
		try {
			await run.send({ ...request, method: 'DELETE', path: draft });
		} catch (error) {
			return left === 1 && isNotFound(error);
		}
	}
	return true;
}

const unsent = 'unsent: delete it there.';
const mayBeSent = 'unless it was sent in the meantime: check before you delete it.';

/** An error that names the drafts that are left behind. */
function withDrafts(error: unknown, drafts: Left, state: string): unknown {
	if (drafts.length === 0) return caught(error);
	const names = drafts === 'unknown' ? '' : ` (${drafts.map(nameOf).join('; ')})`;
	const left =
		drafts === 'unknown'
			? "An unsent draft may be left in the mailbox's Drafts folder: the mailbox couldn't be checked."
			: `A draft is left in the mailbox's Drafts folder, ${state}${names}`;
	if (error instanceof GraphError) return graphError({ ...error.parts, left });
	return error instanceof RequestError ? requestError({ ...error.parts, left }) : error;
}

function nameOf({ id, webLink }: Message): string {
	return webLink ? `${webLink}, ID ${id}` : `ID ${id}`;
}

/** Sends a request; `undefined` if its outcome is unknown. */
async function attempt(run: ItemRun, request: GraphRequest): Promise<GraphResponse | undefined> {
	try {
		return await run.send(request);
	} catch (error) {
		if (isOutcomeUnknown(error)) return undefined;
		throw caught(error);
	}
}
