// `npm run tenant`: the node against a test tenant. See docs/tenant.md.
import { createRequire } from 'node:module';
import { ensureDependencies } from './package.mjs';
import { beforeEnd, requireNode, runScript } from './terminal.mjs';

/** A second Ctrl-C within this time is the same one: npm sends it on to a process that has had it. */
const ECHO_MS = 1000;

await runScript(async () => {
	requireNode();
	await ensureDependencies();
	const { register } = await import('tsx/cjs/api');
	register();
	const { begin } = /** @type {typeof import('../test/tenant/main.ts')} */ (
		createRequire(import.meta.url)('../test/tenant/main.ts')
	);
	const session = begin(process.argv.slice(2));
	let stoppedAt = 0;
	const stop = async () => {
		if (Date.now() - stoppedAt < ECHO_MS) return await session.done.then(() => undefined);
		stoppedAt = Date.now();
		await session.stop();
	};
	beforeEnd(stop);
	// The first signal comes by `beforeEnd`; the next ones end the clean-up.
	for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM']) process.on(signal, () => void stop());
	return await session.done;
});
