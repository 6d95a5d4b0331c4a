import type { EntraSimulator, IssuedToken } from '../entra';
import type { Faults } from '../faults';
import type { RequestLog } from '../requestLog';
import type { Settings } from '../settings';
import type { Notifier } from './notifier';
import type { GraphState } from './state';
import type { DirectoryUser } from './state/users';

/** Everything needed to respond to a request to Graph. */
export interface GraphWorld {
	state: GraphState;
	settings: Settings;
	faults: Faults;
	log: RequestLog;
	entra: EntraSimulator;
	throttle: Throttle;
	notifier: Notifier;
	urls(): { loginUrl: string; graphUrl: string; storageUrl: string };
	/** A number in [0, 1), in the same sequence each run. */
	random(): number;
	/** Carries something out later; canceled by a reset. */
	later(ms: number, effect: () => Promise<unknown>): void;
}

/** Limits: a token bucket, requests at one mailbox at a time, one $batch at a time in one mailbox. */
export interface Throttle {
	/**
	 * Counts a request against the token bucket.
	 * @returns headers to add to its answer
	 * @throws GraphError 429
	 */
	count(token: IssuedToken, user: DirectoryUser | undefined): Record<string, string>;
	/**
	 * Counts a request against what SharePoint grants an app, over all sites and drives of the tenant.
	 * @returns headers to add to its answer
	 * @throws GraphError 429
	 */
	countFiles(token: IssuedToken): Record<string, string>;
	/**
	 * Acquires a slot at a mailbox.
	 * @returns releases the slot
	 * @throws GraphError 429 when all are taken
	 */
	enter(user: DirectoryUser, token: IssuedToken, batch: number | undefined): () => void;
	/**
	 * Acquires the only slot at a workbook.
	 * @returns releases the slot
	 * @throws GraphError 409 or 429 when it is taken
	 */
	enterWorkbook(file: string): () => void;
	/** The end of a $batch: its mailboxes are free for another. */
	endBatch(batch: number): void;
	reset(): void;
}
