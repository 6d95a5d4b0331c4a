import type { IBinaryData, IDataObject, INodeProperties } from 'n8n-workflow';

import type { Guard } from '../graph/explain';
import type { Send, Transfers } from '../graph/client';
import type { FileStream } from '../graph/file';
import type { GraphRequest, GraphResponse } from '../graph/graphRequest';
import type { FileItem } from './fileItem';
import type { ItemParameters } from './itemParameters';

export type { ItemParameters } from './itemParameters';

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
		most?: (item: ItemParameters) => { entries: number; hint: string } | undefined;
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

/** What an operation puts out: an object, or one with a file. */
export type Result = IDataObject | FileItem;

/** What an operation with steps of its own has to work with. */
export interface ItemRun extends Transfers {
	item: ItemParameters;
	send: Send;
	/** Puts a file into n8n's binary storage. */
	store: (content: FileStream, fileName?: string, mimeType?: string) => Promise<IBinaryData>;
	/** Waits, in ms; together with other items where that is about the same time. */
	wait: (ms: number) => Promise<void>;
	/**
	 * Adds a hint to the node's output: one for all items that have the same.
	 * @param text a sentence
	 * @param about what of the item it is about, such as a name: named after the sentence
	 */
	hint: (text: string, about?: string) => void;
	/** The same for this item in all tries of this execution, and for nothing else. */
	itemKey: string;
	/** Whether an earlier try of this execution has worked on this item. */
	triedBefore: boolean;
	/** Who the app is; its token is there once something was sent. */
	app: () => AppFacts;
}

/** What may be told of an app and its sign-in. */
export interface AppFacts {
	authentication: string;
	cloud: string;
	tenantId: string;
	clientId: string;
	loginUrl: string;
	graphUrl: string;
	/** The blueprint that signs it in, where the app is an agent identity. */
	blueprintId?: string;
	/** The certificate that it signs in with; its end in ms since the epoch. */
	certificate?: { thumbprint: string; expiresAt: number };
	/** Times in ms since the epoch; the token itself is not told. */
	token?: { obtainedAt: number; expiresAt: number; claims?: Readonly<Record<string, unknown>> };
}

/** A resource of the node and its operations. */
export interface Resource {
	name: string;
	value: string;
	operations: readonly Operation[];
}
