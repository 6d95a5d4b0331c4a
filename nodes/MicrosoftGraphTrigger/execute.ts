import { sleep, type IDataObject, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { inTurn } from './looking';
import { memoryOf } from './memory';
import { itemOf, keyOf, openTrigger, triggerError, type Trigger } from './trigger';
import { changeOf } from './change';
import type { Source } from './watch';

/** How many changes n8n remembers of a trigger: those of the last polls and more come again at most. */
const mostEntries = 5_000;
/** Up to so long, in ms, executions in different processes wait before they ask once more who was first. */
const spread = 800;
/** After so long, in ms, what n8n remembers is checked: it writes what two processes say at once in turn, the later over the other. */
const written = 400;

/**
 * The first step of each execution: leaves out what an earlier execution was given. n8n runs it in whichever process
 * executes the workflow, with a memory that all processes share. In a test in the editor it gets the newest object.
 */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = this.getInputData();
	const changes = items.filter(({ json }) => idOf(json) !== '');
	if (this.getMode() === 'manual') {
		return [changes.length > 0 ? paired(changes) : await newest(this)];
	}
	const fresh = await firstTime(
		this,
		changes.flatMap(({ json }) => [idOf(json), stateOf(json)]).filter((id) => id !== ''),
	);
	const kept = items.flatMap((item) => {
		const { json } = item;
		if (idOf(json) === '' || fresh.has(idOf(json))) return [item];
		// It was told as created by another process of n8n, and has changed since.
		return fresh.has(stateOf(json)) ? [asUpdated(item)] : [];
	});
	if (kept.some(({ json }) => (json.change as IDataObject | undefined)?.resynchronized === true)) {
		this.addExecutionHints({
			message:
				'Graph no longer knew how far was read, so that these changes were told from their times. What was deleted meanwhile is not among them.',
		});
	}
	return [paired(kept)];
}

/** The ids that no execution of this trigger has had. */
async function firstTime(context: IExecuteFunctions, ids: readonly string[]): Promise<Set<string>> {
	const { told } = memoryOf(keyOf(context));
	const first = await record(context, ids);
	// Only where other processes execute too, two of them may have asked at the same moment.
	if (first.length === 0 || ids.some((id) => told.has(id))) return new Set(first);
	await sleep(Math.random() * spread);
	const sure = await record(
		context,
		first.map((id) => id + claimed),
	);
	void recordAgain(context, [...first, ...sure]);
	return new Set(sure.map((id) => id.slice(0, -claimed.length)));
}

/** Marks an id that an execution asks for a second time. */
const claimed = ' claimed';

/** Has n8n remember, in this process one after the other; returns those that it did not know. */
async function record(context: IExecuteFunctions, ids: readonly string[]): Promise<string[]> {
	const distinct = [...new Set(ids)];
	if (distinct.length === 0) return [];
	const ask = async () =>
		await context.helpers.checkProcessedAndRecord(distinct, 'node', {
			mode: 'entries',
			maxEntries: mostEntries,
		});
	return await inTurn(memoryOf(`${keyOf(context)}/executions`), async () => {
		// The first entry of all can be made once: who comes second at the same moment is told of an error.
		const { new: fresh } = await ask().catch(ask);
		return fresh.map(String);
	});
}

async function recordAgain(context: IExecuteFunctions, ids: readonly string[]): Promise<void> {
	await sleep(written);
	await record(context, ids).catch(() => undefined);
}

/** The newest object as an example, for a test in the editor. */
async function newest(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	let trigger: Trigger | undefined;
	try {
		trigger = await openTrigger(context);
		const { source, events, send, watch } = trigger;
		const { body } = await send(source.latest);
		const entry = await firstOf((body as { value?: IDataObject[] }).value ?? [], source);
		if (entry === undefined) return [];
		const told = source.feeds[0]?.split?.(entry) ?? [{ event: events[0] ?? 'created', entry }];
		return paired(
			told.slice(0, 1).map(({ event, entry: one }) => itemOf(changeOf(event, one, watch.tellBy, ''))),
		);
	} catch (error) {
		throw triggerError(context, error, trigger);
	}
}

/** The first that is about what is watched. */
async function firstOf(entries: readonly IDataObject[], { feeds }: Source): Promise<IDataObject | undefined> {
	for (const entry of entries) if ((await feeds[0]?.concerns?.(entry)) !== false) return entry;
	return undefined;
}

/** The id of the state in which something is told as created; `''` where that does not matter. */
const stateOf = (json: IDataObject): string => {
	const { state } = Object(json.change) as IDataObject;
	return typeof state === 'string' ? state : '';
};

function asUpdated(item: INodeExecutionData): INodeExecutionData {
	const change = { ...(item.json.change as IDataObject), event: 'updated', id: stateOf(item.json) };
	return { ...item, json: { ...item.json, change } };
}

const idOf = (json: IDataObject): string => {
	const { id } = Object(json.change) as IDataObject;
	return typeof id === 'string' ? id : '';
};

const paired = (items: INodeExecutionData[]) =>
	items.map((item, index) => ({ ...item, pairedItem: { item: index } }));
