import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { withoutDownloadUrls } from '../../graph/files/downloadUrl';
import { asItem } from '../../shared/fields/outputs';
import type { Trigger } from '../openTrigger';
import type { Change } from './change';

/** A change as an item of the workflow. @param more properties of `change` in addition */
export function itemOf({ event, entry, id, state }: Change, more: IDataObject = {}): INodeExecutionData {
	return {
		json: asItem({ ...withoutDownloadUrls(entry), change: { event, id, ...(state && { state }), ...more } }),
	};
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
