import type { Operation, Resource } from '../../nodes/MicrosoftGraph/operation';
import { resources } from '../../nodes/MicrosoftGraph/operations';

/** The first line of pages that are made as a whole. */
export const generated = '<!-- Made by `npm run docs`: change what it is made from. -->';

/** All operations of the node, in its order. */
export function allOperations(): Array<{ resource: Resource; operation: Operation }> {
	return resources.flatMap((resource) => resource.operations.map((operation) => ({ resource, operation })));
}
