import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { caught } from '../../credentials/auth/core/caught';
import type { Guard } from '../graph/errors/explain';
import type { Send } from '../graph/client';
import type { GraphRequest, GraphResponse } from '../graph/graphRequest';
import type { ItemParameters } from '../shared/parameters/itemParameters';
import type { ItemRun, Result } from '../shared/itemRun';

/**
 * What one entry of the node's "Operation" list does, as data: the fields it shows, the request it makes from them, the
 * permission it needs, how the response becomes items. It sends nothing itself.
 */
export interface Operation {
	/** Name in the list, such as "Get Many". */
	name: string;
	/** Value that workflows store, such as `getAll`. */
	value: string;
	/** What it does, as a command without articles: "Get many users". */
	action: string;
	description: string;
	/** The least application permissions that it needs, all of them (source: the operation's page in Graph's reference). */
	permissions: readonly string[];
	/** What a greater permission adds, a sentence. */
	permissionNote?: string;
	/** Its own fields; the list adds the resource and operation that they're shown for. */
	fields: readonly INodeProperties[];
	/** Entries of its "Options" collection, in addition to those that every operation has. */
	options?: readonly INodeProperties[];
	/**
	 * The properties that "Simplify" asks Graph for, where its objects have more than ten; with them the operation has
	 * that field. Properties that the person selects override them.
	 */
	simple?: readonly string[];
	/**
	 * The same where the node itself picks the properties, in this order, because Graph doesn't support `$select` or the
	 * node adds properties of its own. "Simplify" is off by default there, so that stored workflows keep their output.
	 */
	simpleInNode?: readonly string[];
	/** Whether the person asks for the download URLs of files in another way than by the options. */
	asksForDownloadUrls?: (item: ItemParameters) => boolean;
	/** What Graph refuses here, and what to do instead. */
	guards?: readonly Guard[];
	/** The request for one item; `send` and `run` are for lookups before it. Only an operation with `steps` has none. */
	request?: (item: ItemParameters, send: Send, run: ItemRun) => GraphRequest | Promise<GraphRequest>;
	/** Set for a list: its pages are read up to the person's limit. */
	list?: {
		/** The page size for `$top`; `undefined` where Graph doesn't support `$top`. */
		pageSize: (item: ItemParameters) => number | undefined;
		/**
		 * Graph's largest page, if pages of that size are often too slow: then `pageSize` is the first one's, and pages
		 * grow as long as they're light and quick.
		 */
		largestPage?: number;
		/** Reads details that the list doesn't have. */
		details?: (entries: IDataObject[], run: ItemRun) => Promise<IDataObject[]>;
		/** Where Graph itself limits the list: to how many entries, and the hint for the person. */
		maxEntries?: (item: ItemParameters) => { entries: number; hint: string } | undefined;
		/**
		 * The hint for entries that have only their ID, because the app may not read objects of their type.
		 * Source: "Overview of Microsoft Graph permissions", limited information for inaccessible member objects.
		 */
		idOnly?: string;
		/**
		 * Whether Graph doesn't support `$select` for these objects: then the properties are picked from the full
		 * objects.
		 */
		picked?: (item: ItemParameters) => boolean;
	};
	/** The items from a response that isn't a list; by default the response itself. */
	output?: (response: GraphResponse, item: ItemParameters) => Result[];
	/** Adds what takes further requests, such as files, to the items of the response or list. */
	complete?: (items: IDataObject[], run: ItemRun) => Promise<Result[]>;
	/** Set for an operation that can't run for several items: why, and what to do instead. */
	singleItem?: { why: string; fix: string };
	/**
	 * For items that go out together, such as rows of one sheet: those with the same key are run as one. `steps` is made
	 * of it by `eachAlone`, for a single item.
	 */
	together?: Together;
	/** For the few that need several steps; used instead of `request` when it returns something. */
	steps?: (run: ItemRun) => Promise<Result[]> | undefined;
}

/** How items that go out together are run. */
export interface Together {
	/**
	 * Identifies what the item goes out with; it sends nothing. Items of different credentials never go together.
	 * @throws RequestError for an item with invalid values, which then fails alone
	 */
	key: (item: ItemParameters) => string;
	/**
	 * Runs the items of one key, in their order. An item fails alone if only its own values are invalid.
	 * @param goesOn whether the others are carried out then; otherwise nothing may be changed
	 * @returns what came of each item; nothing for one that wasn't started, since another had failed
	 * @throws what fails all of them
	 */
	run: (items: readonly ItemRun[], goesOn: boolean) => Promise<Array<Settled | undefined>>;
}

/** What came of an item: its results, or why it failed. */
export type Settled = { results: Result[] } | { error: unknown };

/** The steps of a single item, for an operation whose items go out together. */
export const eachAlone =
	({ run }: Together): NonNullable<Operation['steps']> =>
	async (item) => {
		const [settled] = await run([item], false);
		if (settled === undefined || 'error' in settled) throw caught(settled?.error);
		return settled.results;
	};

/** A resource of the node and its operations. */
export interface Resource {
	name: string;
	/** The product or service that people know it from, such as "SharePoint": the editor's list can be searched for it. */
	product?: string;
	value: string;
	operations: readonly Operation[];
}
