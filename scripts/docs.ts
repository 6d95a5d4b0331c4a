// Writes what the documentation says of each operation from the operations themselves: docs/operations.md,
// docs/permissions.md, and the list in README.md; and what it says of the trigger from its watches: the table in
// docs/trigger.md; and what `npm run tenant` needs and makes, in docs/tenant.md. Each operation is run with placeholders for its parameters and for Graph's answers, so that the requests
// shown are those it makes; one that does not work with those is run against the simulator, with the samples of its tests.
// `--check` writes nothing and exits 1 when something is stale; `--root` names another folder than this project's.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { includedIn } from '../nodes/graph/errors/permissions';
import { decide } from '../nodes/graph/scheduling/retryPolicy';
import type { Operation, Resource } from '../nodes/MicrosoftGraph/operation';
import type { ItemRun } from '../nodes/shared/itemRun';
import { resources } from '../nodes/MicrosoftGraph/operations';
import { watches } from '../nodes/MicrosoftGraphTrigger/watches';
import type { ChangeEvent, Watch } from '../nodes/MicrosoftGraphTrigger/watches/watch';
import type { Entry } from '../test/operations/samples';
import { fieldsByName } from '../test/operations/watchFields';
import { madeBy, parts, permissionsOfPart } from '../test/tenant/parts';
import { variables } from '../test/tenant/settings';
import { kinds } from '../test/tenant/things';
import { exitWith } from './exitWith';
import { answer, lineOf, recordAll, type Recorded } from './operationRequests';
import { realityPage } from './realityPage';

const project = dirname(__dirname);

/** What is promised when Graph does not say whether a request was carried out, by the client's own rule. */
function promiseOf({ requests, variant }: Recorded): string {
	if (variant.choice !== undefined && variant.description !== undefined) return `${variant.description}.`;
	if (requests.length === 0) return 'Sends no request.';
	const unanswered = { kind: 'answered', response: { status: 504, headers: {}, body: undefined } } as const;
	if (!requests.every((request) => decide(unanswered, request, 1, 0).repeat)) return 'At most once.';
	return requests.every(({ method }) => method === 'GET') ? 'Reads only: retried.' : 'Harmless: retried.';
}

function inBatch({ requests }: Recorded): string {
	if (requests.length === 0) return '–';
	const able = requests.filter(
		({ batchable, content, expectsFile, preauthUrl }) =>
			batchable !== false && !content && !expectsFile && !preauthUrl,
	).length;
	return able === requests.length ? 'yes' : able === 0 ? 'no' : 'in part';
}

