import { RequestError } from '../graph/errors/requestError';
import { errorContext } from '../shared/errors/errorContext';
import { forEditor, nodeError, type NodeError } from '../shared/errors/nodeError';
import type { TriggerContext } from './context';
import { watchOf, type Trigger } from './openTrigger';

/**
 * An error of the trigger as n8n shows it.
 * @param permissions the application permissions that are needed; by default those of the watch
 */
export function triggerError(
	context: TriggerContext,
	error: unknown,
	trigger?: Pick<Trigger, 'watch' | 'credentials'>,
	permissions?: readonly string[],
): NodeError {
	// Graph may refuse what is looked up while the trigger is opened, too.
	const watch = trigger?.watch ?? watchOf(context);
	const needed = permissions ?? watch?.permissions ?? [];
	const facts = {
		...errorContext(needed, trigger?.credentials, watch && `trigger:${watch.value}`),
		guards: watch?.guards,
	};
	const shown = nodeError(context.getNode(), error, 0, facts);
	if ('getInputData' in context) return forEditor(shown);
	const wait = error instanceof RequestError ? error.parts.wait : undefined;
	const message =
		wait === undefined
			? `${shown.message} ${shown.description ?? ''}`.trim()
			: `Graph is throttling requests. ${(error as RequestError).parts.why} The next poll after that retries, and no change is lost.`;
	return Object.assign(shown, {
		// Of a failed activation or poll, n8n shows the message alone.
		message,
		description: undefined,
		// n8n reads it, and polls later.
		...(wait !== undefined && { failure: { cause: 'rate-limited', retryAfterMs: wait } }),
	});
}
