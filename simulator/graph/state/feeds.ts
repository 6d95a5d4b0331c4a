import type { Change, ChangeLog } from './changeLog';

/** What a delta query must remember over its rounds. */
export interface Feed {
	number: number;
	/** The path of its requests. */
	where: string;
	/** The query of the first round: later ones only carry a token. */
	query: Map<string, string>;
	log: ChangeLog;
	/** Of what belongs to the objects, such as members; its positions are those of the log. */
	parts: ChangeLog;
	/** When which position was reached, epoch milliseconds. */
	looks: Array<{ at: number; position: number }>;
}

/** The feeds of a tenant. */
export interface Feeds {
	/** Tokens of an earlier one are invalid. */
	era: number;
	all: Feed[];
	byName: Map<string, Feed>;
	/** The rows of rounds that have more than one page. */
	rounds: RoundRows[];
	/** How many links were issued: their spellings take turns. */
	links: number;
	/** By object, the directory properties that once had a value: only those are shown as empty. */
	everSet: Map<string, Set<string>>;
}

/** What a round returns. */
export interface RoundRows {
	feed: Feed;
	rows: Change[];
	parts: Change[];
	since: number;
	until: number;
	/** How many entries the link has returned, including this round. */
	given: number;
}

export const createFeeds = (): Feeds => ({
	era: 1,
	all: [],
	byName: new Map(),
	rounds: [],
	links: 0,
	everSet: new Map(),
});
