import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { choiceField, choicesField, collectionField, flagField } from '../shared/fields/build';
import { select, simplify } from '../shared/fields/odata';
import { fieldsByName, type Fields } from '../shared/parameters/itemParameters';
import type { ChangeEvent, Watch } from './watches/watch';

const mode = choiceField(
	'mode',
	'Mode',
	{ instant: 'Instant', polling: 'Polling' },
	{
		noDataExpression: true,
		description:
			'Instant: Graph notifies n8n, which has to be reached by https from the internet; the polls find what was not notified of. Polling: only the polls look for changes.',
	},
);

const startFrom = choiceField(
	'startFrom',
	'Start From',
	{ now: 'Now', beginning: 'The Beginning' },
	{ description: 'Whether the first look brings only what comes from then on, or everything that is there' },
);

const catchUp = flagField('catchUp', 'Catch Up After a Pause', {
	description:
		'Whether the workflow, when it is activated again after more than ten minutes or two poll times, gets what changed meanwhile; otherwise it starts from then. What changes while n8n itself is off always comes.',
});

const includeResourceData = flagField('includeResourceData', 'Include Resource Data', {
	description:
		'Whether the notifications themselves carry what changed, encrypted for the certificate of the credential, so that it does not have to be read. Needs a credential that signs in with a certificate; counts in the mode Instant.',
});

/**
 * The trigger's fields, from its watches.
 * @returns a fresh array each time: n8n adds to it
 */
export function propertiesOf(watches: readonly Watch[]): INodeProperties[] {
	return [
		{ ...mode },
		{
			displayName: 'Watch',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: watches.map(({ name, value, description }) => ({ name, value, description })),
			default: 'message',
		},
		...watches.flatMap((watch) => [...notices(watch), eventField(watch)]),
		...sharedFields(watches),
		...watches.flatMap((watch) => [...filters(watch), optionsOf(watch)]),
	];
}

function notices(watch: Watch): INodeProperties[] {
	const { permissions, subscriptionPermissions, permissionNote = '' } = watch;
	// What is needed anyway need not be said to be needed for more.
	const noteOn = (needed: readonly string[]) =>
		needed.every((permission) => permissionNote.includes(permission)) ? '' : permissionNote;
	const notice = (
		name: string,
		needed: readonly string[],
		show: Record<string, string[]>,
	): INodeProperties => ({
		displayName: `Application permission: ${[needed.join(' and '), noteOn(needed)].filter(Boolean).join('. ')}`,
		name,
		type: 'notice',
		default: '',
		displayOptions: shownFor([watch], { show }),
	});
	if (subscriptionPermissions === undefined) return [notice(`permissions_${watch.value}`, permissions, {})];
	return [
		notice(`permissions_${watch.value}_instant`, subscriptionPermissions, { mode: ['instant'] }),
		notice(`permissions_${watch.value}_polling`, permissions, { mode: ['polling'] }),
	];
}

function eventField(watch: Watch): INodeProperties {
	const [first] = Object.keys(watch.events) as ChangeEvent[];
	return choicesField('event', 'Event', watch.events as Record<string, string>, {
		required: true,
		default: [first ?? 'created'],
		displayOptions: shownFor([watch]),
	});
}

/** All fields that a watch reads, by name: what the node shows for it. */
export function fieldsOf(watch: Watch): Fields {
	return fieldsByName([
		mode,
		eventField(watch),
		...watch.fields,
		...(watch.simple ? [simplify] : []),
		...filters(watch),
		optionsOf(watch),
	]);
}

/** The fields of all watches, each once, in the order in which they first come. */
function sharedFields(watches: readonly Watch[]): INodeProperties[] {
	const users = new Map<INodeProperties, Watch[]>();
	for (const watch of watches) {
		for (const field of watch.fields) users.set(field, [...(users.get(field) ?? []), watch]);
	}
	users.set(
		simplify,
		watches.filter(({ simple }) => simple !== undefined),
	);
	return [...users].map(([field, by]) => ({ ...field, displayOptions: shownFor(by, field.displayOptions) }));
}

function filters(watch: Watch): INodeProperties[] {
	if (watch.filters === undefined) return [];
	const more = {
		placeholder: 'Add Filter',
		description: 'Only what passes all of them starts the workflow; deletions always do',
		displayOptions: shownFor([watch]),
	};
	return [collectionField('filters', 'Filters', watch.filters, more)];
}

function optionsOf(watch: Watch): INodeProperties {
	const entries = [
		...(watch.options ?? []),
		catchUp,
		startFrom,
		...(watch.withData === true ? [includeResourceData] : []),
		...(watch.simple ? [select] : []),
	];
	return collectionField('options', 'Options', entries, {
		placeholder: 'Add Option',
		displayOptions: shownFor([watch]),
	});
}

function shownFor(watches: readonly Watch[], own: IDisplayOptions = {}): IDisplayOptions {
	return { ...own, show: { ...own.show, resource: watches.map(({ value }) => value) } };
}
