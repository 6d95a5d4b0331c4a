import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { arrive, memoryOf } from './memory';
import { itemOf, keyOf, openTrigger, triggerError, type Trigger } from './trigger';
import { changeOf } from './change';
import { record } from './recorder';
import type { Source } from './watch';

/** How often an execution claims a change where other processes execute, too. */
const rounds = 4;
/** Claims of more at once would push the changes themselves out of what n8n remembers. So many come from polls alone. */
const mostClaimed = 500;

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
	// Somebody has an execution run again that failed, or that n8n did not survive: its changes are known, and wanted.
	if (this.getMode() === 'retry') return [paired(items)];
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
	const memory = memoryOf(keyOf(context));
	arrive(memory, ids);
	// What this process has found itself, no other one executes.
	const alone = ids.some((id) => memory.told.has(id));
	let first = await record(context, [...new Set(ids)], alone ? 'alone' : 'shared');
	// Two processes may have asked at the same moment, and both been told that it is new: then one of them is late in a round.
	const claims = alone || ids.length > mostClaimed ? 0 : rounds;
	for (let round = 0; round < claims; round++) {
		const claimed = await record(
			context,
			first.map((id) => `${id} ${round}`),
			'shared',
		);
		first = claimed.map((claim) => claim.slice(0, claim.lastIndexOf(' ')));
	}
	return new Set(first);
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
