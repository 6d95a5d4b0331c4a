import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

const GRACE_MS = 15_000;

export interface ChildServer {
	process: ChildProcess;
	/** Resolves with a description ("exit code 1") once the process exits. */
	ended: Promise<string>;
	/** Ends the process and everything it started; resolves when it is gone. May be called again. */
	stop(): Promise<void>;
	/** The same at once, by SIGKILL: what it held in memory is lost, as when a machine fails. */
	kill(): Promise<void>;
}

/**
 * Starts a server as a child process, in a process group of its own where there are such: so Ctrl-C in the terminal
 * reaches it through `stop` alone, and what it started can be ended with it.
 *
 * @param stdio where its three streams go, as in `child_process.spawn`
 */
export function launch(
	command: string,
	args: string[],
	options: {
		cwd: string;
		env: NodeJS.ProcessEnv;
		stdio: Array<'ignore' | 'pipe' | 'inherit' | number>;
		/** The user to run as, when not ours. */
		uid?: number;
		gid?: number;
	},
): ChildServer {
	const child = spawn(command, args, {
		...options,
		detached: process.platform !== 'win32',
		windowsHide: true,
	});
	const ended = new Promise<string>((resolve) => {
		child.once('error', (error) => resolve(error.message));
		child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
	});
	const stop = async () => {
		if (child.pid === undefined) return;
		if (child.exitCode === null && child.signalCode === null) {
			child.kill('SIGTERM');
			await Promise.race([ended, wait(GRACE_MS, undefined, { ref: false })]);
		}
		await kill();
	};
	const kill = async () => {
		if (child.pid === undefined) return;
		await endGroup(child.pid);
		await ended;
	};
	return { process: child, ended, stop, kill };
}

/** Ends what is left of a process group: nothing, when the server ended its own children. */
async function endGroup(pid: number): Promise<void> {
	if (process.platform === 'win32') {
		await new Promise((done) => spawn('taskkill', ['/pid', String(pid), '/T', '/F']).once('close', done));
		return;
	}
	try {
		process.kill(-pid, 'SIGKILL');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}
