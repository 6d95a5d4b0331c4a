import { join } from 'node:path';

/** What the bench takes from the plain scripts, which run before any dependency is installed and so aren't TypeScript. */
export interface PlainScripts {
	/** A failure that is reported to the person in one line. */
	Stopped: new (message: string) => Error;
	runScript(main: () => Promise<number>): Promise<void>;
	step<T>(what: string, work: () => Promise<T>, detail?: () => string): Promise<T>;
	beforeEnd(end: () => Promise<void>): () => void;
	elapsed(startedAt: number): string;
	ensureDependencies(): Promise<void>;
	buildAndPack(): Promise<string>;
	installForN8n(tarball: string, userFolder: string): Promise<void>;
	logFile(name: string): string;
	/** The folder of this package. */
	PROJECT: string;
	/** The package's name. */
	PACKAGE: string;
	/** Where things are kept that may be thrown away. */
	CACHE: string;
	ensureN8nRuntime(): Promise<N8nRuntime>;
	freePort(): Promise<number>;
}

/** n8n, installed. */
export interface N8nRuntime {
	version: string;
	folder: string;
	node: string;
	n8n: string;
}

/** Loads the plain scripts. */
export async function loadScripts(): Promise<PlainScripts> {
	const names = ['terminal', 'package', 'n8nRuntime', 'processes'];
	const modules = names.map(
		async (name) => (await import(join(__dirname, '..', 'scripts', `${name}.mjs`))) as Partial<PlainScripts>,
	);
	return Object.assign({}, ...(await Promise.all(modules))) as PlainScripts;
}
