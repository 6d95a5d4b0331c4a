import { recentMap } from '../../../credentials/auth/core/recentMap';
import { requestsAtOnce } from './throttleScope';

/**
 * What all requests of one credential in this process share: the waits that Graph has asked for, and how many requests a
 * mailbox or workbook has on the way. Other executions and nodes with the same credential see the same lane.
 */
export interface Lane {
	/** Until when a scope is to be left alone, in ms since the epoch; 0 when it is not. */
	heldUntil(scope: string): number;
	/**
	 * Leaves a scope alone for a time in ms, `maxHoldMs` at most.
	 * @param why what Graph said, in words, for errors
	 */
	hold(scope: string, wait: number, why?: string): void;
	/** Why a scope is to be left alone; `undefined` when it is not, or when no reason was given. */
	whyHeld(scope: string): string | undefined;
	/** Takes what a call needs: a place among the calls, and places in its mailboxes and workbooks. `false` when there is none free. */
	take(places: Places): boolean;
	give(places: Places): void;
	/** Takes a place for a file that is sent or fetched. `false` when there is none free. */
	takeTransfer(): boolean;
	giveTransfer(): void;
	/** Files on the way. */
	transfers(): number;
	/** Whether a mailbox or workbook has room for that many requests more. */
	hasRoom(scope: string, requests: number): boolean;
	/** The name by which a scope is known that has several: a mailbox by its object ID. */
	nameOf(scope: string): string;
	/** Learns that two names are one mailbox's: from now on they share places and waits. */
	learn(alias: string, name: string): void;
	/** Graph warns that a limit is near: one call at a time for some seconds. */
	slowDown(): void;
	/** Whether a call or a file is on the way: such a lane can't be made anew. */
	inUse(): boolean;
	/** Calls back once, at the next change that may give room. */
	onChange(listener: () => void): void;
}

/** Scope → how many of its places a call takes. */
export type Places = ReadonlyMap<string, number>;

/** How many requests one scope takes at a time. */
function placesOf(scope: string): number {
	return scope.startsWith('workbook ') ? requestsAtOnce.workbook : requestsAtOnce.mailbox;
}

/** The most names of mailboxes that are kept; the oldest go. */
const mostNames = 5_000;

/**
 * The longest that a scope is left alone, in ms, whatever is asked for: what stands between n8n and Graph asks for days at
 * times, and would stop a credential for the life of the process. Microsoft's own MSAL heeds an hour, too.
 */
export const maxHoldMs = 3_600_000;

/** Calls on the way at once for one credential. */
const callsAtOnce = 10;
/** Files on the way at once for one credential: each holds a part of itself in memory. */
const transfersAtOnce = 4;
/** How long Graph's warning counts, in ms: Graph measures in windows of 10 s. */
const cautionTime = 10_000;

/**
 * So many sign-ins have a lane: credentials with expressions can make any number. Beyond them the lane that was used least
 * recently is forgotten, unless something of it is on the way.
 */
const mostLanes = 5_000;

const lanes = recentMap<Lane>(mostLanes, (lane) => lane.inUse());

/** The lane of a sign-in, made at its first use. */
export function laneOf(signInId: string): Lane {
	const known = lanes.get(signInId);
	if (known !== undefined) return known;
	const lane = createLane();
	lanes.set(signInId, lane);
	return lane;
}

/** A lane of its own, with `now` in ms since the epoch. */
export function createLane(now: () => number = Date.now): Lane {
	const holds = new Map<string, { until: number; why?: string }>();
	const taken = new Map<string, number>();
	/** Alias → the name that counts. */
	const names = new Map<string, string>();
	let listeners: Array<() => void> = [];
	let calls = 0;
	let files = 0;
	let cautionUntil = 0;

	const nameOf = (scope: string) => names.get(scope) ?? scope;
	const takenOf = (scope: string) => taken.get(nameOf(scope)) ?? 0;
	const add = (scope: string, requests: number) => {
		const count = takenOf(scope) + requests;
		if (count > 0) taken.set(nameOf(scope), count);
		else taken.delete(nameOf(scope));
	};
	const hasRoom = (scope: string, requests: number) => takenOf(scope) + requests <= placesOf(scope);
	const changed = () => {
		const waiting = listeners;
		listeners = [];
		for (const listener of waiting) {
			try {
				listener();
			} catch {
				// What goes wrong with one of them is its own: the others are to hear of the room all the same.
			}
		}
	};
	const holdOf = (scope: string) => {
		const hold = holds.get(nameOf(scope));
		if (hold === undefined || hold.until > now()) return hold;
		holds.delete(nameOf(scope));
		return undefined;
	};

	return {
		heldUntil: (scope) => holdOf(scope)?.until ?? 0,
		whyHeld: (scope) => holdOf(scope)?.why,
		hold: (scope, wait, why) => {
			if (!(wait > 0)) return;
			const until = now() + Math.min(wait, maxHoldMs);
			if (until > (holdOf(scope)?.until ?? 0)) holds.set(nameOf(scope), { until, why });
		},
		take: (places) => {
			const allowed = now() < cautionUntil ? 1 : callsAtOnce;
			if (calls >= allowed || ![...places].every(([scope, requests]) => hasRoom(scope, requests)))
				return false;
			calls += 1;
			for (const [scope, requests] of places) add(scope, requests);
			return true;
		},
		give: (places) => {
			calls -= 1;
			for (const [scope, requests] of places) add(scope, -requests);
			changed();
		},
		takeTransfer: () => {
			if (files >= transfersAtOnce) return false;
			files += 1;
			return true;
		},
		giveTransfer: () => {
			files -= 1;
			changed();
		},
		transfers: () => files,
		hasRoom,
		nameOf,
		learn: (alias, name) => {
			if (alias === name || names.get(alias) === name || names.has(name)) return;
			// What is on the way is to be given back where it was taken.
			if (names.has(alias) && takenOf(alias) > 0) return;
			const before = { places: takenOf(alias), hold: holdOf(alias) };
			add(alias, -before.places);
			holds.delete(nameOf(alias));
			const [oldest] = names.keys();
			if (names.size >= mostNames && oldest !== undefined && takenOf(oldest) === 0) names.delete(oldest);
			names.set(alias, name);
			add(alias, before.places);
			if (before.hold !== undefined && before.hold.until > (holdOf(name)?.until ?? 0))
				holds.set(name, before.hold);
		},
		slowDown: () => {
			cautionUntil = now() + cautionTime;
		},
		inUse: () => calls + files > 0,
		onChange: (listener) => {
			listeners.push(listener);
		},
	};
}
