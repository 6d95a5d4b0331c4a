import type { INodeProperties } from 'n8n-workflow';

import { collectionField } from '../shared/fields/build';
import { sharedFields, shownFor } from '../shared/fields/displayOptions';
import { ignoreEmptyFilters } from '../shared/fields/filters';
import { listOptions } from '../shared/fields/lists';
import { simplify, simplifyIfWanted } from '../shared/fields/odata';
import { requestOptions } from '../shared/fields/request';
import { fieldsByName, type Fields } from '../shared/parameters/itemParameters';
import type { Operation, Resource } from './operation';

/**
 * The node's fields, from its resources: the two lists, then each operation's permission, fields and options. What
 * several operations of a resource share comes once, shown for all of them: the editor goes through every property each
 * time it shows the node.
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
		options: resources.map(({ name, product, value }) => ({
			name: product === undefined ? name : `${name} (${product})`,
			value,
		})),
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
				description: `${description.replace(/\.$/, '')}.${permissions.length > 0 ? ` Needs ${permissions.join(', ')}.` : ''}`,
			})),
			default: firstChosen(resource),
		},
		...permissionNotices(resource),
		...sharedFields(
			resource.operations.map((operation) => [operation.value, shownFields(operation)]),
			(operations) => shownIn(resource, operations),
		),
		...optionsCollections(resource),
	];
}

/** An operation's fields in n8n's order: how much to return comes after what, and collections come last. */
function shownFields(operation: Operation): INodeProperties[] {
	const place = ({ name, type }: INodeProperties): number => {
		if (['returnAll', 'limit'].includes(name)) return 1;
		if (name === simplify.name) return 2;
		return type === 'collection' || name === 'filters' ? 3 : 0;
	};
	return [...operation.fields, ...simplifyOf(operation)].sort((one, other) => place(one) - place(other));
}

/** A person who has only chosen the resource is offered to read it, where it can be read. */
function firstChosen({ operations }: Resource): string {
	const values = valuesOf(operations);
	return ['get', 'getAll'].find((value) => values.includes(value)) ?? values[0] ?? '';
}

/** What the operations of a resource need, once for those that need the same. */
function permissionNotices(resource: Resource): INodeProperties[] {
	return alike(resource.operations, permissionText).map(([displayName, operations]) => ({
		displayName,
		name: `permissions_${operations[0].value}`,
		type: 'notice',
		default: '',
		displayOptions: shownFor(shownIn(resource, valuesOf(operations))),
	}));
}

function permissionText({ permissions, permissionNote = '' }: Operation): string {
	const names = permissions.join(' and ') || (permissionNote === '' ? 'none' : '');
	return `Application permission: ${[names, permissionNote].filter(Boolean).join('. ')}`;
}

/** The options of the operations of a resource, one collection for those that have the same. */
function optionsCollections(resource: Resource): INodeProperties[] {
	return alike(resource.operations, (operation) => JSON.stringify(optionsOf(operation))).map(
		([, operations]) => ({
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: optionsOf(operations[0]),
			displayOptions: shownFor(shownIn(resource, valuesOf(operations))),
		}),
	);
}

function optionsOf({ fields, options = [], list }: Operation): INodeProperties[] {
	const mayFilter =
		fields.some(({ name }) => name === 'filters') ||
		options.some(({ name }) => ['filter', 'search', 'receivedAfter'].includes(name));
	const all = [
		...options,
		...(mayFilter ? [ignoreEmptyFilters] : []),
		...(list ? listOptions : []),
		...requestOptions,
	];
	return all.sort((a, b) => a.displayName.localeCompare(b.displayName));
}

/** All fields that an operation reads, by name: what the node shows for it, "Options" included. */
export function fieldsOf(operation: Operation): Fields {
	const options = collectionField('options', 'Options', optionsOf(operation));
	return fieldsByName([...operation.fields, ...simplifyOf(operation), options]);
}

/** The field "Simplify", where the operation has a simple output. */
function simplifyOf({ simple, simpleInNode }: Operation): INodeProperties[] {
	if (simple !== undefined) return [simplify];
	return simpleInNode === undefined ? [] : [simplifyIfWanted];
}

/** Operations that have the same of something, by what that is. */
function alike(
	operations: readonly Operation[],
	what: (operation: Operation) => string,
): Array<[string, [Operation, ...Operation[]]]> {
	const groups = new Map<string, [Operation, ...Operation[]]>();
	for (const operation of operations) {
		const key = what(operation);
		const group = groups.get(key);
		if (group) group.push(operation);
		else groups.set(key, [operation]);
	}
	return [...groups];
}

const valuesOf = (operations: readonly Operation[]) => operations.map(({ value }) => value);

const shownIn = ({ value }: Resource, operations: string[]) => ({ resource: [value], operation: operations });
