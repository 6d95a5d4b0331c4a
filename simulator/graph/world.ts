import type { EntraSimulator } from '../entra';
import type { Faults } from '../faults';
import type { RequestLog } from '../requestLog';
import type { Settings } from '../settings';
import type { Notifier } from './notifications';
import type { GraphState } from './state';
import type { Throttle } from './throttle';

/** Everything that answering a request to Graph needs. */
export interface GraphWorld {
	state: GraphState;
	settings: Settings;
	faults: Faults;
	log: RequestLog;
	entra: EntraSimulator;
	throttle: Throttle;
	notifier: Notifier;
	urls(): { loginUrl: string; graphUrl: string; storageUrl: string };
	/** A number in [0, 1), the same row of them each run. */
	random(): number;
	/** Carries something out later; called off by a reset. */
	later(ms: number, effect: () => Promise<unknown>): void;
}
