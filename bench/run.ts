// `npm run bench`: this node, n8n's own Outlook node, and raw undici, in one n8n, against one simulator of Graph.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { INodeTypeDescription } from 'n8n-workflow';
import type { BenchCase } from './benchCase';
import { cases } from './cases';
import { makeNodes, openRawTargets, type Bench } from './contenders';
import { startGraph } from './graph';
import { describeMachine, untilQuiet, versionOfNode } from './machine';
import { measureCase, type CaseResult } from './measure';
import { offerOf } from './n8n/offer';
import { startN8n } from './n8n/server';
import { prove } from './proofs';
import { startRaw } from './raw/process';
import { barChart } from './report/chart';
import { columns, count, duration } from './report/format';
import { benchmarksPage, type Findings } from './report/markdown';
import { caseTable, proofTables, targetTable, type Table } from './report/tables';
import { loadScripts, type N8nRuntime, type PlainScripts } from './scripts';
import { judge } from './targets';

interface Arguments {
	quick: boolean;
	write: boolean;
	cases: readonly BenchCase[];
	profile: readonly string[];
}

async function main(scripts: PlainScripts): Promise<number> {
	const startedAt = Date.now();
	const given = readArguments(scripts);
	await scripts.ensureDependencies();
	const runtime = await scripts.ensureN8nRuntime();
	if (given.write) await scripts.step('Waiting for a quiet machine', untilQuiet);
	const machine = describeMachine(await readVersions(scripts, runtime));
	const bench = await startBench(scripts, runtime, given);

	const results: CaseResult[] = [];
	for (const one of given.cases) {
		results.push(await measureOne(one, bench, given, scripts));
		print(results.at(-1)?.title ?? '', caseTable(results.at(-1) as CaseResult));
	}
	const proofs = await scripts.step('What happens when something fails', () => prove(bench));
	const tables = proofTables(proofs);
	print('A mail that is answered 504 after it went out', tables.answered504);
	print('A mail that is answered 429 with Retry-After 2', tables.throttled);
	const callCost = await bench.raw.compareConnections();
	const targets = judge(results, proofs);
	print('Targets', targetTable(targets));
	for (const host of new Set(bench.graph.proxy.refused))
		console.log(`  n8n asked for ${host} and was refused.`);

	await writeFile(join(scripts.CACHE, 'bench', 'results.json'), JSON.stringify(results, null, '\t'));
	const findings = { machine, date: new Date(), results, proofs, targets, callCost };
	if (given.write) await scripts.step('Writing docs/benchmarks.md', () => write(findings, scripts.PROJECT));
	console.log(`\nDone in ${scripts.elapsed(startedAt)}.`);
	return 0;
}

function readArguments({ Stopped }: PlainScripts): Arguments {
	const usage = `Use: npm run bench [-- --quick | --write | --case ${cases.map(({ id }) => id).join('|')} [--profile <case>]]`;
	const known = (ids: string[]) => {
		const unknown = ids.find((id) => !cases.some((one) => one.id === id));
		if (unknown !== undefined) throw new Stopped(`There is no case "${unknown}". ${usage}`);
		return ids;
	};
	let values;
	try {
		({ values } = parseArgs({
			options: {
				quick: { type: 'boolean', default: false },
				write: { type: 'boolean', default: false },
				case: { type: 'string', multiple: true, default: [] },
				profile: { type: 'string', multiple: true, default: [] },
			},
		}));
	} catch (error) {
		throw new Stopped(`${error instanceof Error ? error.message : String(error)}. ${usage}`);
	}
	const chosen = known([...(values.case ?? []), ...(values.profile ?? [])]);
	const { quick = false, write = false, profile = [] } = values;
	if (write && (quick || chosen.length > 0)) throw new Stopped(`Only a whole run is written. ${usage}`);
	return {
		quick,
		write,
		profile,
		cases: chosen.length > 0 ? cases.filter(({ id }) => chosen.includes(id)) : cases,
	};
}

