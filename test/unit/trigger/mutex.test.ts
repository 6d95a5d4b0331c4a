import { Mutex } from '../../../nodes/MicrosoftGraphTrigger/state/mutex';

test('a mutex runs one after the other, also after an error', async () => {
	const mutex = new Mutex();
	const log: string[] = [];
	const work =
		(name: string, fails = false) =>
		async () => {
			log.push(`${name} begins`);
			await Promise.resolve();
			log.push(`${name} ends`);
			if (fails) throw new Error(name);
			return name;
		};
	const all = await Promise.allSettled([
		mutex.runExclusive(work('a')),
		mutex.runExclusive(work('b', true)),
		mutex.runExclusive(work('c')),
	]);
	expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
	expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