const cell = (text: string) => text.replace(/\.{2,}$/, '.').replaceAll('|', '\\|');
const row = (cells: string[]) => `| ${cells.map(cell).join(' | ')} |`;
const code = (text: string) => `\`${text}\``;
const table = (heads: string[], rows: string[][]) =>
	[row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n');

function permissionCell({ permissions, permissionNote = '' }: Operation): string {
	const names = permissions.map(code).join(' and ') || 'none';
	return permissionNote === '' ? names : `${names}. ${permissionNote}`;
}

function requestCell({ requests, variant }: Recorded): string {
	const lines = [...new Set(requests.map(lineOf))].map(code);
	return [variant.label === '' ? [] : [`${variant.label}:`], lines].flat().join('<br>') || '–';
}

async function operationRows(entry: Entry): Promise<string[][]> {
	const { operation } = entry;
	const all = await recordAll(entry);
	return all.map((recorded, index) => [
		index === 0 ? operation.name : '',
		requestCell(recorded),
		index === 0 ? permissionCell(operation) : '',
		inBatch(recorded),
		promiseOf(recorded),
	]);
}

const generated = '<!-- Made by `npx tsx scripts/docs.ts` from the operations of the node. -->';

async function operationsPage(): Promise<string> {
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
	return `${generated}

# Operations

The requests of each operation of the Microsoft Graph node. Names in braces stand for the value of a field or of an earlier response. Paths are below the API version (\`/v1.0\`, or \`/beta\` where "API Version" says so).

- **Application permission**: the least that the operation needs. A greater one is enough too; [permissions.md](permissions.md) lists the operations by permission.
- **In a batch**: whether the requests of up to 20 items go in one call.
- **When the outcome is unknown**: Graph didn't respond, or responded with 408, 500, 502, 503, 504, or 509. _Retried_ requests are sent up to five times in total. _At most once_ means that the item fails, and that its message says that the outcome is unknown. According to Microsoft, a throttled request (429) wasn't carried out, so it's retried for every operation; [architecture.md](architecture.md#calling-graph) has the rule for each response.

${sections.join('\n\n')}
`;
}

/** The permissions that a note speaks of. */
const permissionsIn = (text: string) => text.match(/\b[A-Z][\w-]*(?:\.[A-Z]\w+)+/g) ?? [];

function permissionsPage(): string {
	const least = new Map<string, string[]>();
	const more = new Map<string, string[]>();
	const add = (to: Map<string, string[]>, permission: string, text: string) =>
		to.set(permission, [...(to.get(permission) ?? []), text]);
	for (const { resource, operation } of allOperations()) {
		const name = `${resource.name}: ${operation.name}`;
		for (const permission of operation.permissions) add(least, permission, name);
		const note = operation.permissionNote ?? '';
		for (const permission of permissionsIn(note)) {
			if (!operation.permissions.includes(permission)) add(more, permission, `${name}. ${note}`);
		}
	}
	for (const { name, permissions, subscriptionPermissions: instant, permissionNote: note = '' } of watches) {
		const trigger = `Trigger: ${name}`;
		for (const permission of permissions) add(least, permission, instant ? `${trigger}, polling` : trigger);
		for (const permission of instant ?? []) add(least, permission, `${trigger}, instant`);
		for (const permission of permissionsIn(note)) {
			if (![...permissions, ...(instant ?? [])].includes(permission))
				add(more, permission, `${trigger}. ${note}`);
		}
	}
	const names = [...new Set([...least.keys(), ...more.keys()])].sort();
	const link = (name: string) =>
		`[${name}](https://learn.microsoft.com/graph/permissions-reference#${name.toLowerCase().replace(/\./g, '')})`;
	const rows = names.map((name) => [
		link(name),
		includedIn(name).join('<br>') || '–',
		least.get(name)?.join('<br>') ?? '–',
		more.get(name)?.join('<br>') ?? '–',
	]);
	return `${generated}

# Permissions

The application permissions of Microsoft Graph that the node's operations and the trigger need, each with the operations for which it is the least. Grant those of the operations that your workflows use and no others. [setup.md](setup.md#grant-permissions) says how; the operation "Access: Check Permissions" says which of them an app has, lacks, and has without need.

**Included in**: greater permissions that do as well for all of these operations, by Microsoft's table of permissions. For one operation, others may do, too: Check Permissions and the text of a 403 go by that.

${table(['Application permission', 'Included in', 'The least for', 'Adds something to'], rows)}
`;
}

function allOperations(): Array<{ resource: Resource; operation: Operation }> {
	return resources.flatMap((resource) => resource.operations.map((operation) => ({ resource, operation })));
}

/** A page with another text between its marks. */
function withPart(file: string, page: string, name: string, part: string): string {
	const marks = { begin: `<!-- ${name}: begin -->`, end: `<!-- ${name}: end -->` };
	const [before, rest] = page.split(marks.begin);
	const after = rest?.split(marks.end)[1];
	if (before === undefined || after === undefined)
		throw new Error(`${file} has lost the marks of its ${name}.`);
	return [before, marks.begin, `\n\n${part}\n\n`, marks.end, after].join('');
}

function readmeWithList(readme: string): string {
	const lines = resources.map(
		({ name, operations }) => `- **${name}**: ${operations.map((operation) => operation.name).join(', ')}`,
	);
	const count = `${allOperations().length} operations:`;
	return withPart('README.md', readme, 'operations', `${count}\n\n${lines.join('\n')}`);
}

/** What can be watched: what Graph is asked for it, and what it is to notify of. */
async function triggerWithTable(page: string): Promise<string> {
	const heads = ['Watch', 'Events', 'What is asked', 'What notifies', 'Application permission'];
	const rows = [];
	for (const watch of watches) rows.push(await watchRow(watch));
	return withPart('docs/trigger.md', page, 'watches', table(heads, rows));
}

/** What a run against a test tenant needs and makes, and the environment that it reads. */
function tenantWithTables(page: string): string {
	const names = (of: readonly string[]) => of.map(code).join(', ') || '–';
	const rows = parts.map((part) => {
		const reading = permissionsOfPart(part, true);
		const more = permissionsOfPart(part).filter((permission) => !reading.includes(permission));
		const made = madeBy(part).map((kind) => `${kinds[kind].title}, ${kinds[kind].where}`);
		return [`${code(part.name)}: ${part.title}`, names(reading), names(more), made.join('<br>') || '–'];
	});
	const heads = ['Part', 'To read', 'To write as well', 'What it makes'];
	const withParts = withPart('docs/tenant.md', page, 'parts', table(heads, rows));
	const settings = variables.map(({ name, what, required = false }) => [
		code(name),
		`${what}${required ? ' (required)' : ''}`,
	]);
	return withPart('docs/tenant.md', withParts, 'variables', table(['Variable', 'What it is'], settings));
}

async function watchRow(watch: Watch): Promise<string[]> {
	const { name, events, permissions, subscriptionPermissions, permissionNote = '' } = watch;
	const all = Object.keys(events) as ChangeEvent[];
	const send: ItemRun['send'] = async () => ({ status: 200, headers: {}, body: answer });
	const { feeds, notify } = await watch.source({
		parameters: fieldsByName,
		options: {},
		events: all,
		select: '',
		send,
	});
	const asked = [...new Set(feeds.map(({ all: first }) => code(lineOf(first(0)))))].join('<br>');
	const names = (of: readonly string[]) => of.map(code).join(' and ');
	const needed =
		subscriptionPermissions === undefined
			? names(permissions)
			: `${names(permissions)}; instant ${names(subscriptionPermissions)}`;
	return [
		name,
		Object.values(events).join('<br>'),
		asked,
		`${code(notify.resource)}: ${notify.changes.join(', ')}`,
		[needed, permissionNote].filter(Boolean).join('. '),
	];
}

async function main(): Promise<number> {
	const { values } = parseArgs({ options: { check: { type: 'boolean' }, root: { type: 'string' } } });
	const root = values.root ?? project;
	const current = async (file: string) =>
		existsSync(join(root, file)) ? await readFile(join(root, file), 'utf8') : '';
	const pages = {
		'docs/operations.md': await operationsPage(),
		'docs/permissions.md': permissionsPage(),
		'docs/reality.md': `${generated}\n\n${realityPage(project, table)}`,
		'docs/trigger.md': await triggerWithTable(await current('docs/trigger.md')),
		'docs/tenant.md': tenantWithTables(await current('docs/tenant.md')),
		'README.md': readmeWithList(await current('README.md')),
	};
	const style = await resolveConfig(join(project, 'README.md'));
	let stale = 0;
	for (const [file, text] of Object.entries(pages)) {
		const page = await format(text, { ...style, parser: 'markdown' });
		if (page === (await current(file))) continue;
		stale += 1;
		if (values.check) {
			console.error(`${file} is stale: run npx tsx scripts/docs.ts`);
			continue;
		}
		await mkdir(dirname(join(root, file)), { recursive: true });
		await writeFile(join(root, file), page);
		console.log(`${file} written`);
	}
	return values.check && stale > 0 ? 1 : 0;
}

void exitWith(main);
