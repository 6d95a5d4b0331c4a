import type { ChangeEvent, Notify } from '../watch';

/**
 * The notifications of users and groups: what is new, and what is deleted but can be restored, counts as updated there.
 * Source: "Set up notifications for changes in resource data", supported resources.
 */
export function directoryNotify(resource: string, events: readonly ChangeEvent[]): Notify {
	return {
		resource,
		changes: events.includes('deleted') ? ['updated', 'deleted'] : ['updated'],
		possible: ['updated', 'deleted'],
	};
}
