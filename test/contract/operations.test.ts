import type { INodeParameters } from 'n8n-workflow';
import { resources } from '../../nodes/MicrosoftGraph/operations';
import { binaryField } from '../integration/harness';
import { useProduct } from '../integration/harness/product';
import { aliases, deviations, type Deviation } from '../operations/deviations';
import { parametersOf, variantsOf, type Entry } from '../operations/samples';
import type { RecordedRequest } from '../../simulator';
import { serviceOf } from '../../simulator/graph/dispatch';
import { parsePath } from '../../simulator/graph/router';
import { contractFolder, expectNonePromised, readOpenApi, requestChecker } from './openApi';
import { permissionsOf, readPermissions } from './permissions';
import { lookUp, readExtract, readPackages } from './sdk';

/*
 * Every request that any operation makes, however it is filled in, against what Microsoft publishes of Graph: the SDK in
 * node_modules, and, where they are at hand, the OpenAPI description and the table of permissions.
 */
const product = useProduct({ settings: { unknownPaths: 'answer', recordAnswers: true } });

/** ms after which a run is stopped, such as one that waits for what never comes; what it asked until then is checked. */
const patience = 10_000;

const extract = readExtract(contractFolder);
const sdk = [readPackages(), ...(extract ? [extract] : [])];
const api = readOpenApi();
const openApi = api && requestChecker(api);
const permissionTable = readPermissions(contractFolder);
const complete = extract !== undefined && openApi !== undefined && permissionTable !== undefined;

/** A request, and what was said when it was made. */
interface Made {
	method: string;
	/** Without the version. */
	path: string;
	beta: boolean;
	query: string[];
	selected: boolean;
	body?: unknown;
	answer?: { status: number; body?: unknown };
	variant: string;
}
type Check = Deviation['check'];
interface Finding {
	check: Check;
	request: string;
	text: string;
	variant: string;
}

const counts: Record<Check, { checked: number; unknown: Set<string> }> = {
	path: { checked: 0, unknown: new Set() },
	query: { checked: 0, unknown: new Set() },
	body: { checked: 0, unknown: new Set() },
	answer: { checked: 0, unknown: new Set() },
	permission: { checked: 0, unknown: new Set() },
};
const needed = new Set<unknown>();
const silent: string[] = [];
let operationsRun = 0;

const entries: Array<[string, Entry]> = resources.flatMap((resource) =>
	resource.operations.map((operation): [string, Entry] => [
		`${resource.value}: ${operation.value}`,
		{ resource, operation },
	]),
);

if (!complete) {
	console.warn(
		`Not all of Microsoft's descriptions of Graph are in ${contractFolder}: areas without an SDK in node_modules, bodies, answers and permissions are not all checked.`,
	);
	it('lacks descriptions where none were promised', expectNonePromised);
}

describe('asks of Graph only what there is', () => {
	test.each(entries)('%s', async (name, entry) => {
		const made = await requestsOf(entry);
		const findings = [...made.flatMap(findingsOf), ...permissionFindings(entry, made)];
		operationsRun += 1;
		const unexplained = findings.filter((finding) => !isExplained(name, finding));
		expect(described(unexplained)).toEqual([]);
	});
});

test('needs every deviation that is listed', () => {
	if (!complete || operationsRun < entries.length) return;
	expect([...aliases, ...deviations].filter((one) => !needed.has(one))).toEqual([]);
});

test('would be told of what is not there', () => {
	const request: Made = { method: 'GET', path: '', beta: false, query: [], selected: false, variant: '' };
	const texts = (change: Partial<Made>) =>
		findingsOf({ ...request, ...change }).map(({ check, text }) => `${check}: ${text}`);
	expect(texts({ path: '/users/a/messages', query: ['$top', '$SELECT'] })).toEqual([]);
	expect(texts({ path: '/users/a/message' })).toEqual(['path: there is no such path']);
	expect(texts({ path: '/users/a/sendMail' })).toEqual(['path: /users/{user-id}/sendMail takes POST only']);
	expect(texts({ path: '/users/a/messages', query: ['$to'] })).toEqual([
		expect.stringMatching(/^query: \$to is no parameter/),
	]);
	if (!openApi) return;
	const patch = (body: object) => texts({ method: 'PATCH', path: '/users/a/messages/b', body });
	expect(patch({ isRead: true, importance: 'low' })).toEqual([]);
	expect(patch({ isread: true })).toHaveLength(1);
	expect(patch({ isRead: 'yes' })).not.toEqual([]);
	expect(patch({ importance: 'huge' })).not.toEqual([]);
});

