import type { WireFault } from './faults';
import type { ItemSeen, Seen } from './table';

/** By how much the memory of the process may grow, in MiB. */
const mostGrowth = 150;
/** How often each item may be asked for. */
const mostTries = 6;
/** How many pages without an entry may be read. */
const mostPages = 2_000;

/** What no person should have to read: raw errors of the language, of Node.js, or of n8n's HTTP client. */
const raw =
	/TypeError|URIError|RangeError|SyntaxError|Cannot (read|set|convert)|is not (a function|iterable|defined)|\bundefined\b|\[object|call stack|Unexpected (token|end|non)|socket hang up|\bE[A-Z]{5,}\b|ERR_|AxiosError|aborted|Request failed with status|incorrect header check|unexpected end of file|maxContentLength/;

/**
 * What of a run isn't as it is due.
 * @returns a few words each; none when all is well
 */
export function violationsOf(seen: Seen): string[] {
	const { fault, use, items, moment, requests = 0 } = seen;
	if (!seen.ended) return ['does not end'];
	const all: Array<[wrong: boolean, what: string]> = [
		[items.some(({ isTrue }) => !isTrue), 'told as done, and was not'],
		[!mayBeTwice(seen) && items.some(({ done }) => done > 1), 'done twice'],
		[items.some(({ message }) => message !== undefined && raw.test(message)), 'a raw error'],
		[items.some((item) => item.message !== undefined && !namesCause(item, fault)), 'the cause is not named'],
		[
			use.writes &&
				fault.refusal !== true &&
				items.some(({ message, done }) => message !== undefined && done > 0 && !/unknown/i.test(message)),
			'told as not done, and was done',
		],
		[items.some(({ text }) => text.length > 3_000), 'a message without end'],
		[
			seen.drafts > 0 && !items.some(({ text }) => /draft/i.test(text)),
			'a draft is left, and nobody is told',
		],
		[seen.leaked.length > 0, 'a token or secret got out'],
		[requests > (fault.endless ? mostPages : mostTries * use.items), `${requests} requests`],
		[(seen.growth ?? 0) > mostGrowth, 'memory grows without bounds'],
		[
			moment === 'once' && !use.writes && mayPass(seen) && items.some(({ message }) => message !== undefined),
			'a read is not repeated',
		],
	];
	return all.flatMap(([wrong, what]) => (wrong ? [what] : []));
}

/** Verified delivery asks the mailbox, whatever happened, and says so. */
const confirmation = /did(n't| not) confirm|no confirmation/i;

function namesCause({ text }: ItemSeen, { cause }: WireFault): boolean {
	return cause.test(text) || confirmation.test(text);
}

/** Whether a read that the fault strikes once is to succeed in the end. A login host that isn't Entra's stays so. */
function mayPass({ fault, use }: Seen): boolean {
	return !fault.final && !fault.stays && fault.parts === undefined && use.host === 'graph';
}

/** Graph carried it out, and says that it didn't: only Verified delivery asks the mailbox then. */
function mayBeTwice({ fault, use, moment }: Seen): boolean {
	return fault.promised === true && moment === 'after' && !use.title.includes('Verified');
}
