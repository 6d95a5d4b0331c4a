import { randomUUID } from 'node:crypto';
import type { INodeExecutionData } from 'n8n-workflow';

/**
 * What n8n stores on the items of an execution, under names that executions which are retried have had since the first
 * version: `telling` is the emission's ID, `pollsOnly` says that Graph doesn't notify of such changes.
 */
interface EmissionTag {
	telling?: unknown;
	pollsOnly?: unknown;
}

/** An emission as the first step of its execution gets it. */
export interface Emission {
	items: INodeExecutionData[];
	/** Names it: an execution that is retried has the same one. */
	emissionId: string;
	/** Whether it began with what only a poll could find, though the mode is Instant. */
	isPollsOnly: boolean;
}

/**
 * Tags the items that begin an execution with an ID for all of them together. n8n stores it with the execution, so that a
 * retry is known as the same.
 * @param isPollsOnly whether Graph doesn't notify of such changes, which the execution is to say
 */
export function tagEmission(items: readonly INodeExecutionData[], isPollsOnly = false): INodeExecutionData[] {
	const tag: EmissionTag = { telling: randomUUID(), ...(isPollsOnly && { pollsOnly: 'yes' }) };
	return items.map((item) => ({ ...item, ...tag }) as INodeExecutionData);
}

/** Reads the tag, and gives the items without it: the workflow has no use for it. */
export function readEmission(tagged: readonly INodeExecutionData[]): Emission {
	const { telling, pollsOnly } = (tagged[0] ?? {}) as EmissionTag;
	return {
		items: tagged.map((item) => {
			const { ...rest } = item as INodeExecutionData & EmissionTag;
			delete rest.telling;
			delete rest.pollsOnly;
			return rest;
		}),
		emissionId: typeof telling === 'string' ? telling : randomUUID(),
		isPollsOnly: pollsOnly === 'yes',
	};
}
