import type { Machine } from '../machine';
import type { CaseResult } from '../measure';
import { latency, partTime } from '../graph';
import type { CallCost } from '../raw/task';
import type { Proofs } from '../proofs';
import type { Target } from '../targets';
import { table as markdownTable } from '../../scripts/markdown';
import { duration } from './format';
import { caseTable, proofTables, targetTable, type Table } from './tables';

/** Everything that a run of the bench found out. */
export interface Findings {
	machine: Machine;
	date: Date;
	results: CaseResult[];
	proofs: Proofs;
	targets: Target[];
	callCost: CallCost;
}

const table = ({ header, rows }: Table) => markdownTable(header, rows);

/** The page of the results. */
export function benchmarksPage(findings: Findings): string {
	const { machine, date, results, proofs, targets, callCost } = findings;
	const { answered504, throttled } = proofTables(proofs);
	const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
	return `# Benchmarks

This page is written by \`npm run bench -- --write\`. It compares, in one run, on one n8n and against one simulator of Graph:

- **this node**, installed from \`npm pack\`;
- **n8n's Outlook node** with n8n's own app-only credential (Microsoft Entra Service Principal);
- **raw undici**: a program without n8n that sends the fewest requests Graph allows, with as many at a time as Graph allows. It is the limit of what can be had;
- **n8n's HTTP Request node** with the same credential, where n8n has no node with the operation for an app.

![Wall time](images/benchmark-time.svg)

![Requests to Graph](images/benchmark-requests.svg)

## Targets

${table(targetTable(targets))}

## Results

Times are the median of 5 runs, of 3 where one takes longer than 2 s. What n8n itself takes for the same items with a node that does nothing is taken off
(wall and CPU), but for raw undici, which has no n8n around it. "of raw" is the wall time divided by raw undici's by the same transport.
"memory" is what the resident memory of the process grew by in a run, "peak" its greatest size: n8n's whole process, or raw undici's.

${results.map((result) => `### ${result.title}\n\n${table(caseTable(result))}\n\nn8n doing nothing: ${duration(result.floor.wall)} wall, ${duration(result.floor.cpu)} CPU.`).join('\n\n')}

## When something fails on the way

One mail, whose request Graph carries out and then answers with 504:

${table(answered504)}

Two mails of a mailbox that takes one in two seconds, so that the second is answered with 429 and \`Retry-After: 2\`:

${table(throttled)}

## How it is modelled

- The simulator (\`simulator\`) answers each HTTP call after ${latency} ms, and works ${partTime} ms on each request, also on each part of
  a \`$batch\`. A mailbox takes 4 requests at a time, and one batch; of a batch, mail parts are worked on 4 at a time, whatever their
  mailboxes, all others side by side. Too many get 429 with \`Retry-After\`. These are the limits that Microsoft documents.
- "${results.find(({ id }) => id === 'throttled')?.title ?? 'Throttled'}": a mailbox takes one mail a second; one mail in ten comes too soon and is answered
  429 with \`Retry-After: 1\`, as is everything that comes before that second is over.
- n8n's own credential accepts Microsoft's hosts only. n8n is therefore started with \`HTTPS_PROXY\` set to a proxy of the bench that leads
  \`login.microsoftonline.com\` and \`graph.microsoft.com\` to the simulator on 127.0.0.1, and refuses every other host; the hosts'
  certificate comes from an authority made for the run, which this one n8n trusts by \`NODE_EXTRA_CA_CERTS\`. This node takes the same way
  in the rows marked "TLS", and goes straight to the simulator in those marked "plain http", by a credential for a custom cloud.
- A workflow is started by its webhook and has three nodes: Webhook, Split Out (the items), and the node that is measured. The time is
  that from the request to the webhook to its answer. Successful executions are not saved.
- Each contender runs the task up to five times before it is measured (n8n's Outlook node with five items), and in turns after that. So
  tokens are there already and code is compiled, for all of them, as in an n8n that has run for a while.
- Simulator and proxy share a process that does nothing else while something is measured; raw undici has its own, with n8n's Node.js.
- Memory comes from a run of its own, after a garbage collection.

## How far it can be trusted

- Graph is not simulated beyond the limits above: its real latency varies, it throttles by rules it does not publish, and a distant network adds
  round trips. n8n opens a connection for each request, ours and n8n's own alike. Here a connection of its own costs a call
  ${duration(callCost.ownConnection - callCost.openConnection)} more than an open one, through the proxy ${duration(callCost.throughProxy - callCost.openConnection)}; with Graph it costs two or three round trips.
  So what fewer calls save is shown smaller here than it is.
- Everything runs on one machine: simulator, n8n and bench share its cores. Look at the ratios, not at the times.
- What takes this node longer than raw undici is mostly n8n itself: for each item it resolves the expressions of the node's fields and
  decrypts the credential. n8n's Outlook node pays the same.
- Raw undici reads messages by the page of 1,000; this node takes 250 at a time when bodies are wanted, since Graph's gateway times out
  on larger pages. n8n's Outlook node takes 100.
- Only the Outlook node stands for n8n: its other Microsoft nodes send their requests the same way.

## How to run it

\`\`\`
npm run bench                 # all of it, under 10 minutes
npm run bench -- --quick      # smaller tasks, one run each, under 2 minutes
npm run bench -- --write      # waits for a quiet machine, then writes this page and its plots
\`\`\`

\`--case <id>\` measures one task (${results.map(({ id }) => `\`${id}\``).join(', ')}); \`--profile <id>\` also records where n8n's CPU time goes
while this node does it, in \`.cache/bench/<id>.cpuprofile\`. n8n is installed on the first run, as by \`npm start\`.

## Measured with

${machine.processor}, ${machine.cores} cores, ${(machine.memory / 2 ** 30).toFixed(0)} GiB, ${machine.system}; load ${machine.load.toFixed(2)} before the run${machine.load >= 1 ? ' (not a quiet machine)' : ''};
${versions.join(', ')}; ${date.toISOString().slice(0, 10)}.
`;
}
