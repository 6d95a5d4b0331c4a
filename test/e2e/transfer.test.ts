import { bigFile, startFileHost, type BigFile, type FileHost } from './support/bigFile';
import { peakDuring, tellsPeak } from './support/memory';
import { startN8nAlone, type N8nAlone } from './support/n8nAlone';
import { useSimulator } from './support/ownSimulator';
import { madeUpSecret } from './support/secrets';
import { activate, callWebhook, webhookTrigger, webhookUrl } from './support/webhooks';
import { graphNode, workflowOf, type NodeParts } from './support/workflows';

jest.setTimeout(240_000);

const gibibyte = 1024 ** 3;
/** The most that a transfer may add to n8n's memory, in MiB. */
const mostGrowth = 100;

const entra = useSimulator();
let film: BigFile;
let host: FileHost;
let n8n: N8nAlone;
let credential: { id: string; name: string };

if (!tellsPeak)
	console.log('The memory of transfers is not measured: only Linux tells the peak of a process.');

(tellsPeak ? describe : describe.skip)('a file of 1 GiB', () => {
	beforeAll(async () => {
		film = bigFile(gibibyte);
		const facts = {
			id: '01FILM',
			name: 'Film.bin',
			size: film.size,
			file: { mimeType: 'application/octet-stream', hashes: { quickXorHash: film.quickXorHash } },
			parentReference: { driveId: 'b!drive', id: '01ROOT' },
		};
		host = await startFileHost(film, facts);
		// Graph's own answers, which lead to the host of the file: the simulator would hold the file in memory.
		const { faults } = entra.simulator;
		const graph = { host: 'graph', times: 9 } as const;
		faults.add({ ...graph, method: 'GET', path: /01FILM$/, action: { status: 200, body: facts } });
		faults.add({
			...graph,
			method: 'GET',
			path: /01FILM\/content$/,
			action: { status: 302, headers: { location: host.fileUrl } },
		});
		faults.add({
			...graph,
			method: 'POST',
			path: /createUploadSession$/,
			action: { status: 200, body: { uploadUrl: host.uploadUrl } },
		});
		n8n = await startN8nAlone('n8n-transfer', { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' });
		const clientSecret = madeUpSecret('client-secret');
		entra.simulator.entra.app().secrets[0].value = clientSecret;
		credential = await n8n.client.saveCredential(
			'Transfer',
			'microsoftGraphAppOnlyApi',
			entra.credential({ authentication: 'clientSecret', clientSecret }),
		);
	});
	afterAll(async () => {
		await n8n?.close();
		await host?.close();
	});

	const byId = (value: string) => ({ __rl: true, mode: 'id', value });
	const fileNode = (name: string, parameters: Record<string, unknown>) =>
		graphNode(name, credential, {
			resource: 'file',
			driveOf: 'drive',
			driveId: byId('b!drive'),
			...parameters,
		});
	const download = () => fileNode('Download', { operation: 'download', fileId: byId('01FILM') });
	const upload = () => fileNode('Upload', { operation: 'upload', parentId: byId('') });
	/** n8n's own node, which hashes what is in n8n's storage. */
	const hash: NodeParts = {
		name: 'Hash',
		type: 'n8n-nodes-base.crypto',
		typeVersion: 2,
		parameters: {
			action: 'hash',
			type: 'SHA256',
			binaryData: true,
			binaryPropertyName: 'data',
			dataPropertyName: 'sha256',
		},
	};
	const editFields: NodeParts = {
		name: 'Edit Fields',
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: {},
	};

	interface Run {
		/** What the last node put out. */
		items: unknown;
		/** The most memory that n8n had meanwhile, in MiB. */
		peak: number;
		seconds: number;
	}

	/**
	 * Makes a workflow that can be run again and again, in which no node may fail. Its answer comes at its end: asking n8n
	 * for that would cost it memory.
	 */
	async function workflow(name: string, ...nodes: NodeParts[]): Promise<() => Promise<Run>> {
		const trigger = webhookTrigger();
		const id = await n8n.client.saveWorkflow(workflowOf(name, [trigger, ...nodes]));
		await activate(n8n.client, id);
		return async () => {
			const begunAt = performance.now();
			const { peak, result } = await peakDuring(
				n8n.pid,
				async () => await callWebhook(webhookUrl(n8n.url, trigger)),
			);
			expect(result).toMatchObject({ status: 200 });
			return { items: result.body, peak, seconds: (performance.now() - begunAt) / 1000 };
		};
	}

	test(`goes down and up as it is, and adds less than ${mostGrowth} MiB to n8n's memory`, async () => {
		const runIdle = await workflow('Idle', editFields);
		const runDown = await workflow('Down', download(), hash);
		// What goes up is fetched in the same execution: that counts too.
		const runUp = await workflow('Up', download(), upload());
		// n8n gives back what its start took only later: the least of what it has before, between and after is what it needs.
		const before = await runIdle();
		const down = await runDown();
		const between = await runIdle();
		const up = await runUp();
		const after = await runIdle();

		const idle = Math.min(before.peak, between.peak, after.peak);
		const growth = { down: down.peak - idle, up: up.peak - idle };
		process.stdout.write(
			`1 GiB through n8n: its memory is ${idle.toFixed(0)} MiB at most in an idle workflow; ` +
				`${growth.down.toFixed(0)} MiB more when the file goes down and is hashed (${down.seconds.toFixed(1)} s), ` +
				`${growth.up.toFixed(0)} MiB more when it goes down and up (${up.seconds.toFixed(1)} s)\n`,
		);
		expect(down.items).toMatchObject([{ sha256: film.sha256 }]);
		expect(host.arrived()).toBe(film.sha256);
		expect(growth.down).toBeLessThan(mostGrowth);
		expect(growth.up).toBeLessThan(mostGrowth);
	});
});
