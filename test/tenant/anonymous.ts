import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { routes } from '../../simulator/graph/routes';
import type { Answer } from '../shape';
import type { Exchange } from './wire';

/*
 * What is kept of an exchange is chosen by what is allowed, never by what is forbidden: words of Graph's own in paths, names
 * of properties that Microsoft declares, forms of headers. Everything else could be a name, an ID, an address, or a token.
 */

/** Words of paths as Graph spells them, by their lower case. */
const words = new Map(
	[
		...routes.flatMap(({ path }) => path.split('/')),
		'v1.0',
		'v2',
		'beta',
		'directoryObjects',
		'$batch',
		'$ref',
		'$value',
		'$count',
	]
		.map((word) => word.replace(/\(.*/, ''))
		.filter((word) => /^[$A-Za-z][\w.]*$/.test(word))
		.map((word) => [word.toLowerCase(), word]),
);

/** The names of the properties that Microsoft's types declare. */
const declared = (() => {
	const file = createRequire(__filename).resolve('@microsoft/microsoft-graph-types/microsoft-graph.d.ts');
	const names = readFileSync(file, 'utf8').matchAll(/^[ \t]+(\w+)\??: /gm);
	return new Set([...names].map(([, name = '']) => name));
})();

/** Columns that SharePoint gives to every list. */
const columns = new Set([
	...[
		'Title',
		'LinkTitle',
		'LinkTitleNoMenu',
		'ContentType',
		'Modified',
		'Created',
		'AuthorLookupId',
		'Attachments',
	],
	...[
		'EditorLookupId',
		'AppAuthorLookupId',
		'AppEditorLookupId',
		'_UIVersionString',
		'Edit',
		'ItemChildCount',
	],
	...['FolderChildCount', '_ComplianceFlags', '_ComplianceTag', '_ComplianceTagWrittenTime', 'id', 'DocIcon'],
	...[
		'_ComplianceTagUserId',
		'FileLeafRef',
		'LinkFilename',
		'LinkFilenameNoMenu',
		'FileSizeDisplay',
		'_IsRecord',
	],
	...['_CommentFlags', '_CommentCount', '_ColorTag', 'ColorTag', 'ComplianceAssetId', '_LabelSetting'],
]);

/** Objects whose properties a tenant names. */
const named = ['fields', 'customSecurityAttributes', 'extensions', 'additionalProperties'];

/**
 * The path of a request with `{}` for everything that is not a word of Graph's own.
 * @param path with or without host and query, percent-encoded
 * @returns such as `/v1.0/users/{}/messages/{}`, without the query
 */
export function pathForm(path: string): string {
	const bare = path.replace(/^https?:\/\/[^/]+/, '').split('?', 1)[0];
	return (
		bare
			.replace(/:\/.*?(:(?=\/)|:?$)/g, ':{}:')
			// A site is one by whatever name: ID, `root`, or host and path.
			.replace(/\/sites\/(?!getAllSites|delta)[^/]+/, '/sites/{}')
			.split('/')
			.map((segment) => {
				if (segment === '') return '';
				const [, name = '', key] = /^([^(:]+)(\(.*\)|:\{\}:)?$/s.exec(segment) ?? [];
				const isFunction = key?.startsWith('(') === true && /^get[A-Z]\w+$/.test(name);
				const isType = /^microsoft\.graph\.[A-Za-z]+$/.test(name);
				const word = words.get(name.toLowerCase()) ?? (isFunction || isType ? name : undefined);
				if (word === undefined) return key === ':{}:' ? '{}:{}:' : '{}';
				if (key === undefined || key === ':{}:' || key === '()') return word + (key ?? '');
				return `${word}('{}')`;
			})
			.join('/')
	);
}

/** A link in its form: its parameters as they are spelled, without their values but for small numbers. */
function anonymousLink(link: string): string {
	const [, query] = link.split(/\?(.*)/s);
	if (query === undefined) return pathForm(link);
	const parameters = query.split('&').map((parameter) => {
		const [name = '', value = ''] = parameter.split(/=(.*)/s);
		const isName = /^(\$|%24)?[A-Za-z]{2,20}$/.test(name);
		const isSize = /^(\$|%24)(top|skip)$/i.test(name) && /^\d{1,4}$/.test(value);
		return `${isName ? name : '{}'}=${isSize ? value : '…'}`;
	});
	return `${pathForm(link)}?${parameters.join('&')}`;
}

/**
 * An answer of which the shape may be shown to anybody.
 * @param graphUrl a `Location` elsewhere keeps nothing of its host
 */
export function anonymousAnswer({ path, status, headers, body }: Exchange, graphUrl: string): Answer {
	const kept: Record<string, string> = {};
	for (const [name, form] of Object.entries(headerForms)) {
		const value = headers[name];
		if (value !== undefined) kept[name] = form(value, graphUrl);
	}
	return { status, headers: kept, body: anonymousBody(body, /\/fields(\?|$)/.test(path)) };
}

/** Preferences that Graph has. */
const preferences =
	/^((odata|outlook|exchange)\.[a-z-]+|IdType|return|respond-async|apiversion|deltaExcludeParent)(=…)?$/i;

const headerForms: Readonly<Record<string, (value: string, graphUrl: string) => string>> = {
	'content-type': (value) => {
		const isPlain = /^[a-z]+\/[\w.+-]+(; ?(odata\.[a-z]+|IEEE754Compatible|charset)=[\w-]+)*$/i.test(value);
		return isPlain ? value : (/^[a-z]+\/[\w.+-]+/i.exec(value)?.[0] ?? '…');
	},
	'odata-version': (value) => (/^\d\.\d+$/.test(value) ? value : '…'),
	'preference-applied': (value) =>
		value
			.replace(/=\s*("[^"]*"|[^;,\s]+)/g, '=…')
			.split(/[;,]\s*/)
			.map((one) => (preferences.test(one) ? one : '{}'))
			.join(', '),
	location: (value, graphUrl) => {
		const isElsewhere = /^https?:/.test(value) && !value.startsWith(`${graphUrl}/`);
		return isElsewhere ? 'https://elsewhere.invalid/' : pathForm(value);
	},
	etag: (value) => (value.startsWith('W/') ? 'W/"…"' : '"…"'),
};

/** A body whose names are Graph's own; its values stay, but for those that a shape would show. */
function anonymousBody(body: unknown, isOpen: boolean): unknown {
	if (typeof body === 'string') return '';
	const renamed = withKnownNames(body, isOpen);
	if (typeof renamed !== 'object' || renamed === null || Array.isArray(renamed)) return renamed;
	const whole = renamed as Record<string, unknown>;
	for (const name of ['@odata.nextLink', '@odata.deltaLink']) {
		if (typeof whole[name] === 'string') whole[name] = anonymousLink(whole[name]);
	}
	const { error } = whole;
	if (typeof error === 'object' && error !== null) {
		const { code } = error as { code?: unknown };
		whole.error = { ...error, code: codeForm(code), ...('message' in error && { message: '…' }) };
	}
	return whole;
}

/** A code of Graph's own: a word. */
export const codeForm = (code: unknown): string =>
	typeof code === 'string' && /^[A-Za-z][A-Za-z_.]{2,60}$/.test(code) ? code : '…';

function withKnownNames(value: unknown, isOpen: boolean): unknown {
	if (Array.isArray(value)) return value.map((one) => withKnownNames(one, isOpen));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, own]) => [
			knownName(name, isOpen),
			withKnownNames(own, isOpen || named.includes(name)),
		]),
	);
}

/** A property's name where it is Graph's own, else `{}`. */
function knownName(name: string, isOpen: boolean): string {
	const [, base = '', annotation] =
		/^([^@]*)(@(?:(?:odata|microsoft\.graph|OData)\.[A-Za-z.]+|delta|removed))?$/.exec(name) ?? [name, ''];
	if (base === '' && annotation !== undefined) return name;
	const isKnown = isOpen
		? columns.has(base)
		: declared.has(base) || ['value', 'error', 'innerError'].includes(base) || /^[a-z][A-Za-z]*$/.test(base);
	const isIdOfRequest = ['request-id', 'client-request-id'].includes(name);
	return isIdOfRequest || (base !== '' && isKnown) ? name : `{}${annotation ?? ''}`;
}
