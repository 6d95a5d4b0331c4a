import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

/** The parameters of a node, as a workflow stores them. */
export type NodeParameters = Record<string, unknown>;

/** What a node offers, as n8n itself lists it. */
export interface Offer {
	has(resource: string, operation: string): boolean;
	/**
	 * The parameters that set a field, wherever the operation has it: by itself or in a collection.
	 * @throws Error when it has no such field
	 */
	setting(resource: string, operation: string, field: string, value: unknown): NodeParameters;
}

/** Reads the description of a node type. */
export function offerOf(node: Pick<INodeTypeDescription, 'properties'>): Offer {
	const shown = (resource: string, operation: string) =>
		node.properties.filter(
			({ displayOptions }) =>
				(displayOptions?.show?.resource ?? [resource]).includes(resource) &&
				(displayOptions?.show?.operation ?? [operation]).includes(operation),
		);
	return {
		has: (resource, operation) =>
			node.properties
				.filter(
					({ name, displayOptions }) =>
						name === 'operation' && displayOptions?.show?.resource?.includes(resource),
				)
				.some(({ options = [] }) =>
					options.some((option) => 'value' in option && option.value === operation),
				),
		setting: (resource, operation, field, value) => {
			const fields = shown(resource, operation);
			if (fields.some(({ name }) => name === field)) return { [field]: value };
			const collection = fields.find(
				({ type, options = [] }) =>
					type === 'collection' && (options as INodeProperties[]).some(({ name }) => name === field),
			);
			if (collection) return { [collection.name]: { [field]: value } };
			throw new Error(`The operation ${resource}: ${operation} has no field ${field}.`);
		},
	};
}
