import { createHash, timingSafeEqual } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

/** More than Graph sends in one call. */
const maxNotifications = 1_000;

/** A notification of one change, or of the subscription itself. */
export interface Notification {
	subscriptionId: string;
	/** Set for what concerns the subscription: `reauthorizationRequired`, `subscriptionRemoved`, `missed`. */
	lifecycleEvent?: string;
	changeType: string;
	/** The ID of the changed object, where the notification names it. */
	objectId?: string;
	/** The changed object, encrypted. */
	encryptedContent?: IDataObject;
}

/** What one call of Graph brings. */
export interface Call {
	notifications: Notification[];
	/** Tokens by which Graph is verified as the sender, with encrypted content. */
	validationTokens: string[];
}

/**
 * Reads a call of Graph; what doesn't carry the trigger's own `clientState` is ignored.
 * @param body as it came: anyone can call the URL
 * Source: "changeNotification resource type", "Lifecycle notifications".
 */
export function parseNotifications(body: unknown, clientState: unknown): Call {
	const { value, validationTokens } = Object(body) as IDataObject;
	const entries = Array.isArray(value) ? (value as unknown[]).slice(0, maxNotifications) : [];
	const own = entries
		.map((entry) => Object(entry) as IDataObject)
		.filter((entry) => typeof clientState === 'string' && isSame(entry.clientState, clientState));
	return {
		notifications: own.map(readNotification),
		validationTokens: Array.isArray(validationTokens)
			? validationTokens.filter((token): token is string => typeof token === 'string')
			: [],
	};
}

function readNotification(entry: IDataObject): Notification {
	const { subscriptionId, lifecycleEvent, changeType, resourceData, encryptedContent } = entry;
	const { id } = Object(resourceData) as IDataObject;
	return {
		subscriptionId: String(subscriptionId),
		...(typeof lifecycleEvent === 'string' && { lifecycleEvent }),
		changeType: String(changeType),
		...(typeof id === 'string' && { objectId: id }),
		...(typeof encryptedContent === 'object' && { encryptedContent: encryptedContent as IDataObject }),
	};
}

/** Compares in constant time. */
function isSame(given: unknown, expected: string): boolean {
	if (typeof given !== 'string') return false;
	const [a, b] = [given, expected].map((text) => createHash('sha256').update(text).digest());
	return timingSafeEqual(a as Buffer, b as Buffer);
}
