import { resources } from '../../nodes/MicrosoftGraph/operations';
import { allOperations } from './operations';

/** The part of README.md on what the node does: how many operations, on what. */
export function resourceList(): string {
	return `${allOperations().length} operations on ${resources.map(({ name }) => name).join(', ')}.`;
}
