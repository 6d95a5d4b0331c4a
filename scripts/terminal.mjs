// What the scripts print, and how they end. No dependency: it runs before `npm ci`.

const PROGRESS_EVERY_MS = process.stdout.isTTY ? 1000 : 15_000;

/** A failure with a message for the person at the terminal; anything else that is thrown is a bug of ours. */
export class Stopped extends Error {}

/** What must be ended before this process ends, the latest first. @type {Array<() => Promise<void>>} */
const atEnd = [];

/**
 * Ends something before the script ends, however that happens: a server, a child process, a temporary folder.
 *
 * @param {() => Promise<void>} end
 * @returns {() => void} cancels that
 */
export function beforeEnd(end) {
	atEnd.unshift(end);
	return () => {
		const at = atEnd.indexOf(end);
		if (at >= 0) atEnd.splice(at, 1);
	};
}

async function endAll() {
	for (let end = atEnd.shift(); end; end = atEnd.shift()) await end().catch((error) => console.error(error));
}

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/**
 * Runs a script to its end, with the exit code that `main` returns, or 1 after a failure, which is reported in one
 * line when it is a `Stopped`, else with its stack. A signal ends it too, with 128 and its number.
 *
 * @param {() => Promise<number>} main
 */
export async function runScript(main) {
	let ending = false;
	for (const [signal, number] of Object.entries(SIGNALS)) {
		process.on(signal, () => {
			if (ending) return;
			ending = true;
			void endAll().then(() => process.exit(128 + number));
		});
	}
	let code = 1;
	try {
		code = await main();
	} catch (error) {
		if (!ending) console.error(error instanceof Stopped ? error.message : error);
	}
	if (ending) return;
	ending = true;
	await endAll();
	process.exit(code);
}

/** @param {number} startedAt ms @returns {string} seconds or minutes since then */
export function elapsed(startedAt) {
	const seconds = (Date.now() - startedAt) / 1000;
	if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
	return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/**
 * Runs `work` and reports progress: one line that counts up on a terminal, a line every 15 s elsewhere, and one at its end.
 *
 * @template T
 * @param {string} what for example "Installing the dependencies"
 * @param {() => Promise<T>} work
 * @param {() => string} [detail] what to add to each line of progress
 * @returns {Promise<T>} what `work` returns
 */
export async function step(what, work, detail = () => '') {
	const startedAt = Date.now();
	const line = () => `  ${what}: ${[elapsed(startedAt), detail()].filter(Boolean).join(', ')}`;
	const timer = setInterval(() => {
		if (process.stdout.isTTY) process.stdout.write(`\r\x1b[2K${line()}`);
		else console.log(line());
	}, PROGRESS_EVERY_MS);
	const clear = () => {
		clearInterval(timer);
		if (process.stdout.isTTY) process.stdout.write('\r\x1b[2K');
	};
	try {
		const result = await work();
		clear();
		console.log(`✔ ${what} (${elapsed(startedAt)})`);
		return result;
	} catch (error) {
		clear();
		console.log(`✘ ${what} (${elapsed(startedAt)})`);
		throw error;
	}
}

/** Ends with one line when this Node.js is older than what package.json asks for. */
export function requireNode() {
	const [major, minor] = process.versions.node.split('.').map(Number);
	if (major > 20 || (major === 20 && minor >= 19)) return;
	throw new Stopped(
		`Node.js ${process.versions.node} is too old: version 20.19 or newer is needed (https://nodejs.org).`,
	);
}
