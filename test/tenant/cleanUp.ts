import { setTimeout as wait } from 'node:timers/promises';
import type { IDataObject } from 'n8n-workflow';
import { runNode, type NodeRun } from './node';
import type { Scope } from './settings';
import { kinds, type Kind, type KindName, type Removal, type Thing } from './things';

/** What could not be removed, or was not looked for. */
export interface Leftover {
	kind: KindName;
	/** Without an ID for all of the kind whose names begin so. */
	id?: string;
	name: string;
	link?: string;
	why: string;
}

/** What a clean-up has to know. */
export interface CleanUp {
	scope: Scope;
	/** Begins the names of what is removed: of one run, or of all. */
	prefix: string;
	/** What has no name to be found by, or may not be listed yet. */
	known: ReadonlyArray<Thing & { kind: KindName }>;
	/** Subjects of mails to the test user that may not have arrived yet. */
	mails?: readonly string[];
	/** Ends it: the rest is named as left. */
	hurry: AbortSignal;
	say: (line: string) => void;
}

/** How often it is looked whether everything of a kind is gone. */
const rounds = 5;

/**
 * Removes what a run made, kind by kind in this order. It is found by its name, so that what had no answer is found too.
 * @returns what is left; nothing as a rule
 */
export async function cleanUp(order: readonly KindName[], options: CleanUp): Promise<Leftover[]> {
	const left: Leftover[] = [];
	for (const kind of order) {
		if (options.hurry.aborted) {
			left.push(...notLookedFor(kind, options, 'The clean-up was ended.'));
			continue;
		}
		try {
			left.push(...(await removeAll(kind, options)));
		} catch (error) {
			left.push(...notLookedFor(kind, options, error instanceof Error ? error.message : String(error)));
		}
	}
	return left;
}

function notLookedFor(kind: KindName, { known, prefix }: CleanUp, why: string): Leftover[] {
	const own = known.filter((thing) => thing.kind === kind).map((thing) => ({ ...thing, why }));
	return own.length > 0 ? own : [{ kind, name: `${prefix}…`, why }];
}

async function removeAll(kindName: KindName, options: CleanUp): Promise<Leftover[]> {
	const { scope, known, say, hurry } = options;
	const kind = kinds[kindName];
	const removed = new Set<string>();
	const failed = new Map<string, Leftover>();
	const arrivals = kindName === 'message' ? arrivalsOf(options) : undefined;
	let count = 0;
	for (let round = 0; round < rounds || arrivals?.areMissing(); round += 1) {
		const found = await find(kind, options);
		arrivals?.see(found);
		const listed = found.map((thing) => ({ ...thing, kind: kindName }));
		const things = [...listed, ...known.filter((thing) => thing.kind === kindName)].filter(
			({ id }, index, all) => !removed.has(id) && all.findIndex((other) => other.id === id) === index,
		);
		if (things.length === 0 && !arrivals?.areMissing()) break;
		for (const thing of things) {
			if (hurry.aborted)
				return [...failed.values(), ...notLookedFor(kindName, options, 'The clean-up was ended.')];
			const why = await remove(kind, scope, thing, hurry);
			if (why === undefined) {
				removed.add(thing.id);
				failed.delete(thing.id);
				count += 1;
			} else failed.set(thing.id, { ...thing, why });
		}
		if (failed.size > 0 || arrivals?.areMissing()) await pause(scope, round, hurry);
	}
	if (count > 0) say(`  removed: ${count} × ${kind.title}`);
	return [...failed.values()];
}

const pause = async ({ target }: Scope, round: number, hurry: AbortSignal) =>
	await wait(target.pause * Math.min(2 ** round, 8), undefined, { signal: hurry }).catch(() => undefined);

/** Counts mails that are on their way: the copy in Sent Items and the one that arrives. */
function arrivalsOf({ mails = [], scope }: CleanUp) {
	const until = Date.now() + scope.target.pause * 30;
	const seen = new Map<string, string>();
	// The prefix of a reply is in the language of the mailbox.
	const isOne = (subject: string, name: string) =>
		subject.startsWith('…') ? name !== subject.slice(1) && name.endsWith(subject.slice(1)) : name === subject;
	return {
		see: (found: ReadonlyArray<Thing & { isDraft?: boolean }>) => {
			for (const { id, name, isDraft } of found) if (isDraft !== true) seen.set(id, name);
		},
		areMissing: () =>
			Date.now() < until &&
			mails.some((subject) => [...seen.values()].filter((name) => isOne(subject, name)).length < 2),
	};
}

/**
 * Things of a kind, by the start of their names.
 * @throws Error when they can't be listed
 */
export async function find(
	kind: Kind,
	{ scope, prefix, hurry }: Pick<CleanUp, 'scope' | 'prefix' | 'hurry'>,
): Promise<Array<Thing & { isDraft?: boolean; entry: IDataObject }>> {
	const path = kind.list(scope, prefix);
	if (path === undefined || path === '') return [];
	const run = await persistently(() =>
		runNode(
			scope.target.credential,
			'api.request',
			{ method: 'GET', path, responseKind: 'list', returnAll: true },
			{ signal: hurry },
		),
	);
	// Nothing can be made, nor be there, where nobody may look.
	if (run.error && [403, 404].includes(run.error.status ?? 0)) return [];
	if (run.error) throw new Error(run.error.message);
	return run.items.flatMap(({ json }) => {
		const name = kind.name?.(json) ?? String(json.name ?? '');
		if (!name.includes(prefix)) return [];
		return {
			id: String(json.id),
			name,
			link: textOf(json.webUrl) ?? textOf(json.webLink),
			etag: textOf(json['@odata.etag']),
			isDraft: json.isDraft === true,
			entry: json,
		};
	});
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** @returns why it could not be removed */
async function remove(
	kind: Kind,
	scope: Scope,
	thing: Thing,
	hurry: AbortSignal,
): Promise<string | undefined> {
	let why: string | undefined;
	for (const removal of kind.remove(scope, thing)) {
		const run = await persistently(() => send(removal, scope, hurry));
		const isUnknown = run.error !== undefined && [400, 404, 405].includes(run.error.status ?? 0);
		const last =
			removal.orElse && isUnknown
				? await persistently(() => send(removal.orElse as Removal, scope, hurry))
				: run;
		if (last.cancelled) return 'The clean-up was ended.';
		if (last.error && ![404, 410].includes(last.error.status ?? 0)) why = last.error.message;
	}
	return why;
}

const send = async ({ method, path, headers }: Removal, { target }: Scope, signal: AbortSignal) =>
	await runNode(
		target.credential,
		'api.request',
		{ method, path, repeat: 'always', ...(headers && { headers: { pairs: headers } }) },
		{ signal },
	);

/** Again after what passes by. */
async function persistently(run: () => Promise<NodeRun>): Promise<NodeRun> {
	for (let tries = 1; ; tries += 1) {
		const result = await run();
		if (result.error === undefined || result.cancelled || tries === 4) return result;
		const { status = 0, outcomeUnknown } = result.error;
		if (!outcomeUnknown && status !== 429 && status < 500) return result;
	}
}

/** Says what is left, and what to do about it. */
export function sayLeftovers(leftovers: readonly Leftover[], say: (line: string) => void): void {
	if (leftovers.length === 0) {
		say('Nothing is left behind.');
		return;
	}
	say('\nLeft behind:');
	for (const { kind, id, name, link, why } of leftovers) {
		say(`  ${kinds[kind].title} ${name}${id ? `, ID ${id}` : ''}${link ? `, ${link}` : ''} (${why})`);
	}
	say('Remove it by hand, or by `npm run tenant -- --clean`.');
}
