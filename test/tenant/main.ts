import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { stopEngine } from '../integration/harness/engine';
import { startSimulator } from '../../simulator';
import { type Simulator } from '../../simulator/simulator';
import { cleanUp, find, sayLeftovers } from './cleanUp';
import { prepareNode } from './node';
import { parts } from './parts';
import { plantDifferences, type Planted } from './plant';
import { compare, recordingOf } from './recording';
import { plan, report } from './report';
import { runParts, SignInFailed, type PartsRun } from './run';
import { readTarget, SettingsError, variables, type Target } from './settings';
import { simulate, simulatedTarget } from './simulated';
import { kinds, prefixOfAll, type KindName } from './things';

const project = join(__dirname, '..', '..');

/** A run that goes on, as the script sees it. */
export interface Session {
	/** The exit code. */
	done: Promise<number>;
	/** Ends the run: everything is removed first. Called again, it ends that too. Resolves when it is over. */
	stop(): Promise<void>;
}

/** What a run prints to, and reads its answer from. */
export interface Terminal {
	say: (line: string) => void;
	/** Asks for a yes; without somebody to ask it is undefined. */
	ask?: (question: string) => Promise<boolean>;
}

const options = {
	'read-only': { type: 'boolean' },
	yes: { type: 'boolean' },
	clean: { type: 'boolean' },
	parts: { type: 'string' },
	out: { type: 'string' },
	simulator: { type: 'boolean' },
	planted: { type: 'boolean' },
	faults: { type: 'boolean' },
	help: { type: 'boolean' },
} as const;

/** How the command is used. */
export const usage = `Runs the node against a test tenant, and says in what the simulator differs from it.

npm run tenant -- [options]
  --read-only     run what reads, and nothing else
  --yes           write without asking
  --parts <list>  only these, separated by commas: ${parts.map(({ name }) => name).join(', ')}
  --out <folder>  where the report and the recording go; test-results/<run> without it
  --clean         find and remove what earlier runs left, and nothing else
  --simulator     run against the simulator in place of a tenant
  --planted       with --simulator: answers differ in three places, which have to be found
  --faults        with --simulator: requests fail at random

Where to sign in is read from the environment:
${variables.map(({ name, what }) => `  ${name.padEnd(21)} ${what}`).join('\n')}
`;

/**
 * Begins what the arguments ask for.
 * @param args of the command, such as `--read-only`
 */
export function begin(
	args: readonly string[],
	env: NodeJS.ProcessEnv = process.env,
	terminal = ownTerminal(),
): Session {
	const [stop, hurry] = [new AbortController(), new AbortController()];
	const done = main(args, env, terminal, stop.signal, hurry.signal);
	done.catch(() => undefined);
	return {
		done,
		stop: async () => {
			(stop.signal.aborted ? hurry : stop).abort();
			await done.catch(() => undefined);
		},
	};
}

async function main(
	args: readonly string[],
	env: NodeJS.ProcessEnv,
	terminal: Terminal,
	stop: AbortSignal,
	hurry: AbortSignal,
): Promise<number> {
	const { say } = terminal;
	const started: Array<{ close(): Promise<void> }> = [];
	try {
		const { values } = parseArgs({ args: [...args], options });
		if (values.help) {
			say(usage);
			return 0;
		}
		const own = values.simulator ? await startTarget(values, started) : undefined;
		const target = own?.target ?? readTarget(env);
		const chosen = chosenParts(values.parts);
		if (values.clean) {
			return await clean(target, terminal, {
				yes: values.yes ?? false,
				hurry: AbortSignal.any([stop, hurry]),
			});
		}
		if (!values.yes && !values['read-only'] && !own && terminal.ask === undefined) {
			throw new SettingsError('Nobody is there to be asked: use --yes to write, or --read-only.');
		}
		const prefix = `${prefixOfAll}${randomBytes(4).toString('hex')}`;
		const readOnly = values['read-only'] ?? false;
		const { ask } = terminal;
		const run = await runParts({
			target,
			parts: chosen,
			prefix,
			readOnly,
			stop,
			hurry,
			say,
			confirm: async (granted) => {
				say(plan(chosen, { target, readOnly, prefix }, granted));
				if (readOnly || values.yes || own || ask === undefined) return true;
				return await Promise.race([ask('\nGo on? [y/N] '), untilAborted(stop)]);
			},
		});
		if (run.results.length === 0) {
			say('Nothing was done.');
			return 0;
		}
		const folder = values.out ?? join(project, 'test-results', prefix);
		return await finish({ target, run, prefix, readOnly, folder, planted: own?.planted, terminal, stop });
	} catch (error) {
		if (!isForPeople(error)) throw error;
		say((error as Error).message);
		return 1;
	} finally {
		for (const server of started.reverse()) await server.close();
		stopEngine();
	}
}

