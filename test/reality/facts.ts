/**
 * What the real Graph and Entra do where a simulator easily differs from them, with how sure each fact is. The tests that
 * show a fact have it in their title, by `fact`; `docs/reality.md` is made from both.
 */
export interface Fact {
	readonly number: number;
	readonly sure: Sureness;
	/** What is so, in a sentence. */
	readonly what: string;
	/** For what only a tenant can answer: what the node does in each case. */
	readonly either?: string;
	/** Why no test shows it, where none does. */
	readonly untested?: string;
}

/** Where a fact comes from. */
export type Sureness =
	/** A page of Microsoft's says so. */
	| 'documented'
	/** Seen in recorded traffic of the real Graph. */
	| 'recorded'
	/** Seen by people on the real Graph. */
	| 'reported'
	/** Reports differ, or there is only one: the node has to be right either way. */
	| 'open';

/** What a test shows a fact of. */
export type Subject = 'simulator' | 'node';

/**
 * The title of a test that shows one fact or more. `docs/reality.md` finds it by this call, so all of it stands in the
 * source as literals.
 * @param numbers of the facts, as in `facts`
 * @param subject whether the simulator behaves so, or the node is right on it
 * @param what is shown, as the rest of the title
 * @throws Error for a number that is no fact
 */
export function fact(numbers: number | readonly number[], subject: Subject, what: string): string {
	const all = typeof numbers === 'number' ? [numbers] : numbers;
	const unknown = all.filter((number) => !facts.some((known) => known.number === number));
	if (unknown.length > 0 || all.length === 0) throw new Error(`No such fact: ${unknown.join(', ')}`);
	return `${what} (${subject}, fact ${all.join(', ')})`;
}

const [documented, recorded, reported, open] = ['documented', 'recorded', 'reported', 'open'] as const;

