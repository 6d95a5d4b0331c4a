import { GraphError } from './graphError';
import { RequestError } from './requestError';

/** Whether the outcome of the request is unknown, so that a retry could do harm. */
export function isOutcomeUnknown(error: unknown): boolean {
	return (
		(error instanceof GraphError || error instanceof RequestError) && error.parts.outcomeUnknown === true
	);
}
