import { GraphError } from './graphError';
import { RequestError } from './requestError';

/** Whether an error leaves open if the request was carried out, and doing it once more could do harm. */
export function isOutcomeUnknown(error: unknown): boolean {
	return (
		(error instanceof GraphError || error instanceof RequestError) && error.parts.outcomeUnknown === true
	);
}
