import type { IBinaryData, IDataObject } from 'n8n-workflow';

import type { Transfers, Send } from '../graph/client';
import type { FileStream } from '../graph/transport/fileStream';
import type { FileItem } from './fileItem';
import type { ItemParameters } from './parameters/itemParameters';

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
	app: () => AppInfo;
}

/** What may be told of an app and its sign-in. */
export interface AppInfo {
	authentication: string;
	cloud: string;
	tenantId: string;
	clientId: string;
	loginUrl: string;
	graphUrl: string;
	/** Times in ms since the epoch; the token itself is not told. */
	token?: { obtainedAt: number; expiresAt: number; claims?: Readonly<Record<string, unknown>> };
}

/** What an operation puts out: an object, or one with a file. */
export type Result = IDataObject | FileItem;
