import type { IDataObject } from 'n8n-workflow';

import type { Send } from '../../graph/client';
import { readList } from '../../graph/lists/page';
import { newerColumns } from './listItemPrefer';

/** How SharePoint stores the value of a column. */
export type ColumnKind =
	| 'text'
	| 'boolean'
	| 'dateTime'
	| 'lookup'
	| 'lookups'
	| 'person'
	| 'people'
	| 'link'
	| 'choices'
	| 'number';

/** A column of a list that items can have a value in. */
export interface ListColumn {
	/** The internal name. */
	name: string;
	displayName: string;
	kind: ColumnKind;
	required: boolean;
	/** The only possible values of a column with one choice. */
	choices?: string[];
	/** Whether SharePoint can find items by its value. */
	findable: boolean;
}

/** Columns that SharePoint reports as writable, but sets itself. */
const setBySharePoint = ['Attachments', 'ContentType'];

/** SharePoint's own names start with an underscore; in others, that's the start of an escaped character. */
const isOwnName = (name: string) => setBySharePoint.includes(name) || /^_(?!x[\dA-F]{4}_)/i.test(name);

/**
 * A column of a definition.
 * @returns `undefined` for one that is hidden or read-only, or whose values Graph doesn't accept
 * Source: "columnDefinition resource type".
 */
export function writableColumn(definition: IDataObject): ListColumn | undefined {
	const { name, displayName, hidden, readOnly, required } = definition;
	if (typeof name !== 'string' || hidden === true || readOnly === true || isOwnName(name)) return undefined;
	const facets = facetsOf(definition);
	if (facets === undefined) return undefined;
	return {
		name,
		displayName: typeof displayName === 'string' && displayName !== '' ? displayName : name,
		required: required === true,
		...facets,
	};
}

type Facets = Pick<ListColumn, 'kind' | 'choices' | 'findable'>;

/** Columns that SharePoint makes of others to show them, and doesn't compare. */
const shownOnly = /^(Link(Title|Filename)(NoMenu)?\d?|Select(Title|Filename)|DocIcon|Edit)$/;

/** The kinds of columns that SharePoint compares: with one value each, and no hyperlinks. */
export const comparableKinds: readonly ColumnKind[] = [
	'text',
	'boolean',
	'dateTime',
	'lookup',
	'person',
	'number',
];

/**
 * Whether a condition can be about a column, also about a read-only one, such as that of the creation time. Hidden and
 * calculated columns, and text of several lines, are out.
 */
export function isComparable(definition: IDataObject): boolean {
	const { name, hidden, text } = definition;
	const kind = facetsOf(definition)?.kind;
	if (hidden === true || kind === undefined || shownOnly.test(String(name))) return false;
	return comparableKinds.includes(kind) && (text as IDataObject | undefined)?.allowMultipleLines !== true;
}

/** What the definition's facet says. */
function facetsOf(definition: IDataObject): Facets | undefined {
	const facet = (name: string) => definition[name] as IDataObject | undefined;
	const [text, choice, lookup, person] = ['text', 'choice', 'lookup', 'personOrGroup'].map(facet);
	if (text) return { kind: 'text', findable: text.allowMultipleLines !== true };
	if (choice) {
		if (choice.displayAs === 'checkBoxes') return { kind: 'choices', findable: false };
		const choices = choice.allowTextEntry === true ? [] : ((choice.choices ?? []) as string[]);
		return { kind: 'text', findable: true, ...(choices.length > 0 && { choices }) };
	}
	if (lookup) {
		// A further column of the item that another lookup refers to.
		if (lookup.primaryLookupColumnId) return undefined;
		return lookup.allowMultipleValues === true
			? { kind: 'lookups', findable: false }
			: { kind: 'lookup', findable: true };
	}
	if (person) {
		return person.allowMultipleSelection === true
			? { kind: 'people', findable: false }
			: { kind: 'person', findable: true };
	}
	if (facet('number') ?? facet('currency')) return { kind: 'number', findable: true };
	if (facet('boolean')) return { kind: 'boolean', findable: false };
	if (facet('dateTime')) return { kind: 'dateTime', findable: false };
	return facet('hyperlinkOrPicture') ? { kind: 'link', findable: false } : undefined;
}

/**
 * The columns of a list that items can have a value in.
 * @param columns the path of the list's columns
 * @throws what `send` throws
 */
export async function writableColumns(columns: readonly string[], send: Send): Promise<ListColumn[]> {
	const request = { method: 'GET' as const, path: [...columns], headers: newerColumns };
	const all = await readList(request, { limit: Infinity }, send);
	return all.flatMap((definition) => writableColumn(definition) ?? []);
}
