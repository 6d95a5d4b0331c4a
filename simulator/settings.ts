/** How the simulator behaves. All times are milliseconds unless the name says otherwise. */
export interface Settings {
	/** Network time of each HTTP call, on every host. */
	latency: number;
	/** Service time of each Graph request, and of each part of a $batch. */
	partTime: number;
	/** Requests that one app may have under way at one mailbox (Graph throttling limits: 4). */
	mailboxConcurrency: number;
	/** Outlook parts of one $batch that run at the same time. */
	batchMailParallel: number;
	/** A second $batch that reaches into a mailbox while another one does gets 429 for those parts. */
	oneBatchPerMailbox: boolean;
	/** The responses of a $batch are in another order than its requests. */
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
	/** Audiences of tokens that Graph accepts in addition to its own URL. */
	audiences: string[];
	/** Mail to people of the tenant arrives in their Inbox. */
	deliver: boolean;
	/** What an unknown path gets: Graph's refusal, or a response as from a plain collection. */
	unknownPaths: 'refuse' | 'answer';
	/** Bodies are kept in the request log. */
	recordBodies: boolean;
	/** Responses are kept in the request log too. */
	recordAnswers: boolean;
	/** The outcome of what Teams carries out after Graph's response: teams, archiving, shared channels. */
	teams: TeamsSettings;
	/** How a second request to a workbook is refused while another one is in progress. */
	workbookBusy: 'conflict' | 'throttled';
	/** How workbooks behave where reports differ, or where it depends on their size. */
	workbooks: WorkbookSettings;
	/** Time after which an alert can be found: it is indexed late. */
	alertLag: number;
	/** Object IDs of users whose online meetings no application access policy lets apps access. */
	meetingsWithoutPolicy: string[];
	/** The simulated cloud: some don't have all of Graph. */
	cloud: Cloud;
	outlook: OutlookSettings;
	send: SendSettings;
	subscriptions: SubscriptionSettings;
	notifications: NotificationSettings;
	delta: DeltaSettings;
	directory: DirectorySettings;
	sharePoint: SharePointSettings;
}

/** How the workbook API behaves. */
export interface WorkbookSettings {
	/** Whether an app that may only read files can read cells, or is refused as one that can't open the workbook. */
	readOnlyApps: 'allowed' | 'refused';
	/** How a file that isn't a workbook is refused: both were reported. */
	notAWorkbook: 'denied' | 'unauthorized';
	/**
	 * How often the monitor of a request with `Prefer: respond-async` says that it's running; `null` for requests that are
	 * quick enough to be answered at once.
	 */
	longRunning: number | null;
	/** How the monitor names the end: the reference and the guide differ. */
	finished: 'succeeded' | 'Completed';
	/** The most bytes of a range that is read. */
	maxResponse: number;
	/**
	 * How a range is read that has too many cells or bytes: it's refused, or its values are `null`, which was reported for
	 * Excel's own library.
	 */
	tooLarge: 'refused' | 'nulls';
}

/** What may surprise callers that read directory objects. */
export interface DirectorySettings {
	/** How a list is filtered by what Microsoft's tables don't have: not at all, as they say, or in one of two ways. */
	unlisted: 'none' | 'plain' | 'advanced';
	/** Time for which other calls don't find what was just created. */
	replication: number;
}

/** What may be unexpected of SharePoint and OneDrive. */
export interface SharePointSettings {
	/** Where uploaded Office, PDF, and HTML files are rewritten: in the libraries of sites and groups, in each drive, or nowhere. */
	rewrites: 'libraries' | 'everywhere' | 'never';
	/** Whose size and hash an item of a rewritten file has: those of its content, or of what was sent. */
	tellsOf: 'content' | 'sent';
	/** Most items of a list that can be filtered or ordered by a column without an index. */
	listThreshold: number;
	/** What a query beyond that gets: 400, or a 429 without Retry-After, however often it's retried. */
	overThreshold: 'refused' | 'throttled';
	/** Whether files and folders keep a description; Microsoft's page says that only OneDrive Personal does. */
	keepsDescriptions: boolean;
	/** Whether `manage` and `fullcontrol` of a site can be granted at once; otherwise only by updating a grant. */
	grantsAllAtOnce: boolean;
	/** What one app may request of all sites and drives together in a window of some seconds; `null` means no limit. */
	rateLimit: { requests: number; seconds: number } | null;
}

/** The clouds of Microsoft that differ in what Graph has. */
export type Cloud = 'global' | 'usGovernmentL4' | 'usGovernmentL5' | 'china';

