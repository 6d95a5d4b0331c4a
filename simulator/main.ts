import { parseArgs } from 'node:util';
import { startSimulator } from '.';
import { defaultClientId, defaultClientSecret, defaultTenantId } from './entra';

/** Ends with one line on stderr. */
function fail(message: string): never {
	process.stderr.write(`${message}\n`);
	process.exit(1);
}

function portOf(name: string, text: string | undefined): number {
	const port = Number(text ?? 0);
	if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
	return fail(`--${name} must be a port number, not "${text}".`);
}

function readArguments() {
	const names = [
		'login-port',
		'graph-port',
		'storage-port',
		'control-port',
		'host',
		'users',
		'messages',
	] as const;
	const text = { type: 'string' } as const;
	try {
		const { values } = parseArgs({ options: Object.fromEntries(names.map((name) => [name, text])) });
		return values as Partial<Record<(typeof names)[number], string>>;
	} catch (error) {
		return fail(error instanceof Error ? error.message : String(error));
	}
}

async function main(): Promise<void> {
	const given = readArguments();
	const sizes = { users: given.users, messages: given.messages };
	const seed = Object.fromEntries(
		Object.entries(sizes).flatMap(([name, value]) => (value === undefined ? [] : [[name, Number(value)]])),
	);
	try {
		const simulator = await startSimulator({
			loginPort: portOf('login-port', given['login-port']),
			graphPort: portOf('graph-port', given['graph-port']),
			storagePort: portOf('storage-port', given['storage-port']),
			controlPort: portOf('control-port', given['control-port']),
			host: given.host,
			seed,
		});
		const { loginUrl, graphUrl, storageUrl, controlUrl } = simulator;
		const app = { tenantId: defaultTenantId, clientId: defaultClientId, clientSecret: defaultClientSecret };
		process.stdout.write(`${JSON.stringify({ loginUrl, graphUrl, storageUrl, controlUrl, ...app })}\n`);
		const end = () => void simulator.close().then(() => process.exit(0));
		process.once('SIGTERM', end);
		process.once('SIGINT', end);
	} catch (error) {
		const { code, port, address, message } = error as NodeJS.ErrnoException & {
			port?: number;
			address?: string;
		};
		if (code === 'EADDRINUSE')
			fail(`Port ${port} on ${address} is in use: choose another for the simulator.`);
		fail(`The simulator did not start: ${message}`);
	}
}

void main();
