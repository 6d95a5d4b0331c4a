import { namesIn } from '../../nodes/shared/resources/mailFolder';
import { isGuid } from '../../credentials/auth/core/guid';
import { filterClauses, withLowerCase } from '../../nodes/graph/lists/filterClauses';
import { checkRequest } from '../../nodes/graph/transport/checkRequest';
import { encodeSegment } from '../../nodes/graph/transport/url';
import { urlOf } from '../../nodes/graph/transport/url';
import { RequestError, requestError } from '../../nodes/graph/errors/requestError';
import { quoted } from '../../nodes/shared/fields/filters';
import { driveItem, shareId } from '../../nodes/shared/fields/locators/drive';
import { isUrl, sitePath, withoutColon } from '../../nodes/shared/fields/locators/site';
import { messageQuery } from '../../nodes/shared/fields/mail';
import { directoryQuery, odataQuery } from '../../nodes/shared/fields/odata';
import { referenceTo } from '../../nodes/shared/fields/references';
import { readAddress, queryOf } from '../../nodes/MicrosoftGraph/operations/api/address';
import { headersOf } from '../../nodes/MicrosoftGraph/operations/api/fields';
import { appPath } from '../../nodes/MicrosoftGraph/operations/application/fields';
import { columnName } from '../../nodes/shared/resources/columnName';
import { readCsv } from '../../nodes/MicrosoftGraph/operations/report/csv';
import { search as searchSites } from '../../nodes/MicrosoftGraph/operations/site/search';
import { readReference } from '../../nodes/shared/parameters/reference';
import { htmlOf, htmlOfText } from '../../nodes/shared/fields/html';
import { jsonObject, jsonValue } from '../../nodes/shared/parameters/values/json';
import { readRecipients } from '../../nodes/shared/parameters/values/recipients';
import { readText, readTexts } from '../../nodes/shared/parameters/values/text';
import {
	clockTime,
	dateTimeTimeZone,
	dayOf,
	utcTime,
	zoneOf,
} from '../../nodes/shared/parameters/values/time';

/*
 * Whatever reads a text of a person's, or of a server's, takes time in proportion to its length. A parser that goes back and
 * forth takes minutes for these, of a process that serves everybody.
 */

/** CPU time that a parser may take for 1 MB, in ms: one that goes back and forth takes many minutes. */
const patience = 10_000;
const length = 1_000_000;

const graphUrl = 'https://graph.microsoft.com';
const base = `${graphUrl}/v1.0`;
const app = () => ({
	graphUrl,
	authentication: '',
	cloud: '',
	tenantId: '',
	clientId: '',
	loginUrl: '',
});

