import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { endedLinkCodes, isGone, readDelta, type DeltaRound } from '../../graph/lists/delta';
import type { Guard } from '../../graph/errors/explain';
import type { GraphRequest, Query } from '../../graph/graphRequest';
import { requestError } from '../../graph/errors/requestError';
import type { ItemParameters } from '../parameters/itemParameters';
import type { ItemRun } from '../itemRun';
import { flagField, textField } from './build';
import { odataQuery } from './odata';

/** The delta link, from which changes are read. */
export const deltaLink: INodeProperties = textField('deltaLink', 'Delta Link', {
	placeholder: 'e.g. https://graph.microsoft.com/v1.0/users/delta?$deltatoken=mS5DuRZGjVL',
	description:
		'The "deltaLink" that this operation returned last time, to get the changes since then. Leave empty to get all existing objects as changes.',
});

/** For delta functions with a token for "now": users, groups, and drives have one, mail and events don't. */
export const startFromNow: INodeProperties = flagField('startFromNow', 'Start From Now', {
	description:
		'Whether to skip existing objects: returns no changes, only the delta link for the next run. A given delta link takes precedence.',
});

/** The fields of an operation that reads changes from a delta function with a token for "now". */
export const changesFields: readonly INodeProperties[] = [deltaLink, startFromNow];

/** The query of a delta function of the directory: the selected properties, and whether to start now. */
export function directoryDeltaQuery(item: ItemParameters): Query {
	return {
		$select: odataQuery(item.collection('options')).$select,
		$deltatoken: item.flag('startFromNow') ? 'latest' : undefined,
	};
}

const startOver =
	'The delta link is no longer valid: it\'s too old, or too much has changed. To start over, leave "Delta Link" empty for one run, which returns all existing objects and a new delta link.';

/** Graph's errors for an expired delta link. Source: "Use delta query to track changes in Microsoft Graph data". */
export const changesGuards: readonly Guard[] = [
	{ when: { status: 410 }, fix: startOver },
	...endedLinkCodes.map((code) => ({
		when: { code },
		fix: startOver,
	})),
];

/**
 * Reads all changes since the item's delta link, or from the start. From the start, removed objects are left out: Graph
 * lists there whatever was removed at any time, which no run has returned before.
 * @param request the first request without a delta link: the delta function with its query, which the links keep
 * @param keep which of the changes count; all by default
 * @returns one item: the changes as Graph returns them, removed ones with "@removed", and the delta link for the next
 * run
 * @throws RequestError if the field has no delta link of this operation, or if Graph's pages end without one
 */
export async function readChanges(
	run: Pick<ItemRun, 'item' | 'send'>,
	request: GraphRequest,
	keep?: (entry: IDataObject) => boolean,
): Promise<Array<Pick<DeltaRound, 'changes' | 'deltaLink'>>> {
	const { changes, deltaLink: link } = await readRound(run, request, keep);
	return [{ changes, deltaLink: link }];
}

/** The same, for an operation that also needs the round itself. */
export async function readRound(
	{ item, send }: Pick<ItemRun, 'item' | 'send'>,
	request: GraphRequest,
	keep: (change: IDataObject) => boolean = () => true,
): Promise<DeltaRound> {
	const link = givenLink(item.text('deltaLink'));
	const isFirst = link === undefined;
	const round = await readDelta(
		{ ...request, link, linkField: deltaLink.displayName },
		send,
		(change) => keep(change) && !(isFirst && isGone(change)),
	);
	return isFirst ? { ...round, changes: round.changes.map(withoutFormer) } : round;
}

/** An object of a first round without its removed parts, such as former members. */
function withoutFormer(object: IDataObject): IDataObject {
	const entries = Object.entries(object).map(([name, value]) => {
		const isDelta = name.endsWith('@delta') && Array.isArray(value);
		return [name, isDelta ? (value as IDataObject[]).filter((part) => !isGone(part)) : value];
	});
	return Object.fromEntries(entries) as IDataObject;
}

function givenLink(link: string): string | undefined {
	if (link === '') return undefined;
	if (URL.canParse(link) && /\/(microsoft\.graph\.)?delta\b/i.test(new URL(link).pathname)) return link;
	throw requestError({
		what: '"Delta Link" doesn\'t contain a delta link.',
		fix: 'Enter the full "deltaLink" that this operation returned, or leave the field empty to start.',
	});
}
