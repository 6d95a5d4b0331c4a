import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Send } from '../../graph/client';
import type { Guard } from '../../graph/errors/explain';
import type { GraphRequest } from '../../graph/graphRequest';
import type { NodeParameters } from '../../shared/parameters/itemParameters';

/** What can happen to something. */
export type ChangeEvent = 'created' | 'updated' | 'deleted';

/**
 * What one entry of the trigger's "Trigger On" list watches, as data: its fields, the delta functions that report changes of
 * it, what Graph is to notify of. It sends no requests itself, except to look up what a field names.
 */
export interface Watch {
	/** Name in the list, such as "Message". */
	name: string;
	/** Value that workflows store. */
	value: string;
	/** What the node panel calls a trigger on it, such as "On new email". */
	action: string;
	description: string;
	/** The events that can be distinguished, and what each is called. */
	events: Readonly<Partial<Record<ChangeEvent, string>>>;
	fields: readonly INodeProperties[];
	/** Entries of its "Options" collection, in addition to those that every watch has. */
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
	 * The properties that "Simplify" selects, where Graph takes `$select` there. `filterProperties` are selected in addition,
	 * as are `changeFields`.
	 */
	simple?: readonly string[];
	filterProperties?: readonly string[];
	/** Names of the properties by which changes are distinguished. */
	changeFields: ChangeFields;
	/** What Graph will not do here, and what to do instead. */
	guards?: readonly Guard[];
	/** Why Graph doesn't notify apps of it, a sentence: then polls alone find changes, and there's no delivery to choose. */
	pollsOnly?: string;
	/** Whether notifications may carry the changed object, encrypted. */
	withData?: boolean;
	/** Where the changes are read, from the fields. */
	source: (settings: WatchSettings) => ChangeSource | Promise<ChangeSource>;
}

/** Names of properties of a changed object. */
export interface ChangeFields {
	/** Its time of creation. */
	created: string;
	/** The time of its last change; without it a changed object is known by its content. */
	modified?: string;
	/** Differs with each change; the time of the last change by default. */
	version?: string;
}

/** The fields as the person filled them in. */
export interface WatchSettings {
	parameters: Pick<NodeParameters, 'text' | 'id' | 'flag' | 'number' | 'list' | 'value'>;
	/** The "Options" collection. */
	options: IDataObject;
	events: readonly ChangeEvent[];
	/** The properties to select, separated by commas; `''` for Graph's own. */
	select: string;
	send: Send;
}

/** Where the changes of what is watched are read. */
export interface ChangeSource {
	/** The delta functions; more than one where events are kept apart by Graph itself. */
	feeds: readonly Feed[];
	/** Replaces `feeds` where what is watched is in containers that come and go, each with a delta function. */
	containers?: Containers;
	/** One page with the newest object first: an example for a test in the editor. */
	latest: GraphRequest | (() => Promise<GraphRequest>);
	/** Absent where Graph doesn't notify apps: see `pollsOnly` of the watch. */
	notify?: Notify;
}

/** Containers of what is watched, such as the folders of a mailbox. */
export interface Containers {
	/** Names what is watched, as JSON; the containers themselves come and go. */
	watched: unknown;
	/**
	 * The property with the time since which an object is in what is watched, where that isn't its time of creation: a mail
	 * is created when its draft is begun.
	 */
	created?: string;
	/** What they are called, in the plural. */
	noun: string;
	/** What to do where there are too many, a sentence. */
	fix: string;
	/**
	 * Finds the containers that there are now.
	 * @param state what it returned as `state` the last time
	 */
	find: (state: IDataObject | undefined) => Promise<FoundContainers>;
	/** The feed of one. @param all the IDs of all that are watched */
	feed: (id: string, all: ReadonlySet<string>) => Feed;
	/**
	 * The IDs of the containers that objects are in, watched or not; `undefined` where that can't be said, so that all have
	 * to be read.
	 */
	containersOf?: (objects: readonly string[]) => Promise<string[] | undefined>;
}

/** Containers as they were found. */
export interface FoundContainers {
	readonly ids: readonly string[];
	/** Those that the person has named: it's an error where one of them is gone. */
	readonly named?: readonly string[];
	/** What the next search needs. n8n stores it, so the names in it stay. */
	readonly state?: IDataObject;
}

/** The notifications that prompt the trigger. */
export interface Notify {
	/** Path of what Graph watches, without a slash before it. */
	resource: string;
	/** The same where notifications carry the changed object: mail needs the properties named. */
	resourceWithData?: string;
	/** The kinds of changes that are wanted, in Graph's terms: drives and lists report updates only. */
	changes: readonly ChangeEvent[];
	/** The kinds of changes that Graph takes for it. */
	possible: readonly ChangeEvent[];
	/** Gives the path that Graph takes for sure, where `resource` names something by its owner. */
	resolve?: () => Promise<string>;
	/** Whether Graph may not send notifications for it at all: then only polls find changes. */
	mayBeRefused?: boolean;
}

/** A delta function, or a list that is read by time where Graph has none. */
export interface Feed {
	/** Names it among the feeds of a source. */
	key: string;
	/** The event of all its changes; without it, each change shows which it is. */
	event?: ChangeEvent;
	/** The first request of a full round. `now` in ms since the epoch. */
	all: (now: number) => GraphRequest;
	/** The first request of a round over what came since a time (ISO 8601, UTC), where Graph has one. */
	since?: (time: string) => GraphRequest;
	/** The request that gives a delta link for now, where Graph has one. */
	latest?: GraphRequest;
	/**
	 * For what has no delta function: `since` is read each time. How far back, in ms, since changes may be found late.
	 */
	overlapMs?: number;
	/** After so many ms a new full round starts, since a delta link keeps to its window. */
	renewAfterMs?: number;
	/** How many entries Graph gives at most behind a link of `since`: a new round starts before they are reached. */
	maxSince?: number;
	/** Whether Graph may repeat a change: an object that is found in the same state as the last time hasn't changed. */
	mayRepeat?: boolean;
	/**
	 * For a list that is read each time (`overlapMs`, `mayRepeat`), and whose objects have no time of their last change: an
	 * object has changed when it differs from how it was found last. What to do where there are too many to remember.
	 */
	compares?: string;
	/** Reads an object that the feed calls gone, where it may exist all the same. */
	objectRequest?: (entry: IDataObject) => Omit<GraphRequest, 'method'>;
	/** Whether such an object, which exists, is still in what is watched; it is by default. */
	isWatched?: (object: IDataObject) => boolean;
	/** Whether an entry is about what is watched. */
	concerns?: (entry: IDataObject) => boolean | Promise<boolean>;
	/**
	 * How late, in ms, a change may be found after the time at which it happened, where the object has such a time: an
	 * earlier change comes for another reason. Without it, a change counts whatever its time.
	 */
	maxDelayMs?: number;
	/** The changes that an entry stands for, where it isn't one by itself; `undefined` where it's one like any other. */
	split?: (entry: IDataObject) => FeedChange[] | undefined;
}

/** One change that an entry of a feed stands for. */
export interface FeedChange {
	event: ChangeEvent;
	entry: IDataObject;
	/**
	 * The same can happen to the object another time, and nothing in it shows when, as with members who join, leave, and
	 * rejoin. Then it counts by the delta link that it was found behind; in a full round it says nothing.
	 */
	canRecur?: boolean;
}
