import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { listOptions } from './fields/lists';
import { simplify } from './fields/odata';
import { requestOptions } from './fields/request';
import type { Operation, Resource } from './operation';

/**
 * The node's fields, from its resources: the two lists, then each operation's permission, fields and options, shown for
 * it alone. A field that several operations of a resource share comes once, shown for all of them.
 * @returns a fresh array each time: n8n adds to it
 */
export function propertiesOf(resources: readonly Resource[]): INodeProperties[] {
	return [resourceList(resources), ...resources.flatMap((resource) => resourceProperties(resource))];
}

function resourceList(resources: readonly Resource[]): INodeProperties {
	return {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ name, value }) => ({ name, value })),
		default: 'user',
	};
}

function resourceProperties(resource: Resource): INodeProperties[] {
	return [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [resource.value] } },
			options: resource.operations.map(({ name, value, action, description, permissions }) => ({
				name,
				value,
				action,
				description: `${description}.${permissions.length > 0 ? ` Needs ${permissions.join(', ')}.` : ''}`,
			})),
			default: resource.operations[0]?.value ?? '',
		},
		...resource.operations.map((operation) => permissionNotice(resource, operation)),
		...sharedFields(resource),
		...resource.operations.map((operation) => optionsCollection(resource, operation)),
	];
}

function permissionNotice(
	resource: Resource,
	{ value, permissions, permissionNote = '' }: Operation,
): INodeProperties {
	const names = permissions.join(' and ') || 'none';
	return {
		displayName: `Application permission: ${names}. ${permissionNote}`.trim(),
		name: `permissions_${value}`,
		type: 'notice',
		default: '',
		displayOptions: shownFor(resource, [value]),
	};
}

/** The fields of all operations of a resource, each once, in the order in which they first come. */
function sharedFields(resource: Resource): INodeProperties[] {
	const users = new Map<INodeProperties, string[]>();
	for (const { fields, value, simple } of resource.operations) {
		for (const field of simple ? [...fields, simplify] : fields)
			users.set(field, [...(users.get(field) ?? []), value]);
	}
	return [...users].map(([field, operations]) => ({
		...field,
		displayOptions: shownFor(resource, operations, field.displayOptions),
	}));
}

function optionsCollection(resource: Resource, operation: Operation): INodeProperties {
	const { value, options = [], list } = operation;
	const all = [...options, ...(list ? listOptions : []), ...requestOptions];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: all.sort((a, b) => a.displayName.localeCompare(b.displayName)),
		displayOptions: shownFor(resource, [value]),
	};
}

function shownFor(resource: Resource, operations: string[], own: IDisplayOptions = {}): IDisplayOptions {
	return { ...own, show: { ...own.show, resource: [resource.value], operation: operations } };
}
