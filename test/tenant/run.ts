import { setTimeout as wait } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { codeForm, pathForm } from './anonymous';
import { cleanUp, find, sayLeftovers, type Leftover } from './cleanUp';
import { prepareNode, runNode, type NodeRun } from './node';
import { isWrite, lacking, permissionsOf } from './parts';
import type { Part, Refusal, Step } from './parts/part';
import type { Scope } from './settings';
import type { Target } from './settings';
import { alsoLeft, kinds, type KindName, type Thing } from './things';
import { recordWire, type Exchange, type Wire } from './wire';

/** What became of a step: `refused` is Graph's word on the tenant, `failed` on the node. */
export type Outcome = 'done' | 'skipped' | 'not tried' | 'refused' | 'failed';

export interface StepResult {
	part: string;
	/** What it does; with the part it is the step's name. */
	does: string;
	operation: string;
	outcome: Outcome;
	/** Why it isn't done; holds nothing of the tenant. */
	reason?: string;
	/** What the node said, for the person at the terminal alone. */
	detail?: string;
	/** How often it was tried again, since Graph was busy or nobody knew what became of it. */
	retries: number;
	fact?: number;
	/** What was seen of that fact. */
	seen?: string;
	exchanges: Exchange[];
}

export interface PartsRun {
	results: StepResult[];
	/** What a token shows, where it can be read. */
	granted?: readonly string[];
	leftovers: Leftover[];
	interrupted: boolean;
}

export interface RunOptions {
	target: Target;
	parts: readonly Part[];
	/** Begins the name of all that is made. */
	prefix: string;
	readOnly: boolean;
	/** Ends the run: what is on its way is waited for, then everything is removed. */
	stop: AbortSignal;
	/** Ends the clean-up too. */
	hurry: AbortSignal;
	say: (line: string) => void;
	/** Asked when it is known who signs in, before anything else. @returns whether to go on */
	confirm?: (granted: readonly string[] | undefined) => Promise<boolean>;
}

/** A sign-in that fails, in words for the person at the terminal. */
export class SignInFailed extends Error {}

/** ms that a request gets to be answered after the run was stopped: what it makes has to be found. */
const grace = 60_000;

/**
 * Signs in, runs the parts' steps one after the other, and removes what they made, whatever happens in between.
 * @throws SignInFailed when there is no token
 */
export async function runParts(options: RunOptions): Promise<PartsRun> {
	const { target, prefix, stop, hurry, say } = options;
	await prepareNode();
	const wire = recordWire([target.graphUrl]);
	const cancel = new AbortController();
	const stopping = async () => {
		say(
			'\nStopping: what is on its way is waited for, then everything is removed. Ctrl-C again ends that too.',
		);
		await Promise.race([wire.idle(grace), aborted(hurry)]);
		cancel.abort();
	};
	const onStop = () => void stopping();
	stop.addEventListener('abort', onStop, { once: true });
	const scope: Scope = { target, prefix, made: new Map(), clientId: String(target.credential.clientId) };
	const run = new Running(options, scope, wire, cancel.signal);
	const result: PartsRun = { results: run.results, leftovers: [], interrupted: false };
	try {
		const granted = await signIn(target, cancel.signal);
		result.granted = run.granted = granted;
		if (options.confirm && !(await options.confirm(granted))) return { ...result, interrupted: stop.aborted };
		for (const part of options.parts) {
			if (!stop.aborted) await run.part(part);
		}
	} finally {
		stop.removeEventListener('abort', onStop);
		if (stop.aborted && !cancel.signal.aborted) await aborted(cancel.signal);
		if (run.touched.length > 0) {
			say('\nCleaning up');
			result.leftovers = await cleanUp(run.order(), {
				scope,
				prefix,
				known: run.known,
				mails: run.mails,
				hurry,
				say,
			});
			sayLeftovers(result.leftovers, say);
		}
		wire.stop();
	}
	return { ...result, interrupted: stop.aborted };
}

const aborted = async (signal: AbortSignal) => {
	if (!signal.aborted)
		await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
};

/** @returns the permissions in the token; undefined where they can't be read */
async function signIn(target: Target, signal: AbortSignal): Promise<readonly string[] | undefined> {
	const run = await runNode(
		target.credential,
		'access.checkPermissions',
		{ operationsToCheck: [] },
		{ signal },
	);
	if (run.error)
		throw new SignInFailed([run.error.message, run.error.description].filter(Boolean).join('\n'));
	return run.items[0]?.json.granted as readonly string[] | undefined;
}