const parsers: Readonly<Record<string, (text: string) => unknown>> = {
	quoted,
	readText: (text) => readText(text, 'Field'),
	readTexts: (text) => readTexts(text, 'Field'),
	htmlOf,
	htmlOfText,
	jsonValue: (text) => jsonValue(text, 'Field'),
	jsonObject: (text) => jsonObject(text, 'Field'),
	'odataQuery (select)': (text) => odataQuery({ select: text }),
	'odataQuery (filter)': (text) => odataQuery({ filter: text }),
	'directoryQuery (filter)': (text) => directoryQuery({ filter: text }, { type: 'user' }),
	'directoryQuery (search)': (text) => directoryQuery({ search: text }, { type: 'group' }),
	'directoryQuery (orderBy)': (text) => directoryQuery({ orderBy: `displayName${text}` }, { type: 'user' }),
	filterClauses,
	'filterClauses (lambdas)': (text) => filterClauses(`a/any(b:${text}`),
	'filterClauses (comparison)': (text) => filterClauses(`a eq '${text}`),
	withLowerCase: (text) => withLowerCase(text, 'a'),
	messageQuery: (text) => messageQuery({ search: text }),
	zoneOf,
	utcTime: (text) => utcTime(text, 'UTC', 'Field'),
	'utcTime (a day, then more)': (text) => utcTime(`2030-01-01T00:00:00.${text}`, 'UTC', 'Field'),
	dayOf: (text) => dayOf(text, 'UTC', 'Field'),
	dateTimeTimeZone: (text) => dateTimeTimeZone(text, 'UTC', 'Field'),
	'dateTimeTimeZone (zone)': (text) => dateTimeTimeZone('2030-01-01', text, 'Field'),
	clockTime: (text) => clockTime('2030-01-01T00:00:00Z', text),
	driveItem: (text) => driveItem(text),
	'driveItem (path)': (text) => driveItem(`/${text}/a`),
	shareId,
	'shareId (URL)': (text) => shareId(`https://contoso.sharepoint.com/${text}`),
	isUrl,
	sitePath: (text) => sitePath(text),
	'sitePath (URL)': (text) => sitePath(`https://contoso.sharepoint.com/sites/${text}`),
	withoutColon: (text) => withoutColon(text, 'site'),
	isGuid,
	referenceTo: (text) => referenceTo({ app }, text),
	appPath: (text) => appPath('applications', text),
	'appPath (by client ID)': (text) => appPath('applications', `appId=${text}`),
	readAddress: (text) => readAddress(text, graphUrl),
	'readAddress (query)': (text) => readAddress(`/users?$filter=${text}`, graphUrl),
	'readAddress (URL)': (text) => readAddress(`${graphUrl}/${text}`, graphUrl),
	'readAddress (inside)': (text) => readAddress(`a${text}b`, graphUrl),
	queryOf: (text) => queryOf([{ name: text, value: text }]),
	headersOf: (text) => headersOf([{ name: 'A', value: text }]),
	'headersOf (name)': (text) => headersOf([{ name: text, value: '' }]),
	columnName,
	readRecipients: (text) => readRecipients(text, 'Field'),
	readCsv,
	'site search': (text) =>
		searchSites.request?.(
			{ text: () => text, collection: () => ({}) } as never,
			undefined as never,
			undefined as never,
		),
	'path of a mail folder': (text) => namesIn(`a/${text}`),
	readReference: (text) => readReference(`={{ $json.${text} }}`, {}),
	'readReference (text)': (text) => readReference(`={{ $json.id }}${text}{{ $json.id }}`, { id: 'a' }),
	encodeSegment,
	urlOf: (text) => urlOf({ path: ['users'], query: { $filter: text } }, base),
	'checkRequest (header)': (text) =>
		checkRequest({ method: 'GET', path: ['users'], headers: { Prefer: text } }, base),
	'checkRequest (query)': (text) =>
		checkRequest({ method: 'GET', path: ['users'], query: { $filter: text } }, base),
	'checkRequest (path)': (text) => checkRequest({ method: 'GET', path: ['users', text] }, base),
	requestError: (text) => requestError({ what: text, why: text, fix: 'Fix it.' }),
};

const repeat = (part: string) => part.repeat(Math.ceil(length / part.length));
const texts: Readonly<Record<string, string>> = {
	'<': repeat('<'),
	'<a': repeat('<a'),
	'"\\': repeat('"\\'),
	'"': repeat('"'),
	'\\': repeat('\\'),
	'spaces between letters': `a${repeat(' ')}b`,
	'letters with spaces': repeat('a '),
	"'": repeat("'"),
	'(': repeat('('),
	',': repeat(','),
	';': repeat(';'),
	'[': repeat('['),
	'{': repeat('{'),
	'{"a":': repeat('{"a":'),
	'%': repeat('%'),
	'/': repeat('/'),
	'a/': repeat('a/'),
	'@': repeat('@'),
	'a@b.c,': repeat('a@b.c,'),
	'.': repeat('.'),
	':': repeat(':'),
	'&a=': repeat('&a='),
	letters: repeat('a'),
	digits: repeat('1'),
	'line breaks': repeat('\r\n'),
	'lone surrogates': repeat('\ud800'),
	emoji: repeat('👩‍👩‍👧'),
};

test.each(Object.entries(parsers))('%s takes 1 MB in no time', (_, parse) => {
	for (const [name, text] of Object.entries(texts)) {
		const before = process.cpuUsage();
		let error: unknown;
		try {
			parse(text);
		} catch (problem) {
			error = problem;
		}
		const { user, system } = process.cpuUsage(before);
		const time = Math.round((user + system) / 1000);
		expect({ name, inTime: time < patience || time }).toEqual({ name, inTime: true });
		if (error !== undefined) expect({ name, error }).toEqual({ name, error: expect.any(RequestError) });
	}
});
