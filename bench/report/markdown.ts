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

This page is written by \`npm run bench -- --write\`. It compares, in one run, in one n8n, and against one simulator of Graph:

- **this node**, installed from \`npm pack\`;
- **n8n's own node**, Outlook, or Excel for the rows of a workbook, with n8n's own app-only credential (Microsoft Entra Service Principal);
- **raw undici**: a program without n8n that sends the fewest requests Graph allows, with as many at a time as Graph allows. It's the limit of what is possible. In one row it opens a connection for each call, as n8n does for each of its nodes;
- **n8n's HTTP Request node** with the same credential, where n8n has no node with the operation for an app.

![Wall time](images/benchmark-time.svg)

![Requests to Graph](images/benchmark-requests.svg)

## Targets

${table(targetTable(targets))}

## Results

Times are the median of 5 runs, or of 3 where one takes longer than 2 s. They don't include what n8n itself takes for the same items with a node that does nothing
(wall and CPU); raw undici has no n8n around it. "of raw" is the wall time divided by raw undici's over the same transport.
"memory" is how much the resident memory of the process grew in a run, "peak" its greatest size: n8n's process, or raw undici's.

${results.map((result) => `### ${result.title}\n\n${table(caseTable(result))}\n\nn8n doing nothing: ${duration(result.floor.wall)} wall, ${duration(result.floor.cpu)} CPU.`).join('\n\n')}

## When something fails

One mail, whose request Graph carries out and then responds to with 504:

${table(answered504)}

Two mails of a mailbox that accepts one in two seconds, so that the second gets 429 and \`Retry-After: 2\`:

${table(throttled)}

## How it is modelled

- The simulator (\`simulator\`) responds to each HTTP call after ${latency} ms, and spends ${partTime} ms on each request, also on each part of
  a \`$batch\`. A mailbox takes 4 requests at a time, and one batch; of a batch, mail parts run 4 at a time, whatever their
  mailboxes, all others at the same time. Too many get 429 with \`Retry-After\`. These are the limits that Microsoft documents.
- "${results.find(({ id }) => id === 'throttled')?.title ?? 'Throttled'}": a mailbox accepts one mail a second; one mail in ten comes too soon and gets
  429 with \`Retry-After: 1\`, as does everything that comes before that second is over.
- n8n's own credential accepts Microsoft's hosts only. n8n is therefore started with \`HTTPS_PROXY\` set to a proxy of the benchmark that directs
  \`login.microsoftonline.com\` and \`graph.microsoft.com\` to the simulator on 127.0.0.1, and refuses every other host; the hosts'
  certificate comes from an authority made for the run, which this n8n trusts by \`NODE_EXTRA_CA_CERTS\`. This node goes the same way
  in the rows marked "TLS", and directly to the simulator in those marked "plain http", by a credential for a custom cloud.
- A workflow starts by its webhook and has three nodes: Webhook, Split Out (the items), and the node that is measured. The time is
  from the request to the webhook until its response. Successful executions are not saved.
- Each contender runs the task up to five times before it is measured (n8n's own node with five items), and in turns after that. So
  all of them have tokens and compiled code, as in an n8n that has run for a while.
- Simulator and proxy share a process that does nothing else while something is measured; raw undici has its own, with n8n's Node.js.
- Memory is measured in a separate run, after a garbage collection.

## How reliable it is

- Graph isn't simulated beyond the limits above: its real latency varies, it throttles by rules it doesn't publish, and a distant network adds
  round trips. n8n opens a connection for each request, ours and n8n's own alike. Here, a new connection costs a call
  ${duration(callCost.ownConnection - callCost.openConnection)} more than an open one, through the proxy ${duration(callCost.throughProxy - callCost.openConnection)}; with Graph it costs two or three round trips.
  So fewer calls save more than these numbers show.
- Everything runs on one machine: simulator, n8n, and benchmark share its cores. Compare the ratios, not the times.
- Most of the time that this node takes beyond raw undici is n8n itself: for each item it resolves the expressions of the node's fields and
  decrypts the credential. n8n's Outlook node has the same cost.
- Raw undici reads pages of 1,000 messages. When bodies are requested, this node starts with 250, since Graph's gateway may time out on
  larger pages, and goes up to 1,000 while pages are light and quick. n8n's Outlook node reads 100.
- Only the Outlook node represents n8n: its other Microsoft nodes send their requests the same way.

## How to run it

\`\`\`
npm run bench                 # all of it, under 10 minutes
npm run bench -- --quick      # smaller tasks, one run each, under 2 minutes
npm run bench -- --write      # waits for a quiet machine, then writes this page and its plots
\`\`\`

\`--case <id>\` measures one task (${results.map(({ id }) => `\`${id}\``).join(', ')}); \`--profile <id>\` also records where n8n spends CPU time
while this node runs it, in \`.cache/bench/<id>.cpuprofile\`. n8n is installed on the first run, as with \`npm start\`.

## Measured with

${machine.processor}, ${machine.cores} cores, ${(machine.memory / 2 ** 30).toFixed(0)} GiB, ${machine.system}; load ${machine.load.toFixed(2)} before the run${machine.load >= 1 ? ' (not a quiet machine)' : ''};
${versions.join(', ')}; ${date.toISOString().slice(0, 10)}.
`;
}