/** The steps of a run. */
class Running {
	readonly results: StepResult[] = [];
	/** In the order in which they were first made. */
	readonly touched: KindName[] = [];
	readonly known: Array<Thing & { kind: KindName }> = [];
	readonly mails: string[] = [];
	granted?: readonly string[];
	/** Names that steps would have given, by why they did not. */
	private readonly notGiven = new Map<string, string>();

	constructor(
		private readonly options: RunOptions,
		private readonly scope: Scope,
		private readonly wire: Wire,
		private readonly signal: AbortSignal,
	) {}

	/** The kinds that were made, the latest first, each followed by what its removal leaves. */
	order(): KindName[] {
		const order = [...this.touched].reverse().flatMap((kind) => [kind, ...(alsoLeft[kind] ?? [])]);
		return order.filter((kind, index) => order.lastIndexOf(kind) === index);
	}

	async part(part: Part): Promise<void> {
		const { say, stop } = this.options;
		say(`\n${part.title}`);
		for (const step of part.steps) {
			if (stop.aborted) return;
			this.wire.take();
			const tried = await this.step(step);
			const exchanges = this.wire.take();
			this.register(exchanges);
			// What was cut off says nothing.
			if (stop.aborted && tried.outcome !== 'done') return;
			const result = {
				part: part.name,
				does: step.does,
				operation: step.operation,
				retries: 0,
				fact: step.fact,
				...tried,
				exchanges,
			};
			this.results.push(result);
			if (step.gives && !this.scope.made.has(step.gives)) this.notGiven.set(step.gives, step.does);
			say(lineOf(result));
		}
	}

	/** What an answer names is known even if nobody read the answer. */
	private register(exchanges: readonly Exchange[]): void {
		for (const { method, path, status, body } of exchanges) {
			const form = `${method} ${pathForm(path)}`;
			const kind = (Object.keys(kinds) as KindName[]).find((name) => kinds[name].madeBy === form);
			const { id } = (body ?? {}) as { id?: unknown };
			if (kind === undefined || status !== 201 || typeof id !== 'string') continue;
			this.known.push({ kind, id, name: this.scope.prefix });
		}
	}

	private async step(step: Step): Promise<Tried> {
		const { scope } = this;
		const missing = step.needs?.find((name) => !scope.made.has(name));
		const why = step.unless?.(scope);
		if (this.options.readOnly && isWrite(step)) return { outcome: 'not tried', reason: 'It writes.' };
		if (why !== undefined) return { outcome: 'not tried', reason: why };
		if (missing !== undefined) {
			const giver = this.notGiven.get(missing);
			return {
				outcome: 'not tried',
				reason: giver ? `It needs what “${giver}” gives.` : 'It needs what another part gives.',
			};
		}
		const unremovable = this.unremovable(step);
		if (unremovable.length > 0) {
			const reason = `It needs ${unremovable.join(', ')} to remove what it would make.`;
			return { outcome: 'skipped', reason };
		}
		if (step.makes && !this.touched.includes(step.makes)) this.touched.push(step.makes);
		const subject = step.mails?.(scope);
		if (subject !== undefined) this.mails.push(subject);
		const tried = await this.tryUntilSettled(step);
		// What was refused for certain sends nothing.
		if (subject !== undefined && ['skipped', 'refused'].includes(tried.outcome)) this.mails.pop();
		return tried;
	}

	/** The permissions that the removal of what a step makes needs, and that its own don't prove. */
	private unremovable(step: Step): string[] {
		if (step.makes === undefined) return [];
		const { permissions } = kinds[step.makes];
		const unproven = permissions.filter((permission) => !permissionsOf(step).includes(permission));
		// Exchange grants by its own roles too, which no token shows: what was made in the mailbox proves them.
		if (step.makes === 'message' && step.needs?.includes('folder')) return [];
		return lacking(unproven, this.granted);
	}

