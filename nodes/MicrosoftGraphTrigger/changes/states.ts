import { digest } from '../digest';

/** How many states are kept; n8n stores them. */
export const maxStates = 2_000;

/** The states in which objects were found last, so that what Graph repeats is known. */
export interface States {
	/** Notes a state. @returns whether the object was found in the same state the last time */
	isSame(object: string, state: string): boolean;
	/** Forgets all: after a full round, what was found before says nothing. */
	clear(): void;
	/** As n8n stores them, the oldest first; no more than are kept. */
	kept(): Readonly<Record<string, string>>;
}

/** @param before as `kept` gave them */
export function createStates(before: Readonly<Record<string, string>> = {}): States {
	const states = new Map(Object.entries(before));
	return {
		isSame(object, state) {
			const [key, value] = [short([object]), short([state])];
			const isSame = states.get(key) === value;
			// The latest stands at the end.
			states.delete(key);
			states.set(key, value);
			return isSame;
		},
		clear: () => states.clear(),
		kept: () => Object.fromEntries([...states].slice(-maxStates)),
	};
}

/** Never a number: objects have those keys in another order. */
const short = (parts: readonly string[]) => `s${digest(parts).slice(0, 12)}`;
