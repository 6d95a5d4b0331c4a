import { decide } from '../../nodes/graph/scheduling/retryPolicy';
import type { Operation } from '../../nodes/MicrosoftGraph/operation';
import { resources } from '../../nodes/MicrosoftGraph/operations';
import type { Entry } from '../../test/operations/samples';
import { code, table } from '../markdown';
import { lineOf, recordAll, type Recorded } from '../operationRequests';
import { allOperations, generated } from './operations';

/**
 * docs/operations.md: the requests of each operation. Each is run with placeholders for its parameters and for Graph's
 * answers, so that the requests shown are those it makes; one that doesn't work with those is run against the simulator,
 * with the samples of its tests.
 */
export async function operationsPage(): Promise<string> {
	const heads = [
		'Operation',
		'Requests',
		'Application permission',
		'In a batch',
		'When the outcome is unknown',
	];
	const sections = [];
	for (const resource of resources) {
		const rows = [];
		for (const operation of resource.operations) rows.push(...(await operationRows({ resource, operation })));
		sections.push(`## ${resource.name}\n\n${table(heads, rows)}`);
	}
	const list = resources.map(
		({ name, operations }) =>
			`- [${name}](#${anchorOf(name)}): ${operations.map((operation) => operation.name).join(', ')}`,
	);
	return `${generated}

# Operations

The ${allOperations().length} operations of the Microsoft Graph node, and what each asks of Graph. Names in braces stand for the value of a field, or of an earlier response. Paths are below the API version (\`/v1.0\`, or \`/beta\` where "API Version" says so).

${list.join('\n')}

How to read the tables:

- **Application permission**: the least that the operation needs. A greater one does as well; [permissions.md](permissions.md) lists the operations of each permission.
- **In a batch**: whether the requests of up to 20 items go in one call.
- **When the outcome is unknown**: Graph didn't respond, or responded with 408, 500, 502, 503, 504, or 509. _Retried_ requests are sent up to five times in total. _At most once_ means that the item fails, and that its message says that the outcome is unknown. Microsoft says that a throttled request (429) wasn't carried out, so any operation is sent again after it; [architecture.md](architecture.md#calling-graph) has the rule for each response.

${sections.join('\n\n')}
`;
}

const anchorOf = (name: string) => name.toLowerCase().replaceAll(' ', '-');

async function operationRows(entry: Entry): Promise<string[][]> {
	const { operation } = entry;
	const all = await recordAll(entry);
	return all.map((recorded, index) => [
		index === 0 ? operation.name : '',
		requestCell(recorded),
		index === 0 ? permissionCell(operation) : '',
		inBatch(recorded),
		guaranteeOf(recorded),
	]);
}

function requestCell({ requests, variant }: Recorded): string {
	const lines = [...new Set(requests.map(lineOf))].map(code);
	return [variant.label === '' ? [] : [`${variant.label}:`], lines].flat().join('<br>') || '–';
}

function permissionCell({ permissions, permissionNote = '' }: Operation): string {
	const names = permissions.map(code).join(' and ') || 'none';
	return permissionNote === '' ? names : `${names}. ${permissionNote}`;
}

function inBatch({ requests }: Recorded): string {
	if (requests.length === 0) return '–';
	const able = requests.filter(
		({ batchable, content, expectsFile, preauthUrl }) =>
			batchable !== false && !content && !expectsFile && !preauthUrl,
	).length;
	return able === requests.length ? 'yes' : able === 0 ? 'no' : 'in part';
}

/** What is guaranteed when Graph doesn't say whether a request was carried out, by the client's own rule. */
function guaranteeOf({ requests, variant }: Recorded): string {
	if (variant.choice !== undefined && variant.description !== undefined) {
		return `${variant.description}.`.replace(/(?<!\.)\.{2,}$/, '.');
	}
	if (requests.length === 0) return 'Sends nothing to Graph.';
	const unanswered = { kind: 'answered', response: { status: 504, headers: {}, body: undefined } } as const;
	if (!requests.every((request) => decide(unanswered, request, 1, 0).repeat)) return 'At most once.';
	return requests.every(({ method }) => method === 'GET') ? 'Reads only: retried.' : 'Harmless: retried.';
}