	private async tryUntilSettled(step: Step): Promise<Tried> {
		const { scope, signal } = this;
		let retries = 0;
		let lost = false;
		for (let tries = 0; ; tries += 1) {
			const run = await runNode(scope.target.credential, step.operation, step.parameters(scope), {
				file: step.file,
				signal,
			});
			const items = run.items.map(({ json }) => json);
			if (run.error === undefined && !run.cancelled) {
				const isLate = step.until !== undefined && !step.until(items, scope);
				if (!isLate || tries >= 6) return this.done(step, items, retries, isLate);
			} else if (run.cancelled || run.error === undefined) {
				return { outcome: 'failed', reason: 'It was cancelled.', retries };
			} else {
				const next = await this.afterFailure(step, run.error, { tries, retries, lost });
				if (next !== 'again') return next;
				lost ||= isTransient(run.error);
				retries += 1;
			}
			await wait(scope.target.pause * Math.min(2 ** tries, 8), undefined, { signal }).catch(() => undefined);
		}
	}

	/** What follows a failure: another try, or the step's end. */
	private async afterFailure(
		step: Step,
		error: NonNullable<NodeRun['error']>,
		{ tries, retries, lost }: { tries: number; retries: number; lost: boolean },
	): Promise<Tried | 'again'> {
		const { scope } = this;
		const status = error.status ?? 0;
		const transient = isTransient(error);
		if ((transient || lost) && step.makes && step.named) {
			const found = await this.findMade(step.makes, step.named(scope));
			if (found) return this.done(step, [found], retries + 1, false);
		}
		if (transient && tries < 4) return 'again';
		// An earlier try did it, whose answer was lost.
		if (lost && isWrite(step) && [400, 404, 409, 412].includes(status))
			return this.done(step, [], retries, false);
		// What was made a moment ago is not everywhere yet.
		if (status === 404 && step.needs && !step.removes && !step.excused?.[404] && tries < 6) return 'again';
		return this.failed(step, error, retries);
	}

	private async findMade(kind: KindName, name: string): Promise<IDataObject | undefined> {
		const found = await find(kinds[kind], {
			scope: this.scope,
			prefix: this.options.prefix,
			hurry: this.signal,
		});
		return found.find((thing) => thing.name === name)?.entry;
	}

	private done(step: Step, items: IDataObject[], retries: number, isLate: boolean): Tried {
		const given = step.giving ? step.giving(items, this.scope) : items[0];
		if (step.gives && given !== undefined) this.scope.made.set(step.gives, given);
		const seen = step.sees?.(items, undefined, this.scope);
		if (isLate && seen === undefined)
			return { outcome: 'failed', reason: 'Graph did not show it in time.', retries };
		return { outcome: 'done', retries, seen };
	}

	private failed(step: Step, error: NonNullable<NodeRun['error']>, retries: number): Tried {
		const detail = [error.message, error.description].filter(Boolean).join(' ');
		const refusal: Refusal = {
			status: error.status,
			code: codeForm(error.code),
			text: detail.toLowerCase(),
		};
		const missing = error.status === 403 ? lacking(permissionsOf(step), this.granted) : [];
		if (missing.length > 0) return { outcome: 'skipped', reason: `It needs ${missing.join(', ')}.`, retries };
		const seen = step.sees?.([], refusal, this.scope);
		if (seen !== undefined) return { outcome: 'done', retries, seen };
		const excuse = step.excused?.[error.status ?? 0];
		if (excuse !== undefined) return { outcome: 'refused', reason: excuse, retries };
		const reason =
			error.status === undefined
				? 'The node refused it, or had no answer.'
				: `Graph answered ${error.status}${error.code ? ` ${refusal.code}` : ''}.`;
		return { outcome: error.status === 403 ? 'refused' : 'failed', reason, detail, retries };
	}
}

type Tried = Pick<StepResult, 'outcome'> &
	Partial<Pick<StepResult, 'reason' | 'detail' | 'retries' | 'seen'>>;

const isTransient = ({ status = 0, outcomeUnknown }: NonNullable<NodeRun['error']>) =>
	outcomeUnknown || status === 408 || status === 429 || status >= 500;

const marks: Record<Outcome, string> = {
	done: '✔',
	skipped: '–',
	'not tried': '·',
	refused: '!',
	failed: '✘',
};

function lineOf({ outcome, does, reason, detail, seen, fact }: StepResult): string {
	const why = outcome === 'done' ? undefined : `${outcome}: ${detail ?? reason ?? ''}`;
	const saw = seen === undefined ? undefined : `fact ${fact ?? ''}: ${seen}`;
	return `  ${marks[outcome]} ${[does, why, saw].filter(Boolean).join(' · ')}`;
}