afterAll(() => {
	const lines = Object.entries(counts).map(
		([check, { checked, unknown }]) =>
			`${check}: ${checked} checked, ${unknown.size} not in the data${[...unknown]
				.sort()
				.map((request) => `\n    ${request}`)
				.join('')}`,
	);
	const waysWithout = silent.length === 0 ? '' : `\nMade no request: ${silent.join('; ')}`;
	console.log(`${operationsRun} operations\n${lines.join('\n')}${waysWithout}`);
});

/** The requests that an operation makes, filled in in all ways; the simulator may refuse some of them. */
async function requestsOf(entry: Entry): Promise<Made[]> {
	const { resource, operation } = entry;
	const { simulator } = product;
	const made: Made[] = [];
	for (const { label, change } of variantsOf(operation)) {
		simulator.requests.length = 0;
		simulator.parts.length = 0;
		const run = await product.run(change(await parametersOf(entry, simulator)), {
			input: [{ json: {}, binary: { data: await aFile() } }],
			continueOnFail: 'continueRegularOutput',
			timeout: patience,
		});
		const calls = product.graphCalls();
		made.push(...calls.map((call) => madeOf(call, label)));
		if (label !== '' && calls.length === 0 && made.length > 0)
			silent.push(`${resource.value}: ${operation.value}, ${label} (${messageOf(run.items[0]?.json)})`);
	}
	return made;
}

const aFile = async () =>
	await binaryField({ content: 'content', fileName: 'file.txt', mimeType: 'text/plain' });
const messageOf = (json: INodeParameters | unknown) =>
	String((json as { error?: unknown } | undefined)?.error ?? 'no error');

function madeOf({ method, path, query, body, answer, status = 0 }: RecordedRequest, variant: string): Made {
	const [, version, rest = ''] = /^\/([^/]*)(.*)$/.exec(path) ?? [];
	const modelled = serviceOf({ method, segments: parsePath(rest) }) !== undefined;
	return {
		method,
		path: readPath(rest),
		beta: version === 'beta',
		query: Object.keys(query),
		selected: '$select' in query || '$expand' in query,
		body,
		...(modelled && !Buffer.isBuffer(answer) && { answer: { status, body: answer } }),
		variant,
	};
}

/** A path without percent-encoding; a slash in a segment stays encoded. */
const readPath = (path: string) =>
	path
		.split('/')
		.map((segment) => decodeURIComponent(segment).replaceAll('/', '%2F'))
		.join('/');

function findingsOf(made: Made): Finding[] {
	const { method, path, beta, query, selected, body, answer, variant } = made;
	const request = `${method} ${path}`;
	const finding = (check: Check, texts: string[] | undefined): Finding[] => {
		if (texts === undefined) counts[check].unknown.add(readable(request));
		else counts[check].checked += 1;
		return (texts ?? []).map((text) => ({ check, request, text, variant }));
	};
	if (beta) return finding('path', ['it is asked of beta']);

	const known = renamed(path, (name) => {
		const found = lookUp(sdk, method, name);
		return found && 'problem' in found ? undefined : found;
	});
	if (known === undefined) {
		const answers = namesOf(path).map(({ name }) => lookUp(sdk, method, name));
		const problem = answers[0];
		// Another name may be one of an area that no source at hand speaks of.
		const all = answers.every((answer) => answer !== undefined);
		return finding('path', all && problem && 'problem' in problem ? [problem.problem] : undefined);
	}
	const foreign = query.filter(
		(name) =>
			!('query' in known && known.query.has(name.toLowerCase())) && !fromLinks.has(name.toLowerCase()),
	);
	return [
		...finding('path', []),
		...(query.length > 0
			? finding(
					'query',
					foreign.map((name) => `${name} is no parameter of ${'template' in known ? known.template : path}`),
				)
			: []),
		...(typeof body === 'object' && body !== null
			? finding(
					'body',
					renamed(path, (name) => openApi?.body(method, name, body)),
				)
			: []),
		...(answer
			? finding(
					'answer',
					renamed(path, (name) => openApi?.answer(method, name, answer, selected)),
				)
			: []),
	];
}

