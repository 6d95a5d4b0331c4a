import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathIndex, type PathIndex } from './paths';

/** The query parameters of a path by method, in lower case. */
type Methods = Record<string, Set<string>>;

/** What is known of a request; `undefined` where no source speaks of its area. */
export type Known = { template: string; query: Set<string> } | { problem: string } | undefined;

const modules = join(__dirname, '../../node_modules/@microsoft');

/** Microsoft's SDK for TypeScript in `node_modules`, read as text: the paths of Graph by area, as its own tool made them. */
export function readPackages(): PathIndex<Methods> {
	const packages = readdirSync(modules).filter((name) => /^msgraph-sdk-(?!core$)/.test(name));
	const files = packages.flatMap((name) =>
		readdirSync(join(modules, name), { recursive: true, encoding: 'utf8' })
			.filter((file) => /(^|[/\\])index\.js$/.test(file))
			.map((file) => join(modules, name, file)),
	);
	return pathIndex(
		files.flatMap((file) => requestsIn(readFileSync(file, 'utf8'))),
		joined,
	);
}

/** Microsoft's SDK as a whole, from an extract; `undefined` where that is not at hand. */
export function readExtract(folder: string): PathIndex<Methods> | undefined {
	const file = join(folder, 'graph-v1.0-operations-ts-sdk-2026-07.json');
	if (!existsSync(file)) return undefined;
	const { paths } = JSON.parse(readFileSync(file, 'utf8')) as {
		paths: Record<string, Record<string, { query: string[] }>>;
	};
	const entries = Object.entries(paths).map(([template, methods]): [string, Methods] => [
		template,
		Object.fromEntries(
			Object.entries(methods).map(([method, { query }]) => [
				method.toUpperCase(),
				new Set([...lowerCase(query), ...queryOf(template)]),
			]),
		),
	]);
	return pathIndex(entries, joined);
}

/**
 * What Microsoft's SDK says of a request.
 * @param sources the later only where the earlier do not have the area
 */
export function lookUp(sources: ReadonlyArray<PathIndex<Methods>>, method: string, path: string): Known {
	const [area = ''] = path.replace(/^\//, '').split(/[/(?]/);
	const source = sources.find(({ areas }) => areas.has(area.toLowerCase()));
	if (source === undefined) return undefined;
	const found = source.find(path);
	if (found === undefined) return { problem: 'there is no such path' };
	const query = found.value[method];
	if (query) return { template: found.template, query };
	return { problem: `${found.template} takes ${Object.keys(found.value).join(', ')} only` };
}

/** The requests of one file of the SDK: which methods a template takes. */
function requestsIn(code: string): Array<[string, Methods]> {
	const templates = new Map(
		[...code.matchAll(/const (\w+UriTemplate) = "([^"]*)"/g)].map(([, name = '', template = '']) => [
			name,
			template,
		]),
	);
	if (templates.size === 0) return [];
	const requests = [
		...code.matchAll(/^ {4}(get|post|put|patch|delete): \{\n {8}uriTemplate: ("?)(.*?)\2,$/gm),
	];
	return requests.map(([, method = '', quote, value = '']) => {
		const template = decodeURIComponent(
			(quote === '"' ? value : (templates.get(value) ?? '')).replace('{+baseurl}', ''),
		);
		return [template, { [method.toUpperCase()]: new Set(queryOf(template)) }];
	});
}

/** The query parameters that a URI template names (RFC 6570). */
function queryOf(template: string): string[] {
	const query = /(\{\?.*|\?.*)$/.exec(template)?.[0] ?? '';
	const names = [...query.matchAll(/\{[?&]([^}]*)\}/g)].flatMap(([, list = '']) => list.split(','));
	const fixed = [...query.matchAll(/[?&]([$@\w]+)=/g)].map(([, name = '']) => name);
	return lowerCase([...names, ...fixed].map((name) => name.replace(/\*$/, '')));
}

const lowerCase = (names: readonly string[]) => names.map((name) => name.toLowerCase());

function joined(one: Methods, other: Methods): Methods {
	const methods = new Set([...Object.keys(one), ...Object.keys(other)]);
	return Object.fromEntries(
		[...methods].map((method) => [method, new Set([...(one[method] ?? []), ...(other[method] ?? [])])]),
	);
}
