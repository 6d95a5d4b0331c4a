import type * as N8nWorkflow from 'n8n-workflow';
import type * as SleepFor from '../../../credentials/auth/core/sleepFor';

type Sleep = typeof N8nWorkflow.sleep;

const deaf: Sleep = async (ms) => await new Promise((resolve) => setTimeout(resolve, ms));
const heeding: Sleep = async (ms, signal) =>
	await new Promise((resolve, reject) => {
		const timer = setTimeout(resolve, ms);
		const end = () => {
			clearTimeout(timer);
			reject(new Error('ended'));
		};
		if (signal?.aborted) end();
		signal?.addEventListener('abort', end, { once: true });
	});
const kinds: Array<[string, { sleep: Sleep; sleepWithAbort?: Sleep }, boolean]> = [
	['from 2.34 on', { sleep: heeding }, true],
	['from 1.107 to 2.33', { sleep: deaf, sleepWithAbort: heeding }, true],
	['before 1.107', { sleep: deaf }, false],
];

/** The module with the functions of another n8n-workflow. */
function sleepForOf(own: { sleep: Sleep; sleepWithAbort?: Sleep }): typeof SleepFor.sleepFor {
	let sleepFor: typeof SleepFor.sleepFor | undefined;
	jest.isolateModules(() => {
		jest.doMock('n8n-workflow', () => own);
		({ sleepFor } = jest.requireActual<typeof SleepFor>('../../../credentials/auth/core/sleepFor'));
	});
	if (sleepFor === undefined) throw new Error('The module was not loaded');
	return sleepFor;
}

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

afterEach(() => jest.dontMock('n8n-workflow'));

describe.each(kinds)('with n8n-workflow %s', (_, own, endsTimers) => {
	const sleepFor = sleepForOf(own);

	test('a wait takes its time', async () => {
		const begunAt = performance.now();
		await sleepFor(50, new AbortController().signal);
		expect(performance.now() - begunAt).toBeGreaterThan(45);
	});

	test('a signal ends it, and its timer', async () => {
		const stop = new AbortController();
		const before = timers();
		const waits = sleepFor(3_000, stop.signal);
		const begunAt = performance.now();
		stop.abort();
		await expect(waits).rejects.toThrow();
		expect(performance.now() - begunAt).toBeLessThan(2_900);
		if (endsTimers) expect(timers()).toBeLessThanOrEqual(before);
	});

	test('a signal that was given before ends it at once', async () => {
		await expect(sleepFor(3_000, AbortSignal.abort())).rejects.toThrow();
	});

	test('it leaves nothing on the signal', async () => {
		const { signal } = new AbortController();
		const added = jest.spyOn(signal, 'addEventListener');
		const removed = jest.spyOn(signal, 'removeEventListener');
		await sleepFor(1, signal);
		expect(removed.mock.calls).toEqual(added.mock.calls.map(([event, listener]) => [event, listener]));
	});
});