/** All facts, by number. */
export const facts: readonly Fact[] = [
	{
		number: 1,
		sure: open,
		what: 'A `comment` given to createReply, createReplyAll, or createForward need not become part of the draft.',
		either:
			'The node sends no comment with these, and writes the text above what the draft quotes: it stands there once, whichever Graph does.',
	},
	{
		number: 2,
		sure: documented,
		what: '`comment` and automatic replies are read as HTML; a reply by `message.body` replaces the quoted thread.',
	},
	{
		number: 3,
		sure: reported,
		what: 'The time in a quoted thread is in UTC unless the request prefers a time zone.',
	},
	{
		number: 4,
		sure: reported,
		what: '`$search` of messages has to be one quoted string, gives 1,000 results at most, and Mail.ReadBasic refuses it.',
	},
	{
		number: 5,
		sure: documented,
		what: 'A filtered delta of messages gives 5,000 messages at most.',
		either:
			'Whether that counts over the life of a link is open: the trigger begins a new round when half of it has come, and reads the folder without a filter where more came at once. Get Changes says to start over from time to time, and a first round that is full says so in its item and in a hint.',
	},
	{
		number: 6,
		sure: reported,
		what: '`%2F` in a path splits it; `%252F` and the URL-safe form of a message ID do not.',
	},
	{
		number: 7,
		sure: reported,
		what: 'Folders come ten a page, and an expanded folder has ten children with a link to the others.',
	},
	{
		number: 8,
		sure: open,
		what: 'A deferred send time alone may not hold a mail back.',
		either:
			'The node makes a draft with both the send time and the delivery time, and sends that: it is held either way.',
	},
	{
		number: 9,
		sure: reported,
		what: '`$search` of contacts gives empty addresses where they are selected; it is not documented.',
	},
	{
		number: 10,
		sure: reported,
		what: 'A message trace answers 401 until its service principal exists; its filter takes one value a property.',
	},
	{
		number: 11,
		sure: reported,
		what: 'A 200 may hold a body that is cut off, and a list may hold entries that are errors.',
	},
	{
		number: 12,
		sure: documented,
		what: 'The delta of messages (China) and permanent deletion are not in every cloud.',
	},
	{
		number: 13,
		sure: documented,
		what: 'A calendar view delta gives events outside its window as removed, though they still exist.',
	},
	{
		number: 14,
		sure: open,
		what: 'The order of a calendar view is not promised.',
		either: 'The node asks for the order by start, unless another was chosen.',
	},
	{
		number: 15,
		sure: documented,
		what: 'An update of attendees replaces all of them; the times of an online meeting change together.',
	},
	{
		number: 16,
		sure: reported,
		what: 'SharePoint rewrites uploaded Office files, PDF, and HTML: size and hash differ from what was sent, and an item may tell either.',
	},
	{
		number: 17,
		sure: documented,
		what: 'A conversion to JPG needs a width and a height.',
	},
	{
		number: 18,
		sure: reported,
		what: "The content of the current version is refused at its version's address.",
	},
	{
		number: 19,
		sure: reported,
		what: 'The conflict behavior of a move or a new name stands in the body; `replace` fails for folders, and drops the history of files.',
	},
	{
		number: 20,
		sure: documented,
		what: 'The expiration of an invitation counts for sharing links only: people who are invited keep access.',
	},
	{
		number: 21,
		sure: documented,
		what: 'A search in a drive does not take Sites.Selected; a list needs more than its write grant to be made.',
	},
	{
		number: 22,
		sure: open,
		what: "A subscription to the root of a group's or a site's drive may be refused.",
		either: 'The trigger resolves the drive, and subscribes by its ID; Subscription: Create names that form.',
	},
	{
		number: 23,
		sure: reported,
		what: 'Hyperlink columns need `Prefer: apiversion=2.1`, person columns a lookup ID, and large lists an index.',
	},
	{
		number: 24,
		sure: recorded,
		what: 'Links to pages come in several spellings.',
	},
	{
		number: 25,
		sure: recorded,
		what: 'The workbook API works for apps, one request at a time for each workbook.',
	},
	{
		number: 26,
		sure: reported,
		what: 'SharePoint throttles by app and tenant over all of it, and tells by `RateLimit` headers.',
	},
	{
		number: 27,
		sure: documented,
		what: 'What needs an advanced query is decided by property, operator, and relationship.',
	},
	{
		number: 28,
		sure: documented,
		what: 'Applications, service principals, and devices have no `mail` to search: a search for it is refused.',
	},
	{
		number: 29,
		sure: documented,
		what: "The members of a group leave out service principals; a cast its kind doesn't have is refused.",
	},
	{
		number: 30,
		sure: reported,
		what: 'Sign-ins keep principal names in lower case; the last sign-in of a user is read by ID only, and shrinks pages.',
	},
	{
		number: 31,
		sure: documented,
		what: 'Directory deltas repeat changes.',
	},
	{
		number: 32,
		sure: documented,
		what: 'Objects that are synced from on premises refuse most changes.',
	},
	{
		number: 33,
		sure: reported,
		what: 'What was created a moment ago is answered with 404 by other calls for a while.',
	},
	{
		number: 34,
		sure: documented,
		what: 'Role-assignable groups are security-enabled; a group with owners or members needs more to be created.',
	},
	{
		number: 35,
		sure: documented,
		what: 'A date and time of the directory needs an offset, in filters and in bodies.',
	},
	{
		number: 36,
		sure: reported,
		what: 'Principal names with `$` at the start need the form in parentheses; `#` is escaped.',
	},
	{
		number: 37,
		sure: documented,
		what: 'Quotas of subscriptions answer 403; those of Teams over an hour need a lifecycle URL.',
	},
	{
		number: 38,
		sure: open,
		what: 'Subscriptions to alerts may be refused, and alerts are indexed late.',
		either:
			'Where it is refused, the trigger goes on with its polls and says so. Each poll looks back six hours.',
	},
	{
		number: 39,
		sure: recorded,
		what: 'Answers of 202 carry `Location`; the one to a new team has no body.',
	},
	{
		number: 40,
		sure: reported,
		what: "A managed identity's `expires_in` counts from issuance; `expires_on` is the truth, and may be ISO 8601.",
	},
	{
		number: 41,
		sure: reported,
		what: 'A proxy may send an absurd Retry-After.',
	},
	{
		number: 42,
		sure: documented,
		what: 'There are sovereign clouds in France, Germany, and Singapore.',
	},
	{
		number: 43,
		sure: documented,
		what: "Which permission includes which is told by Microsoft's table, not by its name.",
	},
	{
		number: 44,
		sure: recorded,
		what: 'The first round of a directory delta holds removed entries, and ends on a second, often empty page.',
	},
	{
		number: 45,
		sure: recorded,
		what: "SharePoint's errors, and some of Outlook's, have no `innerError`: their request ID is in a header.",
	},
	{
		number: 46,
		sure: recorded,
		what: 'Items of drives carry a download URL that opens the file to whoever has it.',
	},
	{
		number: 47,
		sure: recorded,
		what: "Each page of a drive's delta has the root; selected items have no ID unless it is selected too; Office files have an address of their own, and hits of a search neither hashes nor path.",
	},
	{
		number: 48,
		sure: recorded,
		what: "A list of a site's permissions has no roles.",
		either:
			'Whether `manage` and `fullcontrol` can be granted at once is open: the node grants `write`, then changes it, which works either way. Where the change fails, the error says what was granted.',
	},
	{
		number: 49,
		sure: recorded,
		what: 'Annotations stand beside data, and lookup IDs are strings.',
	},
	{
		number: 50,
		sure: reported,
		what: 'A 403 need not mean a missing permission: its code, or its message, says what it is.',
	},
	{
		number: 51,
		sure: recorded,
		what: 'A delta of messages ignores `$top`, and tells by `Preference-Applied` which page size it heeded.',
	},
];
