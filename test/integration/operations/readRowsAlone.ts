// Run by workbookMemory.test.ts, in a process of its own: reads rows by the node, in n8n's engine, and reports the memory.
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, INodeParameters, INodeType } from 'n8n-workflow';
import { MicrosoftGraphAppOnlyApi } from '../../../credentials/MicrosoftGraphAppOnlyApi.credentials';
import { stopEngine } from '../harness/engine';
import { collectGarbage } from '../harness/memory';
import { runWorkflow } from '../harness/runWorkflow';

/** What the process is to read. */
export interface ReadTask {
	fields: ICredentialDataDecryptedObject;
	credentialName: string;
	parameters: INodeParameters;
}

/** What reading took, in MiB beyond what the process had before. */
export interface ReadMemory {
	rows: number;
	error?: string;
	/** The most that was in use meanwhile. */
	peak: number;
	/** What is in use afterwards: n8n's items. */
	kept: number;
}

/** How much more has to be in use before it's measured, in MiB. */
const step = 16;

async function main({ fields, credentialName, parameters }: ReadTask): Promise<ReadMemory> {
	// Node.js would take the name without ".ts" for that of a binary addon.
	const file = join(__dirname, '..', '..', '..', 'nodes', 'MicrosoftGraph', 'MicrosoftGraph.node.ts');
	const { MicrosoftGraph } = (await import(file)) as { MicrosoftGraph: new () => INodeType };
	const read = async (more: INodeParameters) =>
		await runWorkflow({
			node: MicrosoftGraph,
			parameters: { ...parameters, ...more },
			credentials: { [credentialName]: fields },
			credentialTypes: [MicrosoftGraphAppOnlyApi],
		});
	// What is loaded and compiled on first use isn't counted.
	await read({ returnAll: false, limit: 10 });
	collectGarbage();
	const used = () => {
		const { heapUsed, external } = process.memoryUsage();
		return heapUsed + external;
	};
	const before = used();
	const grown = () => (used() - before) / 1024 / 1024;
	let most = 0;
	const sample = () => {
		collectGarbage();
		most = Math.max(most, grown());
		return grown();
	};
	// Collecting garbage takes time: only where there may be more in use.
	const timer = setInterval(() => grown() > most + step && sample(), 50);
	const { items, error } = await read({ returnAll: true });
	clearInterval(timer);
	const kept = sample();
	return { rows: items.length, peak: most, kept, ...(error && { error: error.message }) };
}

process.once('message', (task: ReadTask) => {
	void main(task)
		.then((memory) => process.send?.(memory))
		.finally(stopEngine)
		.then(() => process.disconnect());
});
