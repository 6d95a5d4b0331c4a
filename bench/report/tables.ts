import { contenderNames, isRaw } from '../contenders';
import type { CaseResult, Outcome } from '../measure';
import type { Proofs } from '../proofs';
import { nameOf, outcomeOf, type Target } from '../targets';
import { count, duration, megabytes } from './format';

/** A table as text. */
export interface Table {
	header: string[];
	rows: string[][];
}

/** What each contender took for a task. */
export function caseTable(result: CaseResult): Table {
	const header = ['', 'wall', 'of raw', 'Graph calls', 'CPU', 'memory', 'peak', 'done'];
	const rows = result.outcomes.map((outcome) => [
		outcome.id === 'expressions'
			? contenderNames.expressions
			: `${contenderNames[outcome.id]}, ${nameOf(outcome.transport)}`,
		duration(outcome.wall),
		times(outcome, outcomeOf([result], result.id, 'raw', outcome.transport)),
		outcome.tokenCalls > 0
			? `${count(outcome.graphCalls)} + ${count(outcome.tokenCalls)} for tokens`
			: count(outcome.graphCalls),
		duration(outcome.cpu),
		outcome.memory ? `+${megabytes(outcome.memory.growth)}` : '–',
		outcome.memory ? megabytes(outcome.memory.peak) : '–',
		outcome.id === 'expressions'
			? '–'
			: outcome.done === result.size
				? 'all'
				: `${count(outcome.done)} of ${count(result.size)}`,
	]);
	const unable = result.unable.map(({ id, transport, reason }) => [
		`${contenderNames[id]}, ${nameOf(transport)}`,
		'–',
		'–',
		'–',
		'–',
		'–',
		'–',
		reason === 'not offered yet' ? reason : `cannot: ${reason}`,
	]);
	return { header, rows: [...rows, ...unable] };
}

function times(outcome: Outcome, raw: Outcome | undefined): string {
	return raw && !isRaw(outcome.id) && outcome.id !== 'expressions'
		? (outcome.wall / raw.wall).toFixed(2)
		: '';
}

/** What happened when something failed in between. */
export function proofTables({ answered504, throttled }: Proofs): { answered504: Table; throttled: Table } {
	return {
		answered504: {
			header: ['', 'mails that went out', 'what the node reports'],
			rows: [answered504.own, answered504.atMostOnce, answered504.verified].map((proof) => [
				proof.contender,
				String(proof.sent),
				proof.error ?? 'sent',
			]),
		},
		throttled: {
			header: ['', 'next request after the 429', 'mails that went out', 'what the node reports'],
			rows: [throttled.own, { ...throttled.ours, contender: 'this node' }].map((proof) => [
				proof.contender,
				proof.nextAfter === undefined ? 'none' : duration(proof.nextAfter),
				`${proof.sent} of 2`,
				proof.error ?? 'sent',
			]),
		},
	};
}

/** The targets. */
export function targetTable(targets: readonly Target[]): Table {
	return {
		header: ['', 'measured', 'target'],
		rows: targets.map(({ what, measured, met }) => [
			what,
			measured,
			met === undefined ? '–' : met ? 'met' : 'not met',
		]),
	};
}
