import type { EntraSimulator } from './entra';
import type { Faults } from './faults';
import type { Notifier } from './graph/notifier';
import type { GraphState } from './graph/state';
import type { Host, RecordedRequest } from './requestLog';
import type { Settings, SettingsChange } from './settings';
import type { TenantEvents } from './tenantEvents';

export interface Simulator {
	/** Entra's host, without a slash at the end. */
	loginUrl: string;
	/** Graph's host, without version or slash at the end. */
	graphUrl: string;
	/** The host of upload sessions. */
	storageUrl: string;
	/** HTTP control for callers in another process. */
	controlUrl: string;
	/** The listening ports. */
	ports: Record<Host | 'control', number>;
	entra: EntraSimulator;
	graph: GraphState;
	faults: Faults;
	settings: Settings;
	/** Every request on login, Graph and storage, in the order of arrival. */
	requests: RecordedRequest[];
	/** Every part of a $batch. */
	parts: RecordedRequest[];
	/** Subscriptions, and the notifications that they have sent. */
	notifier: Notifier;
	/** What happens in the tenant without a request of the app: incoming mail, messages in Teams, alerts. */
	events: TenantEvents;
	/** Invalidates every delta link and next link of changes: they return 410. */
	expireDeltaLinks(): void;
	/** Changes settings; groups of them, such as `send` and `notifications`, are merged field by field. */
	set(change: SettingsChange): void;
	/** Back to the seed and the settings of the start: no faults, empty logs, no late effects. */
	reset(): void;
	close(): Promise<void>;
}
