import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { isOutcomeUnknown } from '../graph/errors/outcomeUnknown';
import type { NodeError } from '../shared/errors/nodeError';

/** What is stored of an item that must not run again. */
type Remembered =
	| { kind: 'done'; results: Array<Pick<INodeExecutionData, 'json' | 'binary'>> }
	/** It may have been carried out: it fails with the same error again. */
	| { kind: 'unknown'; error: { message: string; description: string; data: IDataObject } }
	/** It failed without an unknown outcome, so it may run again. */
	| { kind: 'failed' };

/** The outcomes of items in earlier tries of the same run of the node. */
export interface FinishedItems {
	recall(itemIndex: number): Remembered | undefined;
	remember(itemIndex: number, remembered: Remembered): void;
	/** Forgets everything: the run has succeeded. */
	forget(): void;
}

const contextKey = 'finishedItems';

/**
 * n8n's "Retry On Fail" runs the whole node again, from its first item. What changes something in Microsoft 365 is
 * therefore stored per item in the node's context, which survives the tries; a later run of the node, in a loop, starts
 * without it.
 */
export function finishedItemsOf(context: IExecuteFunctions): FinishedItems {
	if (context.getNode().retryOnFail !== true) {
		return { recall: () => undefined, remember: () => undefined, forget: () => undefined };
	}
	const store = context.getContext('node');
	const run = Number(context.getWorkflowDataProxy(0).$runIndex);
	const memory = () => {
		const kept = store[contextKey] as { run: number; items: Record<string, Remembered> } | undefined;
		if (kept?.run === run) return kept.items;
		const items: Record<string, Remembered> = {};
		store[contextKey] = { run, items } as unknown as IDataObject;
		return items;
	};
	return {
		recall: (itemIndex) => memory()[String(itemIndex)],
		remember: (itemIndex, remembered) => {
			memory()[String(itemIndex)] = remembered;
		},
		forget: () => {
			delete store[contextKey];
		},
	};
}

/** What is stored of an item that failed after it started to change something. */
export function rememberFailure(error: unknown, failure: NodeError): Remembered {
	if (!isOutcomeUnknown(error)) return { kind: 'failed' };
	const { message, description, context } = failure;
	return {
		kind: 'unknown',
		error: { message, description: description ?? '', data: (context.data ?? {}) as IDataObject },
	};
}
