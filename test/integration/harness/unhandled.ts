/** Rejections that nobody handled. */
export interface Unhandled {
	/** Returns the reasons of those that came since the last call; it comes by itself once the queue of promises is empty. */
	take(): Promise<unknown[]>;
}

/** The process that runs Jest: a test's own `process` is a copy, which hears of no rejection. */
const { on, off } = processOfJest();

/**
 * Has a test file fail when a promise was rejected and nobody handled it in time, which would end n8n's process. Jest
 * forgives those that are handled later; this doesn't.
 */
export function useUnhandled(): Unhandled {
	const reasons: unknown[] = [];
	const note = (reason: unknown) => void reasons.push(reason);
	const take = async () => {
		await new Promise((resolve) => setTimeout(resolve, 10));
		return reasons.splice(0);
	};
	beforeAll(() => on('unhandledRejection', note));
	afterAll(async () => {
		const left = await take();
		off('unhandledRejection', note);
		expect(left).toEqual([]);
	});
	return { take };
}

function processOfJest() {
	// A function from outside of the test's realm makes functions there.
	const make = setTimeout.constructor as FunctionConstructor;
	const outer = make('return process')() as NodeJS.Process;
	type Listener = (reason: unknown) => void;
	return {
		on: (event: 'unhandledRejection', listener: Listener) => void outer.on(event, listener),
		off: (event: 'unhandledRejection', listener: Listener) => void outer.off(event, listener),
	};
}
