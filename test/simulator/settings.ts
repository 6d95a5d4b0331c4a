/** How the simulator behaves. All times are milliseconds unless the name says otherwise. */
export interface Settings {
	/** Time each HTTP call takes on the way, on every host. */
	latency: number;
	/** Service time of each Graph request, and of each part of a $batch. */
	partTime: number;
	/** Requests that one app may have under way at one mailbox (Graph throttling limits: 4). */
	mailboxConcurrency: number;
	/** Outlook parts of one $batch that run at the same time. */
	batchMailParallel: number;
	/** A second $batch that reaches into a mailbox while another one does gets 429 for those parts. */
	oneBatchPerMailbox: boolean;
	/** Answers of a $batch come in another order than its requests. */
	shuffleBatch: boolean;
	/** A token bucket over all requests and parts of an app; `null` means no limit. */
	throttle: TokenBucket | null;
	/** Retry-After as whole seconds, decimal seconds or an HTTP date; `none` leaves it out. */
	retryAfterAs: 'seconds' | 'decimal' | 'date' | 'none';
	/** Retry-After of a refusal for too many requests at one mailbox, seconds. */
	concurrencyRetryAfter: number;
	/** Value of `x-ms-throttle-limit-percentage`: fixed, from the token bucket (shown from 0.8 on), or absent. */
	throttlePercentage: number | 'bucket' | null;
	/** Expired tokens are refused with 401. */
	checkExpiry: boolean;
	/** Audiences of tokens that Graph accepts beside its own URL. */
	audiences: string[];
	/** Mail to people of the tenant arrives in their Inbox. */
	deliver: boolean;
	/** What a path gets that the simulator does not know: Graph's refusal, or an answer as of a plain collection. */
	unknownPaths: 'refuse' | 'answer';
	/** Bodies are kept in the request log. */
	recordBodies: boolean;
	/** What is answered is kept in the request log too. */
	recordAnswers: boolean;
	/** How what Teams carries out after Graph's answer ends: teams, archiving, shared channels. */
	teams: TeamsSettings;
	/** Object IDs of users whose online meetings no application access policy opens to apps. */
	meetingsWithoutPolicy: string[];
	send: SendSettings;
}

/** The outcome of operations that Teams carries out by itself. */
export interface TeamsSettings {
	/** How often each operation is found in progress before it has ended. */
	looks: number;
	/** Why it fails; `null` means that it succeeds. */
	error: { code: string; message: string } | null;
}

export interface TokenBucket {
	/** Requests that may come at once. */
	capacity: number;
	/** Requests that are given back each second. */
	refillPerSecond: number;
	/** Seconds told in Retry-After; without it the time until one request is given back, rounded up. */
	retryAfter?: number;
	/** One bucket for each mailbox instead of one for each app. */
	perMailbox?: boolean;
}

/** What happens between "202 Accepted" and the item in Sent Items. */
export interface SendSettings {
	/** How long the item stays in Drafts, still a draft, after the 202. */
	lingerMs: number;
	/** How long the item can be found nowhere after it left Drafts: 404 by id, absent from every list. */
	hiddenMs: number;
	/** The ordinary id changes, as with every move to another folder. */
	changesId: boolean;
	/** The immutable id changes too. */
	changesImmutableId: boolean;
	/** A second /send of a draft that lingers: it goes out again, or is refused with 400. */
	resubmit: 'again' | 'refused';
	/** Seconds in a Retry-After header beside the 202; `null` means none. */
	acceptedRetryAfter: number | null;
}

/**
 * The settings of a fresh simulator.
 * @returns a new object each time
 */
export function defaultSettings(): Settings {
	return {
		latency: 0,
		partTime: 0,
		mailboxConcurrency: 4,
		batchMailParallel: 4,
		oneBatchPerMailbox: true,
		shuffleBatch: true,
		throttle: null,
		retryAfterAs: 'seconds',
		concurrencyRetryAfter: 1,
		throttlePercentage: null,
		checkExpiry: true,
		audiences: [
			'00000003-0000-0000-c000-000000000000',
			'https://graph.microsoft.com',
			'https://graph.microsoft.us',
			'https://dod-graph.microsoft.us',
			'https://microsoftgraph.chinacloudapi.cn',
		],
		deliver: true,
		unknownPaths: 'refuse',
		recordBodies: true,
		recordAnswers: false,
		teams: { looks: 0, error: null },
		meetingsWithoutPolicy: [],
		send: {
			lingerMs: 0,
			hiddenMs: 0,
			changesId: true,
			changesImmutableId: false,
			resubmit: 'again',
			acceptedRetryAfter: null,
		},
	};
}

export type SettingsChange = Partial<Omit<Settings, 'send'>> & { send?: Partial<SendSettings> };

/**
 * Changes settings in place.
 * @param settings what is changed
 * @param change the new values; `send` is merged field by field
 * @throws Error for a name that is no setting
 */
export function changeSettings(settings: Settings, change: SettingsChange): void {
	const { send, ...rest } = change;
	const unknown = [
		...Object.keys(rest).filter((name) => !(name in settings)),
		...Object.keys(send ?? {}).filter((name) => !(name in settings.send)),
	];
	if (unknown.length > 0) throw new Error(`No such setting: ${unknown.join(', ')}`);
	Object.assign(settings, rest);
	Object.assign(settings.send, send);
}
