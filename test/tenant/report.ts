import { isForReaders, lacking, madeBy, openFacts, parts, permissionsOfPart, untried } from './parts';
import type { Part } from './parts/part';
import type { FoundDifference } from './recording';
import type { Outcome, PartsRun, StepResult } from './run';
import type { Target } from './settings';
import { kinds } from './things';

/** What a report is made of. */
export interface Reported {
	target: Target;
	run: PartsRun;
	/** The same steps against the simulator. */
	simulated: PartsRun;
	differences: readonly FoundDifference[];
	readOnly: boolean;
	/** How many requests the recording has. */
	recorded: number;
	at: Date;
	version: string;
}

const unique = <T>(all: readonly T[]) => [...new Set(all)];
const code = (text: string) => `\`${text.replace(/\|/g, '\\|')}\``;
const row = (...cells: Array<string | number>) => `| ${cells.join(' | ')} |`;
const table = (head: string[], rows: string[]) => [row(...head), row(...head.map(() => '---')), ...rows, ''];

/**
 * What a run is about to do, for the person at the terminal.
 * @param granted the permissions in the token; undefined where they can't be read
 */
export function plan(
	chosen: readonly Part[],
	{ target, readOnly, prefix }: { target: Target; readOnly: boolean; prefix: string },
	granted: readonly string[] | undefined,
): string {
	const lines = chosen.flatMap((part) => {
		const needed = permissionsOfPart(part, readOnly);
		const missing = lacking(needed, granted);
		const steps = part.steps.filter((step) => !readOnly || isForReaders(step));
		if (steps.length === 0) return [];
		const made = readOnly ? [] : madeBy(part).map((kind) => `${kinds[kind].title}, ${kinds[kind].where}`);
		return [
			`  ${part.name}: ${part.title} (${steps.length} steps)`,
			`    needs     ${needed.map((one) => (missing.includes(one) ? `${one} (not in the token)` : one)).join(', ') || 'no permission'}`,
			...made.map((thing, index) => `    ${index === 0 ? 'makes    ' : '         '} ${thing}`),
		];
	});
	return [
		`Tenant ${String(target.credential.tenantId)}, cloud ${target.cloud}, signed in by ${target.authentication}`,
		`Test user ${target.mailbox}, site ${target.site ?? 'none'}, team ${target.team ?? 'none'}, plan ${target.plan ?? 'none'}`,
		'',
		...lines,
		'',
		readOnly
			? 'Nothing is written: only what reads is run.'
			: `All that is made is called ${prefix}…, and is removed at the end. Steps whose permission is missing are skipped.`,
	].join('\n');
}

/** The report of a run, in Markdown. It holds no name, ID, address or value of the tenant. */
export function report({
	target,
	run,
	simulated,
	differences,
	readOnly,
	recorded,
	at,
	version,
}: Reported): string {
	const counts = (results: readonly StepResult[]) => {
		const of = (outcome: Outcome) => results.filter((one) => one.outcome === outcome).length;
		return [of('done'), of('skipped'), of('not tried'), of('refused'), of('failed')];
	};
	const byPart = parts.flatMap(({ name, title }) => {
		const results = run.results.filter(({ part }) => part === name);
		return results.length === 0 ? [] : [row(title, ...counts(results))];
	});
	const undone = run.results.filter(({ outcome }) => outcome !== 'done');
	const retries = run.results.reduce((sum, one) => sum + one.retries, 0);
	return [
		'# Run against a tenant',
		'',
		`- When: ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
		`- Package: ${version}`,
		`- Cloud: ${target.cloud}; sign-in: ${target.authentication}${readOnly ? '; read-only' : ''}`,
		`- Requests recorded: ${recorded}; steps tried again: ${retries}`,
		`- Left behind: ${run.leftovers.length}`,
		'',
		'## Parts',
		'',
		...table(['Part', 'Done', 'Skipped', 'Not tried', 'Refused', 'Failed'], byPart),
		...(undone.length === 0
			? []
			: [
					'## What was not done',
					'',
					...table(
						['Step', 'Operation', 'Outcome', 'Why'],
						undone.map(({ does, operation, outcome, reason = '' }) =>
							row(does, code(operation), outcome, reason),
						),
					),
				]),
		'## Open facts',
		'',
		...table(
			['Fact', 'What is open', 'Seen in the tenant', 'Seen in the simulator'],
			openFacts.map(({ number, what, either = '' }) =>
				row(number, `${what} ${either}`.trim(), seenOf(number, run), seenOf(number, simulated)),
			),
		),
		'## Differences between the tenant and the simulator',
		'',
		...(differences.length === 0
			? ['None.', '']
			: table(
					['Request', 'Where', 'Kind', 'Tenant', 'Simulator'],
					differences.map(({ request, path, kind, expected, actual }) =>
						row(
							code(request),
							path === '' ? 'the answer' : code(path),
							kind,
							code(expected || 'nothing'),
							code(actual || 'nothing'),
						),
					),
				)),
	].join('\n');
}

/** What was seen of a fact, or why nothing was. */
export function seenOf(number: number, { results }: Pick<PartsRun, 'results'>): string {
	const own = results.filter(({ fact }) => fact === number);
	const seen = own.flatMap((one) => one.seen ?? []);
	if (seen.length > 0) return unique(seen).join(' ');
	if (untried[number] !== undefined) return untried[number];
	const reasons = own.map(({ outcome, reason = '' }) => `${outcome === 'done' ? '' : 'Not seen: '}${reason}`);
	return unique(reasons).join(' ') || 'Not tried: its part was left out.';
}