/** @returns false, once it is aborted */
async function untilAborted(signal: AbortSignal): Promise<boolean> {
	if (!signal.aborted)
		await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
	return false;
}

/** Whether an error is one that the person can mend, without its stack. */
const isForPeople = (error: unknown) =>
	error instanceof SettingsError ||
	error instanceof SignInFailed ||
	String((error as { code?: unknown } | undefined)?.code).startsWith('ERR_PARSE_ARGS');

function chosenParts(list: string | undefined) {
	const names = list?.split(',').map((name) => name.trim());
	const unknown = names?.filter((name) => !parts.some((part) => part.name === name)) ?? [];
	if (unknown.length > 0) {
		throw new SettingsError(
			`There is no part ${unknown.join(', ')}. Use some of ${parts.map(({ name }) => name).join(', ')}.`,
		);
	}
	return parts.filter(({ name }) => names === undefined || names.includes(name));
}

/** Compares with the simulator, writes what was found, and judges the run. */
async function finish({
	target,
	run,
	prefix,
	readOnly,
	folder,
	planted,
	terminal: { say },
	stop,
}: {
	target: Target;
	run: PartsRun;
	prefix: string;
	readOnly: boolean;
	folder: string;
	planted?: readonly Planted[];
	terminal: Terminal;
	stop: AbortSignal;
}): Promise<number> {
	if (run.interrupted) return 130;
	const { simulated, graphUrl } = await simulate(
		run.results.map(({ part }) => part),
		{ prefix, readOnly, stop },
	);
	if (stop.aborted) {
		say('The comparison with the simulator was ended: there is no report.');
		return 130;
	}
	const recorded = run.results.map(nameOf);
	const differences = compare(
		{ steps: recorded, graphUrl: target.graphUrl },
		{ steps: simulated.results.map(nameOf), graphUrl },
	);
	const recording = recordingOf(recorded, target.graphUrl);
	mkdirSync(folder, { recursive: true });
	const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { version: string };
	const text = report({
		target,
		run,
		simulated,
		differences,
		readOnly,
		recorded: recording.length,
		at: new Date(),
		version,
	});
	writeFileSync(join(folder, 'report.md'), `${text}\n`);
	writeFileSync(join(folder, 'recording.json'), `${JSON.stringify(recording, undefined, '\t')}\n`);
	const count = (outcome: string) => run.results.filter((one) => one.outcome === outcome).length;
	say(
		`\n${count('done')} steps done, ${count('skipped')} skipped, ${count('not tried')} not tried, ` +
			`${count('refused')} refused, ${count('failed')} failed. ` +
			`${differences.length} ${differences.length === 1 ? 'difference' : 'differences'} from the simulator.`,
	);
	say(`Report and recording: ${folder}`);
	if (planted) {
		const missed = planted.filter(({ isFoundBy }) => !differences.some(isFoundBy));
		say(
			missed.length === 0
				? 'All planted differences were found.'
				: `Not found: ${missed.map(({ what }) => what).join(', ')}`,
		);
		return missed.length === 0 ? 0 : 1;
	}
	return count('failed') > 0 || run.leftovers.length > 0 ? 1 : 0;
}

