import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Send } from '../../graph/client';
import type { Guard } from '../../graph/errors/explain';
import type { GraphRequest } from '../../graph/graphRequest';
import type { NodeParameters } from '../../shared/parameters/itemParameters';

/** What can happen to something. */
export type ChangeEvent = 'created' | 'updated' | 'deleted';

/**
 * What one entry of the trigger's "Watch" list watches, as data: its fields, the delta functions that tell the truth about
 * it, what Graph is to notify of. It calls nothing itself, but for looking up what a field names.
 */
export interface Watch {
	/** Name in the list, such as "Message". */
	name: string;
	/** Value that workflows store. */
	value: string;
	description: string;
	/** The events that can be told apart, and what each is called. */
	events: Readonly<Partial<Record<ChangeEvent, string>>>;
	fields: readonly INodeProperties[];
	/** Entries of its "Options" collection, beside those that every watch has. */
	options?: readonly INodeProperties[];
	/** Entries of its "Filters" collection. */
	filters?: readonly INodeProperties[];
	/** Whether a change that is not a deletion passes the filters that are set. */
	passes?: (entry: IDataObject, filters: IDataObject) => boolean;
	/** The least application permissions that reading the changes needs, all of them. */
	permissions: readonly string[];
	/** What a subscription needs where that is more. */
	subscriptionPermissions?: readonly string[];
	/** What a greater permission adds, a sentence. */
	permissionNote?: string;
	/**
	 * The properties that "Simplify" asks for, where Graph takes `$select` there. `filterProperties` are asked for beside
	 * them, as are those that tell changes apart.
	 */
	simple?: readonly string[];
	filterProperties?: readonly string[];
	/** Names of the properties by which changes are told apart. */
	tellBy: TellBy;
	/** What Graph will not do here, and what to do instead. */
	guards?: readonly Guard[];
	/** Whether notifications may carry the changed object, encrypted. */
	withData?: boolean;
	/** Where the changes are to be read, from the fields. */
	source: (settings: WatchSettings) => Source | Promise<Source>;
}

/** Names of properties of a changed object. */
export interface TellBy {
	/** Its time of creation. */
	created: string;
	/** The time of its last change; without it a changed object is known by its content. */
	modified?: string;
	/** What is another with each change; the time of the last change by default. */
	version?: string;
}

/** The fields as the person filled them in. */
export interface WatchSettings {
	parameters: Pick<NodeParameters, 'text' | 'id' | 'flag' | 'number' | 'list' | 'value'>;
	/** The "Options" collection. */
	options: IDataObject;
	events: readonly ChangeEvent[];
	/** The properties to ask for, separated by commas; `''` for Graph's own. */
	select: string;
	send: Send;
}

/** Where the changes of what is watched are read. */
export interface Source {
	/** The delta functions; more than one where events are kept apart by Graph itself. */
	feeds: readonly Feed[];
	/** One page with the newest object first: an example for a test in the editor. */
	latest: GraphRequest;
	notify: Notify;
}

/** The notifications that wake the trigger. */
export interface Notify {
	/** Path of what Graph watches, without a slash before it. */
	resource: string;
	/** The same where notifications are to carry the changed object: mail wants the properties named. */
	resourceWithData?: string;
	/** The kinds of changes that are wanted, in Graph's terms: drives and lists tell of updates only. */
	changes: readonly ChangeEvent[];
	/** The kinds of changes that Graph takes for it. */
	possible: readonly ChangeEvent[];
	/** Gives the path that Graph takes for sure, where `resource` names something by its owner. */
	resolve?: () => Promise<string>;
	/** Whether Graph may refuse to notify of it at all: then the polls alone have to do. */
	mayBeRefused?: boolean;
}

/** A delta function, or a list that is asked by time where Graph has none. */
export interface Feed {
	/** Names it among the feeds of a source. */
	key: string;
	/** The event of all its changes; without it, it is told from each change. */
	event?: ChangeEvent;
	/** The first request of a round over everything there is. `now` in ms since the epoch. */
	all: (now: number) => GraphRequest;
	/** The first request of a round over what came since a time (ISO 8601, UTC), where Graph has one. */
	since?: (time: string) => GraphRequest;
	/** The request that gives a delta link for now, where Graph has one. */
	latest?: GraphRequest;
	/**
	 * For what has no delta function: `since` is asked each time. How far back, in ms, since what changed may be found late.
	 */
	overlap?: number;
	/** After so many ms a new round over everything is begun, since a delta link keeps to its window. */
	renewAfter?: number;
	/** How many entries Graph gives at most behind a link of `since`: a new round is begun before they are reached. */
	mostSince?: number;
	/** Whether Graph may tell the same change several times: what is found in the state of the last time is no change. */
	repeats?: boolean;
	/** Reads an object that the feed calls gone, where it may be there all the same. */
	lookUp?: (entry: IDataObject) => Omit<GraphRequest, 'method'>;
	/** Whether an entry is about what is watched. */
	concerns?: (entry: IDataObject) => boolean | Promise<boolean>;
	/**
	 * How late, in ms, a change may be found after the time at which it happened, where the object has such a time: what was
	 * changed before comes for another reason. Without it a change is believed whatever its time.
	 */
	late?: number;
	/** What an entry says, where it is no change by itself: several, or none; `undefined` where it is one like any other. */
	split?: (entry: IDataObject) => Told[] | undefined;
}

/** What an entry of a feed says. */
export interface Told {
	event: ChangeEvent;
	entry: IDataObject;
	/**
	 * The same can happen to the object another time, and nothing in it tells when, as with members who come, go and come
	 * again. Then it counts by the delta link that it was found behind; in a round that begins anew it says nothing.
	 */
	again?: boolean;
}
