import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Guard } from '../graph/errors/explain';
import type { Send } from '../graph/client';
import type { GraphRequest, GraphResponse } from '../graph/graphRequest';
import type { ItemParameters } from '../shared/parameters/itemParameters';
import type { ItemRun, Result } from '../shared/itemRun';

/**
 * What one entry of the node's "Operation" list does, as data: the fields it shows, the request it makes from them, the
 * permission it needs, how the answer becomes items. It calls nothing itself.
 */
export interface Operation {
	/** Name in the list, such as "Get Many". */
	name: string;
	/** Value that workflows store, such as `getAll`. */
	value: string;
	/** What it does, as a command: "Get many users". */
	action: string;
	description: string;
	/** The least application permissions that it needs, all of them (source: the operation's page in Graph's reference). */
	permissions: readonly string[];
	/** What a greater permission adds, a sentence. */
	permissionNote?: string;
	/** Fields of its own; the resource and operation that they are shown for are added where the list is put together. */
	fields: readonly INodeProperties[];
	/** Entries of its "Options" collection, beside those that every operation has. */
	options?: readonly INodeProperties[];
	/**
	 * The properties that "Simplify" asks Graph for, where its objects have more than ten; with them the operation has that
	 * field. Those that the person selects win.
	 */
	simple?: readonly string[];
	/** Whether the person asks for the download URLs of files in another way than by the options. */
	asksForDownloadUrls?: (item: ItemParameters) => boolean;
	/** What Graph will not do here, and what to do instead. */
	guards?: readonly Guard[];
	/** The request for one item; `send` is for what has to be looked up first; only an operation that has `steps` instead is without. */
	request?: (item: ItemParameters, send: Send) => GraphRequest | Promise<GraphRequest>;
	/** Set for a list: the request is paged through up to what the person asked for. */
	list?: {
		/** The most entries of this list that are sensibly asked for in one page; `undefined` where Graph takes no `$top`. */
		pageSize: (item: ItemParameters) => number | undefined;
		/** Reads what the list leaves out of its entries. */
		details?: (entries: IDataObject[], run: ItemRun) => Promise<IDataObject[]>;
		/** Where Graph ends the list by itself: after how many entries, and what the person is told then. */
		maxEntries?: (item: ItemParameters) => { entries: number; hint: string } | undefined;
		/** Whether Graph can't be asked for some properties of these objects: then they're picked from the whole ones. */
		picked?: (item: ItemParameters) => boolean;
	};
	/** The items from an answer that is no list; the answer itself when it is not set. */
	output?: (response: GraphResponse, item: ItemParameters) => Result[];
	/** Adds to the items of the answer, or of the list, what takes requests of its own, such as files. */
	complete?: (items: IDataObject[], run: ItemRun) => Promise<Result[]>;
	/** For the few that need steps of their own: in place of `request` when it returns something. */
	steps?: (run: ItemRun) => Promise<Result[]> | undefined;
}

/** A resource of the node and its operations. */
export interface Resource {
	name: string;
	value: string;
	operations: readonly Operation[];
}
