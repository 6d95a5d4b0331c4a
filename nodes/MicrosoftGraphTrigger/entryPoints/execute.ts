import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { changeOf } from '../changes/change';
import { dueOf } from '../deduplication/claims';
import { arrive, memoryOf } from '../state/triggerState';
import { isPollsOnly, tellingOf, untold } from '../deduplication/emission';
import { itemOf, keyOf, openTrigger, triggerError, type Trigger } from '../openTrigger';
import type { Source } from '../watches/watch';

/**
 * The first step of each execution: leaves out what an earlier execution was given. n8n runs it in whichever process
 * executes the workflow, with a memory that all processes share; and once more when somebody starts an execution again that
 * failed, or that n8n did not survive. In a test in the editor it gets the newest object.
 */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = this.getInputData();
	const changes = items.filter(({ json }) => idOf(json) !== '');
	if (this.getMode() === 'manual') {
		return [changes.length > 0 ? paired(changes) : await newest(this)];
	}
	const ids = changes.flatMap(({ json }) => [idOf(json), stateOf(json)]).filter((id) => id !== '');
	arrive(memoryOf(keyOf(this)), ids);
	const due = await dueOf(this, ids, tellingOf(items));
	const kept = items.flatMap((item) => {
		const { json } = item;
		if (idOf(json) === '' || due.has(idOf(json))) return [item];
		// It was told as created by another process of n8n, and has changed since.
		return due.has(stateOf(json)) ? [asUpdated(item)] : [];
	});
	if (kept.some(({ json }) => (json.change as IDataObject | undefined)?.resynchronized === true)) {
		this.addExecutionHints({
			message:
				'Graph no longer knew how far was read, so that these changes were told from their times. What was deleted meanwhile is not among them.',
		});
	}
	if (isPollsOnly(items)) {
		this.addExecutionHints({
			message:
				'Graph refuses to notify of this, so that only polls find what changes, at the Poll Times. Choose them so that they come often enough.',
		});
	}
	return [paired(kept)];
}

/** The newest object as an example, for a test in the editor. */
async function newest(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	let trigger: Trigger | undefined;
	try {
		trigger = await openTrigger(context);
		const { source, events, send, watch } = trigger;
		const { body } = await send({ ...source.latest, expectedResponse: 'list' });
		const entry = await firstOf((body as { value?: IDataObject[] }).value ?? [], source);
		if (entry === undefined) return [];
		const told = source.feeds[0]?.split?.(entry) ?? [{ event: events[0] ?? 'created', entry }];
		// The first round of a delta function names what was removed long before, too.
		const there = told.filter(({ event }) => event !== 'deleted');
		return paired(
			there.slice(0, 1).map(({ event, entry: one }) => itemOf(changeOf(event, one, watch.tellBy, ''))),
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
	untold(items).map((item, index) => ({ ...item, pairedItem: { item: index } }));
