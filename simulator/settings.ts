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
	/** How a second request to a workbook is refused while another one is on the way. */
	workbookBusy: 'conflict' | 'throttled';
	/** Time after which an alert can be found: it is indexed late. */
	alertLag: number;
	/** Object IDs of users whose online meetings no application access policy opens to apps. */
	meetingsWithoutPolicy: string[];
	/** The cloud that Graph plays: some do not have all of it. */
	cloud: Cloud;
	outlook: OutlookSettings;
	send: SendSettings;
	subscriptions: SubscriptionSettings;
	notifications: NotificationSettings;
	delta: DeltaSettings;
	directory: DirectorySettings;
	sharePoint: SharePointSettings;
}

/** What may surprise whoever asks for objects of the directory. */
export interface DirectorySettings {
	/** How a list is filtered by what Microsoft's tables don't have: not at all, as they say, or in one of two ways. */
	unlisted: 'none' | 'plain' | 'advanced';
	/** Time for which other calls don't find what was just created. */
	replication: number;
}

/** What SharePoint and OneDrive do that a person may not expect. */
export interface SharePointSettings {
	/** Where uploaded Office files, PDF and HTML are rewritten: in the libraries of sites and groups, in each drive, or nowhere. */
	rewrites: 'libraries' | 'everywhere' | 'never';
	/** Whose size and hash an item of a rewritten file has: those of its content, or of what was sent. */
	tellsOf: 'content' | 'sent';
	/** Most items of a list that can be filtered or ordered by a column without an index. */
	listThreshold: number;
	/** What a query beyond that gets: 400, or a 429 without Retry-After, however often it is asked. */
	overThreshold: 'refused' | 'throttled';
	/** Whether `manage` and `fullcontrol` of a site can be granted at once; otherwise only by changing a grant. */
	grantsAllAtOnce: boolean;
	/** What one app may request of all sites and drives together in a window of some seconds; `null` means no limit. */
	rateLimit: { requests: number; seconds: number } | null;
}

/** The clouds of Microsoft that differ in what Graph has. */
export type Cloud = 'global' | 'usGovernmentL4' | 'usGovernmentL5' | 'china';

/** What Outlook does on which reports differ, or which a tenant has to be set up for. */
export interface OutlookSettings {
	/** Whether the `comment` of createReply, createReplyAll and createForward becomes part of the draft. */
	draftComment: 'ignored' | 'taken';
	/**
	 * What becomes of a mail with a deferred send time (0x3FEF) that was not sent as a draft with a deferred delivery time
	 * (0x000F) too: it leaves at once, or waits in Drafts as it should.
	 */
	deferredAlone: 'atOnce' | 'held';
	/** The order of a calendar view for which none is asked. */
	calendarViewOrder: 'none' | 'byStart';
	/** Whether the tenant has a service principal of the app that traces messages; a POST makes one. */
	messageTracePrincipal: boolean;
}

/** How subscriptions begin, live and end. */
export interface SubscriptionSettings {
	/**
	 * Whether the notification URL has to answer with the validation token, and what is watched has to be there.
	 * `notExample`: always but for domains of examples, such as `.example`, which nobody answers for or is notified at.
	 */
	validate: 'notExample' | 'always' | 'never';
	/** Time that the notification URL has for its answer to the validation token. */
	validationTimeout: number;
	/** Only https is taken, and no name or address of this machine, as Graph has it. */
	publicHttpsOnly: boolean;
	/** A longer life is granted as this one, minutes; `null` means as long as Graph allows. */
	longestLifeMinutes: number | null;
	/** `reauthorizationRequired` is sent once, when a quarter of the life is left. */
	reauthorize: boolean;
	/** Nothing is notified from `reauthorizationRequired` until the subscription is reauthorized or renewed. */
	holdUntilReauthorized: boolean;
	/** `subscriptionRemoved` is sent when a subscription is removed by control. */
	tellsRemoval: boolean;
	/** Time between looks at what is watched, for changes that did not come by a request. */
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

/** What may surprise whoever follows delta links. */
export interface DeltaSettings {
	/** A change is told this long after the first reading that could have told it: what is asked is a copy. */
	lag: number;
	/** Each round tells its first change once more at its end. */
	repeat: boolean;
	/** A page without changes comes before each other page. */
	emptyPages: boolean;
	/**
	 * A change in a drive counts as one of all folders above it, the root among them; of the root alone where the caller
	 * prefers `deltaExcludeParent`.
	 */
	folders: boolean;
	/** A group comes once for each so many of its members that came or went; `null` means once with all. */
	membersPerRow: number | null;
	/** A filter of messages does not keep out what was removed, and changes of what came before its time. */
	unfiltered: boolean;
	/** Links are spelled as Graph does it, in several ways, or as the request was. */
	links: 'varied' | 'plain';
	/** The first round of users and groups has entries of what was removed long before, members among it. */
	removedAtFirst: boolean;
	/** A round of users or groups ends on a page of its own, which is empty. */
	emptyLastPage: boolean;
	/** A change of users or groups comes once more in the round after the one that told it. */
	replays: boolean;
	/** An event beyond the window of a calendar view that is created or changed comes as removed. */
	outsideWindow: boolean;
	/** The root of a drive comes on each page. */
	rootOnEachPage: boolean;
	/** How many messages a delta with a filter gives at most. */
	mostFiltered: number;
	/** Whether they count in each round, or over all rounds of a link. */
	filteredOver: 'round' | 'link';
}

/** How notifications travel. */
export interface NotificationSettings {
	/** Chance in [0, 1] that a notification is never sent. */
	drop: number;
	/** Chance in [0, 1] that a notification is sent twice. */
	double: number;
	/** Each notification waits for a time between these two: so they overtake each other. */
	delay: [least: number, most: number];
	/** Makes the chances repeatable; counted anew when it is changed. */
	seed: number;
	/** Notifications to the same URL within this time come in one request; 0 sends each alone. */
	bundle: number;
	/** Time for the receiver's answer. */
	answerTimeout: number;
	/** Time before the first repetition; doubled each time. */
	retryBase: number;
	/** Time after which an unanswered notification is given up. */
	retryFor: number;
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
		alertLag: 0,
		meetingsWithoutPolicy: [],
		cloud: 'global',
		outlook: {
			draftComment: 'ignored',
			deferredAlone: 'atOnce',
			calendarViewOrder: 'none',
			messageTracePrincipal: true,
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
 * @throws Error for a name that is no setting
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
