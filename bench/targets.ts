import type { CaseResult, Outcome } from './measure';
import type { ContenderId } from './contenders';
import type { Transport } from './graph';
import type { Proofs } from './proofs';

/** A target of the node. */
export interface Target {
	what: string;
	/** What was measured, with its unit. */
	measured: string;
	/** `undefined` when it could not be measured. */
	met: boolean | undefined;
}

/** What of the time of n8n's Outlook node our node may take. */
const mostOfOwn = 0.1;
/** What of the time that n8n takes to resolve the same expressions. */
const mostOfExpressions = 1;
/** How many times as long as raw undici it may take, for mails and for pages of messages. */
const mostOfRaw = { mails: 1.25, listMessages: 1.5 };
/** The calls for rows of a workbook, as many as n8n's Excel node takes. */
const callsOfRows = { appendRows: 2, appendToLongSheet: 2, readRows: 1 };

/** What one contender took for a task, where it could do it. */
export function outcomeOf(
	results: readonly CaseResult[],
	caseId: string,
	id: ContenderId,
	transport: Transport,
): Outcome | undefined {
	return results
		.find((result) => result.id === caseId)
		?.outcomes.find((outcome) => outcome.id === id && outcome.transport === transport);
}

/** Judges the results. */
export function judge(results: readonly CaseResult[], proofs: Proofs | undefined): Target[] {
	const find = (caseId: string, id: ContenderId, transport: Transport = 'tls') =>
		outcomeOf(results, caseId, id, transport);
	const title = (caseId: string) => results.find(({ id }) => id === caseId)?.title ?? caseId;
	const size = (caseId: string) => results.find(({ id }) => id === caseId)?.size ?? 0;
	return [
		calls(title('mails'), find('mails', 'ours'), Math.ceil(size('mails') / 20)),
		ratio(`${title('mails')}: at most ${mostOfOwn} of n8n's Outlook node, TLS`, mostOfOwn, [
			find('mails', 'ours'),
			find('mails', 'own'),
		]),
		ratio(`${title('mails')}: at most ${mostOfRaw.mails} times raw undici, plain http`, mostOfRaw.mails, [
			find('mails', 'ours', 'plain'),
			find('mails', 'raw', 'plain'),
		]),
		ratio(
			`${title('mails')}: at most ${mostOfRaw.mails} times raw undici with a connection for each call, as n8n has, TLS`,
			mostOfRaw.mails,
			[find('mails', 'ours'), find('mails', 'rawConnecting')],
		),
		ratio(`(the same, plain http, less what n8n takes to resolve the fields' expressions)`, mostOfRaw.mails, [
			less(find('mails', 'ours', 'plain'), find('mails', 'expressions', 'plain')),
			find('mails', 'raw', 'plain'),
		]),
		calls(title('usersById'), find('usersById', 'ours'), Math.ceil(size('usersById') / 20)),
		...(['plain', 'tls'] as const).map((transport) =>
			ratio(
				`${title('usersById')}: at most what n8n's Edit Fields node takes for the same expressions, ${nameOf(transport)}`,
				mostOfExpressions,
				[find('usersById', 'ours', transport), find('usersById', 'expressions', 'plain')],
			),
		),
		calls(title('listUsers'), find('listUsers', 'ours'), Math.ceil(size('listUsers') / 999)),
		ratio(
			`${title('listMessages')}, with bodies: at most ${mostOfRaw.listMessages} times raw undici, plain http`,
			mostOfRaw.listMessages,
			[find('listMessages', 'ours', 'plain'), find('listMessages', 'raw', 'plain')],
		),
		mailboxLimit(title('markRead'), find('markRead', 'ours')),
		...(['appendRows', 'appendToLongSheet', 'readRows'] as const).flatMap((id) => [
			calls(title(id), find(id, 'ours'), callsOfRows[id]),
			ratio(`${title(id)}: no longer than n8n's Excel node, TLS`, 1, [find(id, 'ours'), find(id, 'own')]),
		]),
		...(proofs ? judgeProofs(proofs) : []),
	];
}

/** The name of a transport in tables. */
export function nameOf(transport: Transport): string {
	return transport === 'tls' ? 'TLS' : 'plain http';
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

function calls(task: string, outcome: Outcome | undefined, most: number): Target {
	return {
		what: `${task}: at most ${counted(most, 'Graph call')}`,
		measured: outcome ? counted(outcome.graphCalls, 'call') : 'not measured',
		met: outcome && outcome.graphCalls <= most,
	};
}

function ratio(what: string, most: number, [one, other]: Array<Outcome | undefined>): Target {
	if (!one || !other) return { what, measured: 'not measured', met: undefined };
	const measured = one.wall / other.wall;
	return { what, measured: measured.toFixed(measured < 1 ? 3 : 2), met: measured <= most };
}

function less(one: Outcome | undefined, taken: Outcome | undefined): Outcome | undefined {
	return one && taken && { ...one, wall: one.wall - taken.wall };
}

function mailboxLimit(task: string, outcome: Outcome | undefined): Target {
	return {
		what: `${task}: never more than 4 requests at a time, none throttled`,
		measured: outcome
			? `${outcome.mostAtMailbox} at a time, ${outcome.throttled} throttled`
			: 'not measured: not offered yet',
		met: outcome && outcome.mostAtMailbox <= 4 && outcome.throttled === 0,
	};
}

function judgeProofs({ answered504, throttled }: Proofs): Target[] {
	const { atMostOnce, verified } = answered504;
	const seconds = (throttled.ours.nextAfter ?? 0) / 1000;
	return [
		{
			what: '504 after the mail went out, "At Most Once": one mail, the outcome reported as unknown',
			measured: `${atMostOnce.sent} sent, ${atMostOnce.error === undefined ? 'reported as sent' : 'reported as failed'}`,
			met: atMostOnce.sent === 1 && /unknown/i.test(atMostOnce.error ?? ''),
		},
		{
			what: '504 after the mail went out, "Verified": one mail, reported as sent',
			measured: `${verified.sent} sent, ${verified.succeeded} reported as sent`,
			met: verified.sent === 1 && verified.succeeded === 1,
		},
		{
			what: '429 with Retry-After 2: nothing for 2 s, then success',
			measured: `next request after ${seconds.toFixed(2)} s, ${throttled.ours.succeeded} of 2 sent`,
			met: seconds >= 2 && throttled.ours.succeeded === 2 && throttled.ours.sent === 2,
		},
	];
}
