import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';

/** Where n8n keeps the content of binary data: base64 in the item, or files (n8n's own default). */
export type BinaryDataMode = 'default' | 'filesystem';

const logLines: string[] = [];
let userFolder: string | undefined;
let binaryMode: BinaryDataMode | undefined;

/**
 * Prepares what n8n-core takes from its container, once per test file: the instance's settings in a folder of
 * its own (removed after the last test), a logger that keeps every line in memory, and binary data in `mode`.
 * The proxies of the environment are taken away: n8n would send requests to localhost through them.
 */
export async function startEngine(mode: BinaryDataMode): Promise<void> {
	if (userFolder === undefined) {
		userFolder = mkdtempSync(join(tmpdir(), 'n8n-engine-'));
		process.env.N8N_USER_FOLDER = userFolder;
		process.env.N8N_ENCRYPTION_KEY = 'only for tests';
		process.env.N8N_LOG_LEVEL = 'debug';
		for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY']) {
			delete process.env[name];
			delete process.env[name.toLowerCase()];
		}
		keepLogLines(Container.get(Logger));
	}
	if (binaryMode !== mode) {
		Container.get(BinaryDataConfig).mode = mode;
		await Container.get(BinaryDataService).init();
		binaryMode = mode;
	}
}

/** Removes the instance's folder. Importing the harness in a jest test file registers this as `afterAll`. */
export function stopEngine(): void {
	if (userFolder !== undefined) rmSync(userFolder, { recursive: true, force: true });
	userFolder = undefined;
	binaryMode = undefined;
}

/** Every line that n8n has logged in this test file so far, at all levels, with its metadata. */
export function loggedLines(): readonly string[] {
	return logLines;
}

/** n8n's logger stays n8n's own (it also feeds LoggerProxy); only where it writes to is replaced. */
function keepLogLines(logger: Logger): void {
	const memory = {
		levels: { error: 0, warn: 1, info: 2, debug: 3 },
		log: (level: string, message: string, metadata: unknown) => {
			logLines.push(`${level} ${message} ${inspect(metadata, { depth: 10, maxStringLength: null })}`);
		},
		child: () => memory,
	};
	logger['setInternalLogger'](memory as unknown as ReturnType<Logger['getInternalLogger']>);
}
