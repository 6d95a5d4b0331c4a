import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { changeOf } from '../changes/change';
import { itemOf } from '../changes/items';
import { keyOf } from '../context';
import { deduplicate } from '../deduplication/deduplicate';
import { readEmission } from '../deduplication/emission';
import { openTrigger, type Trigger } from '../openTrigger';
import { triggerStateOf } from '../state/triggerState';
import { triggerError } from '../triggerError';
import type { ChangeSource } from '../watches/watch';

/**
 * The first step of each execution: drops what an earlier execution emitted. n8n runs it in whichever process executes the
 * workflow, with a deduplication that all processes share; and once more when someone retries an execution that failed, or
 * that n8n did not survive. In a test in the editor it gets the newest object.
 */
export async function execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { items, emissionId, isPollsOnly } = readEmission(this.getInputData());
	if (this.getMode() === 'manual') {
		const changes = items.filter(({ json }) => changeIn(json).id !== '');
		return [paired(changes.length > 0 ? changes : await newest(this))];
	}
	const key = keyOf(this);
	const state = triggerStateOf(key);
	const ids = items
		.map(({ json }) => changeIn(json))
		.flatMap(({ id, state: created }) => (id === '' ? [] : [id, created]))
		.filter((id) => id !== '');
	state.markReceived(ids);
	// What this process has found itself, no other one executes.
	const isShared = !ids.some((id) => state.hasEmitted(id));
	const fresh = await deduplicate({ context: this, key, isShared }, ids, emissionId);
	const kept = items.flatMap((item) => {
		const { id, state: created } = changeIn(item.json);
		if (id === '' || fresh.has(id)) return [item];
		// Another process of n8n emitted it as created, and it has changed since.
		if (!fresh.has(created)) return [];
		const change = { ...(item.json.change as IDataObject), event: 'updated', id: created };
		return [{ ...item, json: { ...item.json, change } }];
	});
	if (kept.some(({ json }) => (json.change as IDataObject | undefined)?.resynchronized === true)) {
		this.addExecutionHints({
			message:
				'The delta link was no longer valid, so these changes were found by timestamp. Deletions since the last poll are missing.',
		});
	}
	if (isPollsOnly) {
		this.addExecutionHints({
			message:
				"Graph doesn't send notifications for this, so only polls find changes. Choose Poll Times that are close enough.",
		});
	}
	return [paired(kept)];
}

/** The newest object as an example, for a test in the editor. */
async function newest(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	let trigger: Trigger | undefined;
	try {
		const opened = await openTrigger(context);
		trigger = opened;
		const { source, events, send, watch } = opened;
		const latest = typeof source.latest === 'function' ? await source.latest() : source.latest;
		const { body } = await send({ ...latest, expectedResponse: 'list' });
		const entry = await firstOf((body as { value?: IDataObject[] }).value ?? [], source);
		if (entry === undefined) return [];
		const changes = source.feeds[0]?.split?.(entry) ?? [{ event: events[0] ?? 'created', entry }];
		// The first round of a delta function names what was removed long before, too.
		const existing = changes.filter(({ event }) => event !== 'deleted');
		return existing
			.slice(0, 1)
			.map(({ event, entry: one }) => itemOf(opened, changeOf(event, one, watch.changeFields, '')));
	} catch (error) {
		throw triggerError(context, error, trigger);
	}
}

/** The first that is about what is watched. */
async function firstOf(
	entries: readonly IDataObject[],
	{ feeds }: ChangeSource,
): Promise<IDataObject | undefined> {
	for (const entry of entries) if ((await feeds[0]?.concerns?.(entry)) !== false) return entry;
	return undefined;
}

/** The id of a change, and the id of the state in which something was created; `''` for none. */
function changeIn(json: IDataObject): { id: string; state: string } {
	const { id, state } = Object(json.change) as IDataObject;
	return { id: typeof id === 'string' ? id : '', state: typeof state === 'string' ? state : '' };
}

const paired = (items: INodeExecutionData[]) =>
	items.map((item, index) => ({ ...item, pairedItem: { item: index } }));
