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

/** The extended property that carries a message's key: a name of this package's own. */
const keyProperty = 'String {6f4d3d0e-52a1-4c8e-9b37-2b1f3a8c7d55} Name IdempotencyKey';

/** The waits between two looks into the mailbox, in ms; the last one repeats. */
const pauses = [1_000, 2_000, 4_000, 8_000, 15_000];
/** How long a draft whose creation had no answer is looked for, in ms. */
const draftWaitMs = 7_000;
/** How much longer the mailbox is asked when it does not answer, in ms. */
const extraWaitMs = 120_000;
/** How often in a row the mailbox may refuse to be asked. */
const maxRefusals = 3;
/** How often the draft is made, and how often it is submitted, before it is given up. */
const maxTries = 5;
/** How often the drafts that are left are looked for before they are named, and the pause between, in ms. */
const maxCleanTries = 3;
const cleanPauseMs = 1_000;

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
		/** What stands above the quoted message, in HTML. */
		comment?: string;
		/** In which zone the quoted message's times are given. */
		timeZone: string;
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

/** A message that was sent. */
export interface SentMessage extends Message {
	/** Drafts of it that could not be removed; `unknown` when the mailbox does not say whether there are any. */
	draftsLeft?: Left;
}

/** Drafts that are left behind. */
type Left = Array<Pick<Message, 'id' | 'webLink'>> | 'unknown';

/** What a mailbox holds under a key. */
interface Found {
	sent?: Message;
	drafts: Message[];
}

/**
 * Sends a message so that it is submitted once, whatever fails in between: as a draft that carries a key. When it is not
 * known whether something worked, the mailbox is asked for that key, and only a draft that stays a draft is submitted
 * again, the same one: Exchange can send it only once.
 * @returns the message as the mailbox has it, and drafts of it that could not be removed
 * @throws what `send` throws; RequestError when it cannot be known whether the message was sent
 * Source: "Create message", "message: send", "Get singleValueLegacyExtendedProperty".
 */
export async function sendVerified(once: OnceMessage, run: ItemRun): Promise<SentMessage> {
	if (!once.mayExist) return await sendFrom({ drafts: [] }, once, run);
	const { tenantId, clientId } = run.app();
	const key = `${tenantId} ${clientId} ${storedKey(once)}`;
	return await sendUnderKey(key, run.wait, async () => await sendFrom(await settled(once, run), once, run));
}

/** Sends the message from where it stands. */
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
		// A draft that was submitted before can go out meanwhile.
		const found = existing === undefined ? undefined : await waitForSent(once, run);
		if (found?.sent !== undefined) return withLeft(found.sent, await removeDrafts(once, run));
		if (existing !== undefined) throw withDrafts(error, [draft], mayBeSent);
		const left = (await removeDraft(pathOf(once, draft.id), run)) ? [] : [draft];
		const spares = spareDrafts ? await removeDrafts(once, run) : [];
		throw withDrafts(error, spares === 'unknown' ? spares : merged(left, spares), unsent);
	}
	const sent = await submit(once, run, draft, { submitted: existing !== undefined, spareDrafts });
	// What was accepted can stay among the drafts for a while.
	return withLeft(sent, spareDrafts ? await removeDrafts(once, run, draft.id) : []);
}

function withLeft(sent: Message, left: Left): SentMessage {
	return left.length === 0 ? sent : { ...sent, draftsLeft: left };
}

function merged(some: Message[], others: Message[]): Message[] {
	return [...some, ...others.filter(({ id }) => !some.some((one) => one.id === id))];
}

/**
 * Sends a message by way of a draft, which is submitted at most once: for what does not fit into one request. A draft that
 * was not submitted is taken away again.
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
		// Refused the second time, it may have been sent the first time.
		if (repeated && (await isSent(message, run))) return [];
		const left = kept || !(await removeDraft(pathOf(message, draft.id), run)) ? [draft] : [];
		const spares = spareDrafts ? await removeDrafts(message, run, draft.id) : [];
		const all = spares === 'unknown' ? spares : merged(left, spares);
		if (repeated) throw withDrafts(notConfirmed('Graph refused it when it was sent again'), all, mayBeSent);
		throw withDrafts(error, all, kept ? mayBeSent : unsent);
	}
	return spareDrafts ? await removeDrafts(message, run, draft.id) : [];
}

/** Whether the mailbox shows a message as sent, at once or some seconds later. */
async function isSent(message: DraftMessage, run: ItemRun): Promise<boolean> {
	try {
		return (
			(await waitForMessage(message, run, draftWaitMs, ({ sent }) => sent !== undefined)).sent !== undefined
		);
	} catch {
		return false;
	}
}

/** Puts into the draft what the request that made it could not hold. */
async function fill(message: DraftMessage, run: ItemRun, draft: Message, state: DraftState): Promise<void> {
	const { attachments, answers } = message;
	if (answers?.comment !== undefined)
		await writeAbove(pathOf(message, draft.id), answers.comment, draft, run.send);
	if (attachments.length > 0) await attachAll(pathOf(message, draft.id), attachments, run, state);
}

/** What is there under the key once nothing of an earlier try can be on its way any more. */
async function settled(once: OnceMessage, run: ItemRun): Promise<Found> {
	const found = await find(once, run);
	if (found.sent !== undefined || found.drafts.length === 0) return found;
	return await waitForMessage(once, run, once.settleTime, ({ sent }) => sent !== undefined);
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
		// Sent once, and refused: it was not sent.
		if (refusal !== undefined && first && !wasRepeated(refusal)) throw await refused(refusal, once, run);
		// After a refusal too: an earlier submission may have taken the draft along meanwhile.
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

/** The error of a message that was refused for good, once its drafts are removed. */
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

/** What the mailbox holds once a submission has had its time; nothing when it cannot be asked. */
async function waitForSent(once: OnceMessage, run: ItemRun): Promise<Found> {
	try {
		return await waitForMessage(once, run, once.settleTime, ({ sent }) => sent !== undefined);
	} catch {
		return { drafts: [] };
	}
}

/**
 * Looks into the mailbox, again and again for some time (ms), until what it holds is what is hoped for. Looks may fail;
 * the last one has to succeed, and is tried for some time more.
 * @throws what `send` throws when it does not, RequestError when the execution is cancelled
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
 * The key as the message carries it. Hashed, since Exchange compares these values without case, and a filter ends where a
 * URL does; with the mailbox, since what arrives from another mailbox of the organisation can bring its properties along.
 */
function storedKey({ mailbox, key }: DraftMessage): string {
	return createHash('sha256')
		.update(JSON.stringify([mailbox.toLowerCase(), key]))
		.digest('hex');
}

/** Asks the whole mailbox for the key: whatever a message's folder and id are now. */
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
 * Takes away the drafts of the key but for one, after a cancellation too.
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
			// A cancelled execution waits no longer, and what the mailbox refuses to say may be said the next time.
			if (tries < maxCleanTries) await run.wait(cleanPauseMs).catch(() => undefined);
		}
		if (tries === maxCleanTries) return left;
	}
}

/**
 * Takes a draft away, given by its path; one that cannot be taken away is left. Where the cloud has no permanent deletion,
 * it goes to Deleted Items, and from there to where Graph does not show it.
 * @returns whether it is gone
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

/** Sends a request; `undefined` when it is not known whether it was carried out. */
async function attempt(run: ItemRun, request: GraphRequest): Promise<GraphResponse | undefined> {
	try {
		return await run.send(request);
	} catch (error) {
		if (isOutcomeUnknown(error)) return undefined;
		throw caught(error);
	}
}