/** Outlook behavior on which reports differ, or which needs setup in the tenant. */
export interface OutlookSettings {
	/** Whether the `comment` of createReply, createReplyAll and createForward becomes part of the draft. */
	draftComment: 'ignored' | 'taken';
	/**
	 * What becomes of a mail with a deferred send time (0x3FEF) that was not sent as a draft with a deferred delivery time
	 * (0x000F) too: it leaves at once, or waits in Drafts as it should.
	 */
	deferredAlone: 'atOnce' | 'held';
	/** The order of a calendar view without `$orderby`. */
	calendarViewOrder: 'none' | 'byStart';
	/** Whether the tenant has a service principal of the app that traces messages; a POST makes one. */
	messageTracePrincipal: boolean;
	/** The largest page of messages that doesn't time out at Graph's gateway: `$top` beyond it gets 504. */
	largestPage: number;
	/** What becomes of a body, or its preview, that an app selects with Mail.ReadBasic: Microsoft's pages don't say. */
	basicBodies: 'omitted' | 'refused';
}

/** How subscriptions are created, kept, and expire. */
export interface SubscriptionSettings {
	/**
	 * Whether the notification URL must respond with the validation token, and what is watched must exist.
	 * `notExample`: always except for example domains, such as `.example`, where no one responds or is notified.
	 */
	validate: 'notExample' | 'always' | 'never';
	/** Time that the notification URL has to respond to the validation token. */
	validationTimeout: number;
	/** Only https is accepted, and no name or address of this machine, as in Graph. */
	publicHttpsOnly: boolean;
	/** Longer lifetimes are shortened to this one, minutes; `null` means as long as Graph allows. */
	longestLifeMinutes: number | null;
	/** `reauthorizationRequired` is sent once, when a quarter of the lifetime is left. */
	reauthorize: boolean;
	/** Nothing is notified from `reauthorizationRequired` until the subscription is reauthorized or renewed. */
	holdUntilReauthorized: boolean;
	/** `subscriptionRemoved` is sent when a subscription is removed through the control host. */
	tellsRemoval: boolean;
	/** Time between checks of what is watched, for changes without a request. */
	lookEvery: number;
	/** Whether alerts can be watched: they are not in Microsoft's list of what can be. */
	alerts: 'refused' | 'accepted';
	/** Whether the drive of a group or a site can be watched by its owner, not only as `drives/{id}/root`. */
	drivesByOwner: 'refused' | 'accepted';
	/** How many subscriptions to users, groups and members an app may have in a tenant; one more gets 403. */
	directoryQuota: number;
	/** The same for all apps together in one mailbox. */
	mailboxQuota: number;
}

/** What may surprise callers that follow delta links. */
export interface DeltaSettings {
	/** A change is returned this long after the first request that could have returned it: the request reads a replica. */
	lag: number;
	/** Each round returns its first change once more at its end. */
	repeat: boolean;
	/** An empty page comes before each other page. */
	emptyPages: boolean;
	/**
	 * A change in a drive counts as one of all folders above it, the root among them; of the root alone where the caller
	 * prefers `deltaExcludeParent`.
	 */
	folders: boolean;
	/** A group is returned once for each so many added or removed members; `null` means once with all. */
	membersPerRow: number | null;
	/** A filter of messages doesn't exclude removed messages, nor changes of messages received before its time. */
	unfiltered: boolean;
	/** Links are spelled as Graph does it, in several ways, or as the request was. */
	links: 'varied' | 'plain';
	/** The first round of users and groups has entries for what was removed long before, including members. */
	removedAtFirst: boolean;
	/** A round of users or groups ends with an additional, empty page. */
	emptyLastPage: boolean;
	/** A change of users or groups is returned once more in the round after the one that returned it. */
	replays: boolean;
	/** A created or changed event beyond the window of a calendar view is returned as removed. */
	outsideWindow: boolean;
	/** The root of a drive is on each page. */
	rootOnEachPage: boolean;
	/** How many messages a delta with a filter returns at most. */
	mostFiltered: number;
	/** Whether they count in each round, or over all rounds of a link. */
	filteredOver: 'round' | 'link';
}

/** How notifications are delivered. */
export interface NotificationSettings {
	/** Chance in [0, 1] that a notification is never sent. */
	drop: number;
	/** Chance in [0, 1] that a notification is sent twice. */
	double: number;
	/** Each notification waits for a time between these two, so they arrive out of order. */
	delay: [least: number, most: number];
	/** Makes the chances repeatable; a change restarts the sequence. */
	seed: number;
	/** Notifications to the same URL within this time are sent in one request; 0 sends each alone. */
	bundle: number;
	/** Time for the receiver's response. */
	answerTimeout: number;
	/** Time before the first retry; doubled each time. */
	retryBase: number;
	/** Time after which an unanswered notification is given up. */
	retryFor: number;
}

