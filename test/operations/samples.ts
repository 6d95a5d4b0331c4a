import type { INodeParameters } from 'n8n-workflow';
import type { Simulator } from '../simulator';

/** What the operations of a resource are run with, where their fields' own examples do not do. */
export interface Samples {
	/** Values of fields by name, for all operations of the resource; of a resource locator the plain ID. */
	fields?: Readonly<Record<string, (simulator: Simulator) => unknown>>;
	/** Parameters of single operations, beside or in place of those. */
	operations?: Readonly<Record<string, (simulator: Simulator) => INodeParameters>>;
}
