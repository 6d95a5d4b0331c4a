import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { choiceField, choicesField, collectionField, flagField } from '../shared/fields/build';
import { sharedFields, shownFor } from '../shared/fields/displayOptions';
import { selectLike, simplify } from '../shared/fields/odata';
import { fieldsByName, type Fields } from '../shared/parameters/itemParameters';
import type { ChangeEvent, Watch } from './watches/watch';

const mode = choiceField(
	'mode',
	'Delivery',
	{ instant: 'Instant', polling: 'Polling' },
	{
		noDataExpression: true,
		description:
			'Instant: Graph notifies n8n, which must be reachable over HTTPS from the internet; polls find missed changes. Polling: only polls find changes.',
	},
);

/** Above the fields, n8n shows "Poll Times" for either delivery. */
const instantPolls: INodeProperties = {
	displayName:
		"Graph's notifications start the workflow at once. The polls are only the safety net: they find changes without a notification, and renew the subscription. So every hour is enough for the Poll Times above; choose a day or less.",
	name: 'instantPolls',
	type: 'notice',
	default: '',
	displayOptions: { show: { mode: ['instant'] } },
};

const startFrom = choiceField(
	'startFrom',
	'Start From',
	{ now: 'Now', beginning: 'The Beginning' },
	{
		description:
			'Whether the first poll gives only what changes after it, or all existing objects as created',
	},
);

const catchUp = flagField('catchUp', 'Catch Up After a Pause', {
	description:
		'Whether the workflow gets what changed while it was inactive for more than ten minutes or two poll times; otherwise it starts from its activation. Changes while n8n itself is off are always emitted.',
});

const includeResourceData = flagField('includeResourceData', 'Include Resource Data', {
	description:
		"Whether notifications carry the changed object, encrypted for the credential's certificate, so that it isn't read. Requires a credential that signs in with a certificate; applies to Instant delivery.",
});

/**
 * The trigger's fields, from its watches.
 * @returns a fresh array each time: n8n adds to it
 */
export function propertiesOf(watches: readonly Watch[]): INodeProperties[] {
	return [
		{ ...mode, displayOptions: hiddenFor(watches) },
		{ ...instantPolls, displayOptions: { ...instantPolls.displayOptions, ...hiddenFor(watches) } },
		{
			displayName: 'Trigger On',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			// The editor's node panel lists these actions: it takes the first field with this label.
			options: watches.map(({ name, value, action, description }) => ({ name, value, action, description })),
			default: 'message',
		},
		...watches.flatMap((watch) => [...notices(watch), eventField(watch)]),
		...sharedFields(
			[
				...watches.map((watch) => [watch, watch.fields] as const),
				...watches.filter(({ simple }) => simple).map((watch) => [watch, [simplify]] as const),
			],
			(users) => ({ resource: users.map(({ value }) => value) }),
		),
		...watches.flatMap((watch) => [...filters(watch), optionsOf(watch)]),
	];
}

/** There's no delivery to choose for what Graph doesn't notify apps of. */
const hiddenFor = (watches: readonly Watch[]): IDisplayOptions => ({
	hide: { resource: watches.filter(({ pollsOnly }) => pollsOnly !== undefined).map(({ value }) => value) },
});

function notices(watch: Watch): INodeProperties[] {
	const { permissions, subscriptionPermissions, pollsOnly } = watch;
	const permissionNote = [watch.permissionNote, pollsOnly].filter(Boolean).join(' ');
	// A note on a permission that is named anyway says nothing.
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
		displayOptions: shownFor({ resource: [watch.value] }, { show }),
	});
	if (subscriptionPermissions === undefined) return [notice(`permissions_${watch.value}`, permissions, {})];
	return [
		notice(`permissions_${watch.value}_instant`, subscriptionPermissions, { mode: ['instant'] }),
		notice(`permissions_${watch.value}_polling`, permissions, { mode: ['polling'] }),
	];
}

function eventField(watch: Watch): INodeProperties {
	const [first] = Object.keys(watch.events) as ChangeEvent[];
	return choicesField('event', 'Changes', watch.events as Record<string, string>, {
		required: true,
		default: [first ?? 'created'],
		displayOptions: shownFor({ resource: [watch.value] }),
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

function filters(watch: Watch): INodeProperties[] {
	if (watch.filters === undefined) return [];
	const more = {
		placeholder: 'Add Filter',
		description: 'Only changes that match all filters start the workflow; deletions always do',
		displayOptions: shownFor({ resource: [watch.value] }),
	};
	return [collectionField('filters', 'Filters', watch.filters, more)];
}

function optionsOf(watch: Watch): INodeProperties {
	const entries = [
		...(watch.options ?? []),
		catchUp,
		startFrom,
		...(watch.withData === true ? [includeResourceData] : []),
		...(watch.simple ? [selectLike(watch.simple.slice(0, 2).join(','))] : []),
	];
	return collectionField('options', 'Options', entries, {
		placeholder: 'Add Option',
		displayOptions: shownFor({ resource: [watch.value] }),
	});
}
