import type { Change, ChangeLog } from './changeLog';

/** What one way of asking for changes has to know over its rounds. */
export interface Feed {
	number: number;
	/** The path that it is asked by. */
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
	/** Tokens of an earlier one are forgotten. */
	era: number;
	all: Feed[];
	byName: Map<string, Feed>;
	/** The rows of rounds that have more than one page. */
	rounds: RoundRows[];
	/** How many links were given: they are spelled in turns. */
	links: number;
	/** By object, the properties of the directory that were not empty once: only those are shown as empty. */
	everSet: Map<string, Set<string>>;
}

/** What a round tells. */
export interface RoundRows {
	feed: Feed;
	rows: Change[];
	parts: Change[];
	since: number;
	until: number;
	/** How many entries the link has given, this round among them. */
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
