import * as fc from 'fast-check';
import { resources } from '../../../nodes/MicrosoftGraph/operations';
import { parametersOf, variantsOf } from '../../operations/samples';
import { startSimulator } from '../../../simulator';
import { namesField, ownIn } from './named';
import { fakeClock, runOperation, textOf, type Ran } from './run';
import { filled, harmless, nameOf, slotsOf, type Slot } from './slots';
import { differenceOf, short, type Template } from './structure';
import { hostile, type Hostile } from './values';

/*
 * Hostile values in every field of every operation. No request leaves Graph's host or the operation's own path, no header and no
 * query parameter is added, no OData text is broken out of; or the item fails with an error of the node's own that names the
 * field or its value, within a second.
 */

/** How many: more than `npm test` has time for where `HOSTILE_CASES` says so. */
const cases = Number(process.env.HOSTILE_CASES ?? 2000);
/** The same cases each time, so that no run fails by chance; HOSTILE_SEED gives others, and a failed run prints its own. */
const seed = Number(process.env.HOSTILE_SEED ?? 1);
/** CPU time that one may take, in ms. */
const patience = 20_000;
/** Characters of an error: it is read in a panel. */
const longestError = 2000;

interface Escape {
	kind: string;
	text: string;
}
const slots: Slot[] = [];
const ofOperation = new Map<object, Template[]>();

beforeAll(async () => {
	fakeClock();
	const simulator = await startSimulator();
	for (const resource of resources) {
		for (const operation of resource.operations) {
			const entry = { resource, operation };
			slots.push(...slotsOf(entry, await parametersOf(entry, simulator)));
			const runs: Ran[] = [];
			for (const { change } of variantsOf(operation)) {
				runs.push(await runOperation(operation, change(await parametersOf(entry, simulator))));
			}
			ofOperation.set(
				operation,
				runs.flatMap(({ sent }) => sent.map((request) => ({ request }))),
			);
		}
	}
	await simulator.close();
});
afterAll(() => jest.restoreAllMocks());

const known = new Map<Slot, Template[]>();
/** What errors tell with values that the field takes: those are about other fields. */
const aboutOthers = new Map<Slot, Set<string | undefined>>();
/** The requests of harmless runs: with values for the slot first. */
async function templatesOf(slot: Slot): Promise<Template[]> {
	const before = known.get(slot);
	if (before !== undefined) return before;
	const templates: Template[] = [];
	const others = new Set<string | undefined>();
	aboutOthers.set(slot, others);
	for (const { value, mark, fits } of harmless(slot)) {
		const { sent, error } = await runOperation(slot.entry.operation, filled(slot, value));
		if (fits && error !== undefined) others.add(textOf(error));
		templates.push(...sent.map((request) => ({ request, mark })));
	}
	templates.push(...(ofOperation.get(slot.entry.operation) ?? []));
	known.set(slot, templates);
	return templates;
}

/** What is wrong with how an operation takes a value. */
async function escapesOf(slot: Slot, { value }: Hostile): Promise<Escape[]> {
	const templates = await templatesOf(slot);
	const { sent, error, time } = await runOperation(slot.entry.operation, filled(slot, value));
	const found: Escape[] = [];
	for (const request of sent) {
		const difference = differenceOf(request, templates, value, ownIn(slot));
		if (difference) found.push({ kind: difference.kind, text: difference.text });
	}
	const told = error === undefined ? '' : textOf(error);
	if (told === undefined) {
		const raw = error instanceof Error ? (error.stack ?? error.message) : String(error);
		found.push({ kind: 'raw error', text: short(raw.slice(0, 300)) });
	} else if (error !== undefined) {
		if (told.length > longestError) found.push({ kind: 'long error', text: `${told.length} characters` });
		if (!aboutOthers.get(slot)?.has(told) && !namesField(told, slot, value))
			found.push({ kind: 'field unnamed', text: short(told) });
	}
	if (time > patience) found.push({ kind: 'slow', text: `${Math.round(time)} ms` });
	if ('polluted' in {}) {
		delete (Object.prototype as { polluted?: unknown }).polluted;
		found.push({ kind: 'prototype', text: 'every object has another property' });
	}
	return found;
}

test('breaks out of nothing', async () => {
	const byResource = new Map<string, { cases: number; escapes: number }>();
	const byKind = new Map<string, { count: number; slots: Map<string, string> }>();
	let first: { slot: Slot; hostile: Hostile } | undefined;
	for (let done = 0; done < cases;) {
		const values = fc.sample(hostile, { numRuns: Math.min(500, cases - done), seed: seed + done });
		for (const one of values) {
			// Each slot in turn, so that none is left out.
			const slot = slots[(seed + done * 7919) % slots.length] as Slot;
			done += 1;
			const escapes = await escapesOf(slot, one);
			const { value: resource } = slot.entry.resource;
			const count = byResource.get(resource) ?? { cases: 0, escapes: 0 };
			byResource.set(resource, { cases: count.cases + 1, escapes: count.escapes + escapes.length });
			for (const { kind, text } of escapes) {
				first ??= { slot, hostile: one };
				const known = byKind.get(kind) ?? { count: 0, slots: new Map<string, string>() };
				known.count += 1;
				const name = nameOf(slot);
				if (!known.slots.has(name)) known.slots.set(name, `${one.kind} ${short(safe(one.value))}: ${text}`);
				byKind.set(kind, known);
			}
		}
	}
	console.log(report(byResource, byKind));
	if (first === undefined) return;
	// Again for the first of them, so that fast-check makes it small.
	const { slot } = first;
	await fc.assert(
		fc.asyncProperty(hostile, async (value) => {
			const escapes = await escapesOf(slot, value);
			if (escapes.length > 0)
				throw new Error(`${nameOf(slot)}: ${escapes.map(({ kind, text }) => `${kind}: ${text}`).join('; ')}`);
		}),
		{ seed, numRuns: 200, examples: [[first.hostile]] },
	);
	expect([...byKind.keys()]).toEqual([]);
}, 3_600_000);

function report(
	byResource: ReadonlyMap<string, { cases: number; escapes: number }>,
	byKind: ReadonlyMap<string, { count: number; slots: ReadonlyMap<string, string> }>,
): string {
	const counts = [...byResource].sort(([a], [b]) => a.localeCompare(b));
	const lines = counts.map(([name, { cases: run, escapes }]) => `${name}: ${run} cases, ${escapes} escapes`);
	const kinds = [...byKind].flatMap(([kind, { count, slots: where }]) => [
		`${kind}: ${count} in ${where.size} fields`,
		...[...where]
			.slice(0, Number(process.env.HOSTILE_EXAMPLES ?? 5))
			.map(([name, text]) => `    ${name}: ${text}`),
	]);
	return [`seed ${seed}, ${slots.length} fields`, ...lines, ...kinds].join('\n');
}

function safe(value: unknown): string {
	try {
		return typeof value === 'string' ? value : JSON.stringify(value);
	} catch {
		return typeof value;
	}
}

test('knows what each operation sends otherwise', () => {
	const silent = resources.flatMap((resource) =>
		resource.operations
			.filter((operation) => ofOperation.get(operation)?.length === 0)
			.map((operation) => `${resource.value}: ${operation.value}`),
	);
	expect(silent).toEqual(['access: getAdminConsentUrl', 'access: readAdminConsentResponse']);
});
