import type { Operation } from '../../../nodes/MicrosoftGraph/operation';
import { resources } from '../../../nodes/MicrosoftGraph/operations';

/**
 * An operation by its name.
 * @param name resource and operation, such as `message.send`
 * @throws Error when there is none
 */
export function operationOf(name: string): Operation {
	const [resource, operation] = name.split('.');
	const found = resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation);
	if (found === undefined) throw new Error(`There is no operation ${name}`);
	return found;
}