/** Parameters of the links that Graph gives. */
const fromLinks = new Set(['$skiptoken', '$deltatoken', 'token']);

/** The first that is known of a path, under its own name or under another that Graph has for it. */
function renamed<T>(path: string, find: (path: string) => T | undefined): T | undefined {
	for (const { name, by } of namesOf(path)) {
		const known = find(name);
		if (known === undefined) continue;
		by.forEach((one) => needed.add(one));
		return known;
	}
	return undefined;
}

/** A path, and the other names that Graph has for it, each with the aliases that lead to it. */
function namesOf(path: string): Array<{ name: string; by: unknown[] }> {
	const names: Array<{ name: string; by: unknown[] }> = [{ name: path, by: [] }];
	for (const alias of aliases) {
		const { name, by } = names[names.length - 1] ?? { name: path, by: [] };
		const other = name.replace(alias.from, alias.to);
		if (other !== name) names.push({ name: other, by: [...by, alias] });
	}
	return names;
}

/** The permissions that an operation names must be those that the table lists for its requests. */
function permissionFindings({ operation }: Entry, made: readonly Made[]): Finding[] {
	const { permissions, permissionNote = '' } = operation;
	if (permissions.length === 0 || permissionTable === undefined) return [];
	const noted = permissionNote.match(/\b[A-Z][\w-]*(?:\.[A-Z]\w+)+/g) ?? [];
	const findings: Finding[] = [];
	const listed = new Set<string>();
	let all = true;
	for (const { method, path, beta, variant } of made) {
		const request = `${method} ${path}`;
		const row = beta ? undefined : renamed(path, (name) => permissionsOf(permissionTable, method, name));
		if (row === undefined) {
			counts.permission.unknown.add(readable(request));
			all = false;
			continue;
		}
		counts.permission.checked += 1;
		row.forEach((name) => listed.add(name));
		// What the samples do not do by themselves may need what the operation's note names.
		const enough = variant === '' ? permissions : [...permissions, ...noted];
		if (enough.some((name) => row.has(name))) continue;
		const text = `${permissions.join(', ')} is not among ${[...row].slice(0, 5).join(', ')}${row.size > 5 ? ', …' : ''}`;
		findings.push({ check: 'permission', request, text, variant });
	}
	const request = made[0] ? `${made[0].method} ${made[0].path}` : '';
	const superfluous = all && made.length > 0 ? permissions.filter((name) => !listed.has(name)) : [];
	return [
		...findings,
		...superfluous.map((name): Finding => {
			const text = `${name} is for none of the operation's requests`;
			return { check: 'permission', request, text, variant: '' };
		}),
	];
}

function isExplained(operation: string, { check, request, text }: Finding): boolean {
	const explaining = deviations.filter(
		(deviation) =>
			deviation.check === check &&
			(deviation.operation ?? operation) === operation &&
			isLike(deviation.request ?? request, request) &&
			(deviation.finding === undefined || text.includes(deviation.finding)),
	);
	explaining.forEach((one) => needed.add(one));
	return explaining.length > 0;
}

function isLike(pattern: string, request: string): boolean {
	const expected = pattern.split('/');
	const segments = request.split('/');
	return (
		expected.length === segments.length &&
		expected.every((part, index) => part === '*' || part === decodeURIComponent(segments[index] ?? ''))
	);
}

/** A request with its IDs left out. */
const readable = (request: string) => request.replace(/(?<=\/|')[^/(']*[0-9@%][^/()']*(?=\/|'|$)/g, '…');

/** Findings in words, each once, with the first way to fill the operation in that showed it. */
function described(findings: readonly Finding[]): string[] {
	const variants = new Map<string, string>();
	for (const { check, request, text, variant } of findings) {
		const words = `${check}: ${readable(request)}: ${text.replace(/\/\d+(?=[/ ])/g, '/*')}`;
		if (!variants.has(words)) variants.set(words, variant);
	}
	return [...variants].map(([words, variant]) => (variant === '' ? words : `${words} (${variant})`));
}
