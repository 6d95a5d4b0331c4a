import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/**
 * Ends a server and takes away its folder when the test's own process ends before it could: by Ctrl-C, for example, which
 * does not reach a process group of its own.
 * @param pid of the group's leader
 * @returns dismisses the guard
 */
export function guard(pid: number, folder: string): () => void {
	const script = `process.stdin.resume().on('end', () => {
		try { process.kill(-${pid}, 'SIGKILL'); } catch {}
		require('node:fs').rmSync(${JSON.stringify(folder)}, { recursive: true, force: true, maxRetries: 3 });
	});`;
	// Its input ends when this process does.
	const guardian = spawn(process.execPath, ['-e', script], {
		stdio: ['pipe', 'ignore', 'ignore'],
		detached: true,
	});
	return () => guardian.kill('SIGKILL');
}

/** A port on which nothing listens now. */
export async function freePort(): Promise<number> {
	const server = createServer();
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