async function readVersions(scripts: PlainScripts, runtime: N8nRuntime): Promise<Record<string, string>> {
	const versionIn = async (folder: string) =>
		(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
	return {
		[scripts.PACKAGE]: await versionIn(scripts.PROJECT),
		n8n: runtime.version,
		undici: await versionIn(join(scripts.PROJECT, 'node_modules', 'undici')),
		'Node.js': `${versionOfNode(runtime.node)} (n8n, undici)`,
		'and Node.js': `${process.versions.node} (simulator)`,
	};
}

/** Starts everything that takes part; it ends with the script. */
async function startBench(
	{ step, beforeEnd, ...scripts }: PlainScripts,
	runtime: N8nRuntime,
	{ quick }: Arguments,
): Promise<Bench> {
	const tarball = await scripts.buildAndPack();
	const folder = join(scripts.CACHE, 'bench');
	await mkdir(folder, { recursive: true });
	const userFolder = await mkdtemp(join(folder, 'n8n-'));
	beforeEnd(() => rm(userFolder, { recursive: true, force: true }));
	await step('Installing the package in n8n', () => scripts.installForN8n(tarball, userFolder));
	const sizeOf = (id: string) => {
		const one = cases.find((candidate) => candidate.id === id);
		return (quick ? one?.quickSize : one?.size) ?? 0;
	};
	const graph = await step('Starting the simulator', () =>
		startGraph({ users: sizeOf('listUsers'), messages: sizeOf('listMessages') }),
	);
	beforeEnd(graph.close);
	const ports: [number, number, number] = [
		await scripts.freePort(),
		await scripts.freePort(),
		await scripts.freePort(),
	];
	const logFile = scripts.logFile('bench-n8n');
	const n8n = await step(`Starting n8n ${runtime.version}`, () =>
		startN8n(runtime, graph, { ports, userFolder, logFile }),
	);
	beforeEnd(n8n.stop);
	const raw = startRaw(runtime.node);
	beforeEnd(raw.stop);
	await openRawTargets(raw, graph);
	const nodes = await makeNodes(n8n, graph, scripts.PACKAGE);
	const type = (await n8n.client.nodeTypes()).find(({ name }) => name === nodes.ours.plain.type);
	if (type === undefined) throw new Error(`n8n doesn't offer ${nodes.ours.plain.type}.`);
	return { graph, n8n, raw, nodes, offer: offerOf(type as unknown as INodeTypeDescription) };
}

async function measureOne(
	one: BenchCase,
	bench: Bench,
	{ quick, profile }: Arguments,
	{ step, CACHE }: PlainScripts,
): Promise<CaseResult> {
	const size = quick ? one.quickSize : one.size;
	let doing = '';
	const how = { quick, say: (what: string) => (doing = what) };
	const result = await step(
		one.title(size),
		() => measureCase(one, bench, how),
		() => doing,
	);
	if (profile.includes(one.id)) {
		const file = join(CACHE, 'bench', `${one.id}.cpuprofile`);
		const items = one.items(bench.graph.plain, size);
		const recorded = await bench.n8n.inspector.profile(() => bench.n8n.run(`${one.id}-ours-plain`, items));
		await writeFile(file, recorded);
		console.log(`  Where n8n's CPU time went: ${file}`);
	}
	return result;
}

function print(title: string, { header, rows }: Table): void {
	console.log(`\n  ${title}\n\n${columns(header, rows)}\n`);
}

async function write(findings: Findings, project: string): Promise<void> {
	const images = join(project, 'docs', 'images');
	await mkdir(images, { recursive: true });
	const { results } = findings;
	const time = barChart(results, {
		title: 'Wall time, by TLS (logarithmic)',
		note: 'Median; what n8n itself takes is taken off. 50 ms a call, 20 ms a request: see docs/benchmarks.md.',
		value: ({ wall }) => wall,
		label: duration,
		tick: (ms) => (ms < 1000 ? `${ms} ms` : `${ms / 1000} s`),
	});
	const requests = barChart(results, {
		title: 'HTTP requests to Graph (logarithmic)',
		note: 'Requests for tokens are not counted.',
		value: ({ graphCalls }) => graphCalls,
		label: count,
		tick: count,
	});
	await writeFile(join(images, 'benchmark-time.svg'), time);
	await writeFile(join(images, 'benchmark-requests.svg'), requests);
	await writeFile(join(project, 'docs', 'benchmarks.md'), benchmarksPage(findings));
}

void loadScripts().then((scripts) => scripts.runScript(() => main(scripts)));
