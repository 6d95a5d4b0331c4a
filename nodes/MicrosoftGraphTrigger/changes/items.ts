import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { withoutDownloadUrls } from '../../graph/files/downloadUrl';
import { asItem } from '../../shared/fields/outputs';
import { simplified } from '../../shared/fields/simplified';
import type { Trigger } from '../openTrigger';
import type { Change } from './change';

/**
 * A change as an item of the workflow, simplified as the node does.
 * @param more properties of `change` in addition
 */
export function itemOf(
	{ simple, watch }: Pick<Trigger, 'simple' | 'watch'>,
	{ event, entry, id, state }: Change,
	more: IDataObject = {},
): INodeExecutionData {
	const change = { event, id, ...(state && { state }), ...more };
	const object = withoutDownloadUrls(entry);
	if (simple === undefined) return { json: asItem({ ...object, change }) };
	// What only the trigger needs isn't in the node's output either.
	const own = [...Object.values(watch.changeFields as object), ...(watch.filterProperties ?? [])] as string[];
	const wanted = Object.entries(object).filter(([name]) => simple.includes(name) || !own.includes(name));
	return { json: { ...simplified(Object.fromEntries(wanted), simple), change } };
}

/**
 * The changes that start the workflow: of the chosen events, that pass the filters. Of what was deleted nothing is known to
 * filter by.
 */
export function wantedChanges(
	{ watch, events, source, parameters }: Trigger,
	changes: readonly Change[],
): Change[] {
	const { passes } = watch;
	const filters = passes && parameters.collection('filters');
	// Where Graph separates the events itself, or updates aren't wanted, what is created says nothing of updates.
	const isMixed = source.containers !== undefined || source.feeds.some(({ event }) => event === undefined);
	const hasState = events.includes('updated') && isMixed;
	return changes
		.filter(
			({ event, entry }) =>
				events.includes(event) && (event === 'deleted' || (passes?.(entry, filters ?? {}) ?? true)),
		)
		.map((change) => (hasState ? change : { ...change, state: undefined }));
}
