import type { IBinaryData, IDataObject } from 'n8n-workflow';

import type { Send } from '../graph/client';
import type { Transfers } from '../graph/files/transfers';
import type { FileStream } from '../graph/transport/fileStream';
import type { FileItem } from './fileItem';
import type { ItemParameters } from './parameters/itemParameters';

/** What an operation with several steps can use. */
export interface ItemRun extends Transfers {
	item: ItemParameters;
	send: Send;
	/** Puts a file into n8n's binary storage. */
	store: (content: FileStream | Buffer, fileName?: string, mimeType?: string) => Promise<IBinaryData>;
	/** Waits, in ms; together with other items that wait for about the same time. */
	wait: (ms: number) => Promise<void>;
	/** Does work that the items of this run share: the first item with the key does it, the others get its result. */
	once: <T>(key: string, work: () => Promise<T>) => Promise<T>;
	/**
	 * Adds a hint to the node's output: one for all items that have the same.
	 * @param text a sentence
	 * @param about what it concerns, such as the item's name; shown after the sentence
	 */
	hint: (text: string, about?: string) => void;
	/** A key that is the same for this item in all tries of this execution, and unique to it. */
	itemKey: () => string;
	/** Whether an earlier try of this execution has processed this item. */
	triedBefore: boolean;
	/** Lets the execution wait for a response. */
	waiting: Waiting;
	/** The app; its token is set after the first request. */
	app: () => AppInfo;
}

/** An execution that waits until someone responds, or a time has passed. */
export interface Waiting {
	/**
	 * The URL that resumes the execution, signed by n8n.
	 * @param query parameters of the URL, which the signature covers
	 * @throws RequestError if this version of n8n has no such URLs
	 */
	resumeUrl(query?: Readonly<Record<string, string>>): string;
	/**
	 * Has n8n wait when the node has finished.
	 * @param until when the execution goes on without a response; without it, it waits indefinitely
	 */
	wait(until?: Date): Promise<void>;
}

/** What may be shown of an app and its sign-in. */
export interface AppInfo {
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
	/** Times in ms since the epoch; the token itself is never shown. */
	token?: { obtainedAt: number; expiresAt: number; claims?: Readonly<Record<string, unknown>> };
}

/** The output of an operation: an object, optionally with a file. */
export type Result = IDataObject | FileItem;