const nameOf = ({ part, does, exchanges }: PartsRun['results'][number]) => ({
	step: `${part}: ${does}`,
	exchanges,
});

/** A simulator in the place of a tenant, with what the arguments put into its way. */
async function startTarget(
	{ planted, faults }: { planted?: boolean; faults?: boolean },
	started: Array<{ close(): Promise<void> }>,
): Promise<{ target: Target; planted?: readonly Planted[] }> {
	const plant = planted ? await plantDifferences() : undefined;
	if (plant) started.push(plant);
	const simulator = await startSimulator(plant && { publicGraphUrl: plant.url });
	started.push(simulator);
	plant?.forwardTo(`http://127.0.0.1:${simulator.ports.graph}`);
	if (faults) addFaults(simulator);
	return { target: simulatedTarget(simulator), planted: plant?.differences };
}

/** Graph at its worst: it throttles, fails, and loses answers of what it did. */
export function addFaults({ faults }: Pick<Simulator, 'faults'>, probability = 0.015): void {
	const always = { host: 'graph', times: Infinity, probability } as const;
	faults.add({ ...always, action: { status: 429, headers: { 'retry-after': '0' } } });
	faults.add({ ...always, action: { status: 503, headers: { 'retry-after': '0' } } });
	faults.add({ ...always, action: { status: 504 } });
	faults.add({ ...always, action: { status: 504 }, after: true });
}

/** Finds what earlier runs left, by the start of its name, and removes it. */
async function clean(
	target: Target,
	{ say, ask }: Terminal,
	{ yes, hurry }: { yes: boolean; hurry: AbortSignal },
): Promise<number> {
	await prepareNode();
	const scope = {
		target,
		prefix: prefixOfAll,
		made: new Map(),
		clientId: String(target.credential.clientId),
	};
	const found: KindName[] = [];
	const failed: string[] = [];
	for (const kind of Object.keys(kinds).reverse() as KindName[]) {
		try {
			const things = await find(kinds[kind], { scope, prefix: prefixOfAll, hurry });
			for (const { name, id } of things) say(`${kinds[kind].title} ${name}, ID ${id}`);
			if (things.length > 0) found.push(kind);
		} catch (error) {
			failed.push(`${kinds[kind].title}: ${error instanceof Error ? error.message : String(error)}`);
		}
	}
	if (failed.length > 0) say(`Could not be looked for:\n  ${failed.join('\n  ')}`);
	if (found.length === 0) {
		say('Nothing was found that a run left.');
		return failed.length > 0 ? 1 : 0;
	}
	const isAgreed =
		ask && !yes ? await Promise.race([ask('Remove all of it? [y/N] '), untilAborted(hurry)]) : yes;
	if (!isAgreed) {
		say('Nothing was removed.');
		return 1;
	}
	// What is deleted of users and applications lies in the bin then.
	const left = await cleanUp([...found, 'deletedUser', 'deletedApplication'], {
		scope,
		prefix: prefixOfAll,
		known: [],
		hurry,
		say,
	});
	sayLeftovers(left, say);
	return left.length > 0 || failed.length > 0 ? 1 : 0;
}

function ownTerminal(): Terminal {
	// A terminal that was closed is no reason to leave things behind.
	process.stdout.on('error', () => undefined);
	return {
		say: (line) => console.log(line),
		...(process.stdin.isTTY && {
			ask: async (question: string) => {
				// Not as a terminal: Ctrl-C stays a signal.
				const lines = createInterface({ input: process.stdin, output: process.stdout, terminal: false });
				try {
					return await new Promise<boolean>((resolve) => {
						process.stdout.write(question);
						lines.once('line', (line) => resolve(/^y(es)?$/i.test(line.trim())));
						lines.once('close', () => resolve(false));
					});
				} finally {
					lines.close();
				}
			},
		}),
	};
}
