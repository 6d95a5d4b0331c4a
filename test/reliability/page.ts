import { table } from '../../scripts/markdown';
import { violationsOf } from './due';
import { uses, type Use } from './uses';
import type { ItemSeen, Moment, Seen } from './table';

const introduction = `<!-- Made by \`npm run reliability\` from what was seen. -->

# Reliability

What a person sees, and what happens in Microsoft 365, when the network, a proxy, the login host, or Graph fails. A test makes each fault at the wire: a server stands between the node and the [simulator](architecture.md#the-simulator) of Entra and Graph, passes requests on, and breaks the connection or the response at the chosen request. The node runs in n8n's own engine. \`npm test\` tries all rows again, and fails when one of them is no longer true.

Four things are checked in each row:

- **Nothing is reported as done that wasn't.** An item succeeds only when its output is what Graph holds.
- **Nothing is done twice** that must not be done twice: the simulator counts the messages that go out.
- **Every failure says what happened** in words, and names the cause. Where Graph may have carried out a change, the message says that the outcome is unknown.
- **Everything ends**, with a bounded number of requests and bounded memory: a response of 100 MB, or one that unpacks to 256 MiB, adds less than 150 MiB to the process.

How to read the tables:

- **Strikes**: _once_ means that the next request passes; _always_ means that the fault stays. Where a request changes something, the fault strikes before Graph carries it out. _Once, after_ means after Graph carried it out.
- **Requests**: how many requests were made that the fault could strike. Refused connections can't be counted; where the response doesn't come, the number depends on the deadline. _Up to 5_ means retries until **Max Wait**, which a slow machine reaches sooner.
- **What the person sees**: success, or the first sentence of the error message. The rest of the message names the request and how to fix it.
- **Carried out**: whether Graph did what the item asks for. With 401 and 429, and with 404 for a batch as a whole, Microsoft or HTTP says that nothing was carried out, so the request is sent again. Should it have been carried out all the same, _At Most Once_ does it twice: these rows say so. _Verified_ asks the mailbox.
- **Max Wait** is 15 seconds, so that the test is short. Where Graph asks for a longer wait, the item fails.`;

const mark = '- **Not as due** marks what is not yet as it should be, and fails the test.';

const strikes: Readonly<Record<Moment, string>> = { once: 'once', after: 'once, after', always: 'always' };
const numbers = ['no', 'once', 'twice', 'three times'];

/**
 * The page: a table for each use.
 * @param all what was seen, in any order
 * @returns Markdown, without anything that differs from run to run
 */
export function pageOf(all: readonly Seen[], faultNames: readonly string[]): string {
	const sections = uses.map((use) => {
		const rows = faultNames.flatMap((name) =>
			rowsOf(all.filter((seen) => seen.use === use && seen.fault.name === name)),
		);
		const heads = [
			'Fault',
			'Strikes',
			'Requests',
			'What the person sees',
			...(use.writes ? ['Carried out'] : []),
		];
		return `## ${use.title}\n\n${use.introduction}\n\n${table(heads, rows)}`;
	});
	const marked = all.some((run) => violationsOf(run).length > 0);
	return `${introduction}${marked ? `\n${mark}` : ''}\n\n${sections.join('\n\n')}\n`;
}

/** The rows of one fault: moments that come to the same stand in one. */
function rowsOf(runs: Seen[]): string[][] {
	const rows: Array<{ moments: string[]; cells: string[] }> = [];
	const order: Moment[] = ['once', 'after', 'always'];
	for (const run of [...runs].sort((a, b) => order.indexOf(a.moment) - order.indexOf(b.moment))) {
		const cells = cellsOf(run);
		const same = rows.find((row) => row.cells.join() === cells.join());
		if (same === undefined) rows.push({ moments: [strikes[run.moment]], cells });
		else same.moments.push(strikes[run.moment]);
	}
	return rows.map(({ moments, cells }, n) => [
		n === 0 ? (runs[0]?.fault.name ?? '') : '',
		moments.join('; '),
		...cells,
	]);
}

/** A number of requests; the last of the retries is made on a quick machine only. */
const countOf = (requests: number) => (requests === 4 || requests === 5 ? 'up to 5' : String(requests));

function cellsOf(run: Seen): string[] {
	const { use, items, requests, ended, fault } = run;
	const wrong = violationsOf(run).map((what) => `**Not as due: ${what.replace(/^\d+ /, 'too many ')}.**`);
	const seen = ended ? groupsOf(items) : ['It never ends.'];
	// How many come before a deadline differs from run to run.
	const count = requests === undefined || fault.slow || !ended ? '–' : countOf(requests);
	return [count, [...seen, ...wrong].join(' '), ...(use.writes ? [carriedOut(use, items)] : [])];
}

function groupsOf(items: readonly ItemSeen[]): string[] {
	const counts = new Map<string, number>();
	for (const { message } of items) {
		const key = message === undefined ? 'Success.' : firstSentence(message);
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	if (counts.size <= 1) return [...counts.keys()];
	return [...counts].map(([message, count]) => `${count} of ${items.length}: ${message}`);
}

/** The first sentence, without ports. */
function firstSentence(message: string): string {
	const plain = message.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1').replace(/\s+/g, ' ');
	const [sentence = plain] = plain.split(/(?<=[.?!]) /);
	return sentence.slice(0, 200);
}

function carriedOut({ title }: Use, items: readonly ItemSeen[]): string {
	const counts = new Map<string, number>();
	for (const { done } of items) {
		const times = title === 'Message: Update' && done > 0 ? 'yes' : (numbers[done] ?? `${done} times`);
		counts.set(times, (counts.get(times) ?? 0) + 1);
	}
	if (counts.size === 1) return [...counts.keys()].join('');
	return [...counts].map(([times, count]) => `${count} of ${items.length}: ${times}`).join('; ');
}
