import { randomUUID } from 'node:crypto';
import type { INodeExecutionData } from 'n8n-workflow';

/**
 * Names a handing over of changes to n8n, on each of its items. n8n keeps it with the execution that these begin, so that
 * one that is started again is known as the same.
 * @param pollsOnly whether Graph refuses to notify of such changes, which the execution is to say
 */
export function telling(items: readonly INodeExecutionData[], pollsOnly = false): INodeExecutionData[] {
	const name = randomUUID();
	return items.map((item) => ({ ...item, telling: name, ...(pollsOnly && { pollsOnly: 'yes' }) }));
}

/** Whether an execution began with what only a poll could find, though the mode is Instant. */
export const isPollsOnly = ([first]: readonly INodeExecutionData[]): boolean => first?.pollsOnly === 'yes';

/** The name of the handing over that an execution began with. */
export function tellingOf([first]: readonly INodeExecutionData[]): string {
	return typeof first?.telling === 'string' ? first.telling : randomUUID();
}

/** The items without that name, which the workflow has no use for. */
export const untold = (items: readonly INodeExecutionData[]): INodeExecutionData[] =>
	items.map((item) => {
		const { ...rest } = item;
		delete rest.telling;
		delete rest.pollsOnly;
		return rest;
	});
