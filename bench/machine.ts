import { execFileSync } from 'node:child_process';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

/** What was measured on and with. */
export interface Machine {
	processor: string;
	cores: number;
	/** Bytes. */
	memory: number;
	system: string;
	/** Runnable processes, mean over the minute before the bench began. */
	load: number;
	versions: Record<string, string>;
}

/** Below this load a machine counts as quiet. */
const quietLoad = 1;
/** How long to wait for that, in ms. */
const mostQuietWait = 300_000;

/** Describes this machine. */
export function describeMachine(versions: Record<string, string>): Machine {
	const [first] = cpus();
	return {
		processor: first?.model.trim() ?? 'unknown',
		cores: cpus().length,
		memory: totalmem(),
		system: `${platform()} ${release()}`,
		load: loadavg()[0] ?? 0,
		versions,
	};
}

/** The version of a Node.js. */
export function versionOfNode(node: string): string {
	return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().replace(/^v/, '');
}

/** Waits until the machine is quiet, at most 5 minutes. Returns whether it is. */
export async function untilQuiet(): Promise<boolean> {
	const until = Date.now() + mostQuietWait;
	while ((loadavg()[0] ?? 0) >= quietLoad) {
		if (Date.now() > until) return false;
		await wait(2_000);
	}
	return true;
}