/** The outcome of operations that Teams carries out by itself. */
export interface TeamsSettings {
	/** How often each operation is found in progress before it's finished. */
	looks: number;
	/** Why it fails; `null` means that it succeeds. */
	error: { code: string; message: string } | null;
}

export interface TokenBucket {
	/** Requests that may come at once. */
	capacity: number;
	/** Requests that are added back each second. */
	refillPerSecond: number;
	/** Seconds in Retry-After; without it the time until one request is added back, rounded up. */
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
	/** A second /send of a lingering draft: it's sent again, or refused with 400. */
	resubmit: 'again' | 'refused';
	/** Seconds in a Retry-After header with the 202; `null` means none. */
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
			'https://graph.svc.sovcloud.fr',
			'https://graph.svc.sovcloud.de',
			'https://graph.svc.sovcloud.sg',
		],
		deliver: true,
		unknownPaths: 'refuse',
		recordBodies: true,
		recordAnswers: false,
		teams: { looks: 0, error: null },
		workbookBusy: 'conflict',
		workbooks: {
			readOnlyApps: 'allowed',
			notAWorkbook: 'denied',
			longRunning: null,
			finished: 'succeeded',
			maxResponse: 5 * 1024 * 1024,
			tooLarge: 'refused',
		},
		alertLag: 0,
		meetingsWithoutPolicy: [],
		cloud: 'global',
		outlook: {
			draftComment: 'ignored',
			deferredAlone: 'atOnce',
			calendarViewOrder: 'none',
			messageTracePrincipal: true,
			largestPage: Infinity,
			basicBodies: 'omitted',
		},
		send: {
			lingerMs: 0,
			hiddenMs: 0,
			changesId: true,
			changesImmutableId: false,
			resubmit: 'again',
			acceptedRetryAfter: null,
		},
		subscriptions: {
			validate: 'notExample',
			validationTimeout: 10_000,
			publicHttpsOnly: false,
			longestLifeMinutes: null,
			reauthorize: false,
			holdUntilReauthorized: false,
			tellsRemoval: true,
			lookEvery: 100,
			alerts: 'refused',
			drivesByOwner: 'refused',
			directoryQuota: 100,
			mailboxQuota: 1000,
		},
		notifications: {
			drop: 0,
			double: 0,
			delay: [0, 0],
			seed: 1,
			bundle: 0,
			answerTimeout: 3000,
			retryBase: 10_000,
			retryFor: 4 * 3600_000,
		},
		delta: {
			lag: 0,
			repeat: false,
			emptyPages: false,
			folders: false,
			membersPerRow: null,
			unfiltered: false,
			links: 'varied',
			removedAtFirst: true,
			emptyLastPage: true,
			replays: true,
			outsideWindow: true,
			rootOnEachPage: true,
			mostFiltered: 5000,
			filteredOver: 'round',
		},
		directory: { unlisted: 'none', replication: 0 },
		sharePoint: {
			rewrites: 'libraries',
			tellsOf: 'content',
			listThreshold: 5000,
			overThreshold: 'refused',
			keepsDescriptions: true,
			grantsAllAtOnce: false,
			rateLimit: null,
		},
	};
}

/** Settings that are merged field by field. */
const groups = [
	'outlook',
	'send',
	'subscriptions',
	'notifications',
	'delta',
	'directory',
	'sharePoint',
] as const;
type Group = (typeof groups)[number];

export type SettingsChange = Partial<Omit<Settings, Group>> & {
	[name in Group]?: Partial<Settings[name]>;
};

/**
 * Changes settings in place.
 * @param settings what is changed
 * @param change the new values; groups such as `send` and `delta` are merged field by field
 * @throws Error for a name that isn't a setting
 */
export function changeSettings(settings: Settings, change: SettingsChange): void {
	const isGroup = (name: string): name is Group => groups.some((group) => group === name);
	const unknown = Object.entries(change).flatMap(([name, value]) => {
		if (!(name in settings)) return [name];
		return isGroup(name) ? Object.keys(value ?? {}).filter((field) => !(field in settings[name])) : [];
	});
	if (unknown.length > 0) throw new Error(`No such setting: ${unknown.join(', ')}`);
	for (const [name, value] of Object.entries(change)) {
		if (isGroup(name)) Object.assign(settings[name], value);
		else Object.assign(settings, { [name]: value });
	}
}
