import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { namesDownloadUrl } from '../../../graph/files/downloadUrl';
import { type GraphRequest, type GraphResponse } from '../../../graph/graphRequest';
import { urlOf } from '../../../graph/transport/url';
import { readList } from '../../../graph/lists/page';
import { requestError } from '../../../graph/errors/requestError';
import { choiceField, jsonField, textField } from '../../../shared/fields/build';
import { listFields, listLimits } from '../../../shared/fields/lists';
import { fileOutput, inputField, outputField } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import type { Result, ItemRun } from '../../../shared/itemRun';
import { waitForReplication } from '../../replication';
import { jsonObject } from '../../../shared/parameters/values/json';
import { includeDownloadUrl } from '../../../shared/resources/file';
import { readAddress, withParameters } from './address';
import { headersOf, methodOf, pairsField, pairsOf } from './fields';

/** A field that is shown only when others hold some values. */
const when = (show: Record<string, string[]>, field: INodeProperties): INodeProperties => ({
	...field,
	displayOptions: { ...field.displayOptions, show: { ...field.displayOptions?.show, ...show } },
});

const bodyField = jsonField('body', 'JSON', {
	placeholder: 'e.g. {"displayName": "New name"}',
	description: 'Body of the request, an object; leave empty for none',
});
const mayHaveBody = { method: ['DELETE', 'PATCH', 'POST', 'PUT'] };

const fields: readonly INodeProperties[] = [
	choiceField('method', 'Method', { GET: 'GET', DELETE: 'DELETE', PATCH: 'PATCH', POST: 'POST', PUT: 'PUT' }),
	textField('path', 'Path', {
		required: true,
		placeholder: 'e.g. /users/adele@contoso.com/messages?$top=5',
		description:
			'Path and query, as in the Graph reference, or a Graph URL. The node encodes it; write a "/" within an ID as %2F. A leading /beta or /v1.0 sets the version; otherwise, the options do.',
	}),
	pairsField('queryParameters', 'Query Parameters', {
		one: 'Parameter',
		example: ['$select', 'id,displayName'],
	}),
	pairsField('headers', 'Headers', {
		one: 'Header',
		example: ['ConsistencyLevel', 'eventual'],
	}),
	when(mayHaveBody, choiceField('bodyKind', 'Body', { json: 'JSON', file: 'File' }, { default: 'json' })),
	when({ ...mayHaveBody, bodyKind: ['json'] }, bodyField),
	when({ ...mayHaveBody, bodyKind: ['file'] }, { ...inputField, name: 'inputBinaryPropertyName' }),
	choiceField(
		'responseKind',
		'Response',
		{ json: 'JSON', list: 'List, Page by Page', file: 'File' },
		{
			default: 'json',
			description:
				'How to return the response: as one item, as an item for each entry of its "value", or as a file',
		},
	),
	...listFields.map((field) => when({ responseKind: ['list'] }, field)),
	when({ responseKind: ['file'] }, outputField),
	choiceField(
		'repeat',
		'Retry If Outcome Is Unknown',
		{
			byMethod: 'GET, PUT, and DELETE Only',
			always: 'Yes',
			never: 'No',
		},
		{
			description:
				"Whether to send the request again if Graph didn't respond, although it may have been carried out. Choose Yes only if doing it twice is harmless.",
		},
	),
];

/** Source: "Use the Microsoft Graph API". */
export const request: Operation = {
	name: 'Request',
	value: 'request',
	action: 'Make custom request',
	description:
		'Call any Graph path, with the same batching, waits, retries, and checks as all other operations',
	permissions: [],
	permissionNote: 'The Graph reference lists what the path needs, under application permissions.',
	fields,
	options: [includeDownloadUrl, waitForReplication],
	asksForDownloadUrls: (item) =>
		namesDownloadUrl(item.value('path')) || namesDownloadUrl(item.collection('queryParameters')),
	guards: [
		{
			when: { status: 403 },
			fix: 'The path decides which permission is needed: its page in the Graph reference lists the least application permission. "Access: Check Permissions" shows those that the app has. Some paths don\'t support apps at all.',
		},
		{
			when: { status: 400, code: 'Request_UnsupportedQuery' },
			fix: 'Graph may support this filter, search, or order only as an advanced query: add the header ConsistencyLevel with the value eventual, and the query parameter $count=true. For a few properties, it works only without them.',
		},
		{
			when: { status: 400, message: /\/me request/i },
			fix: 'There is no "me", because no user is signed in. Use /users/{ID or user principal name} instead.',
		},
	],
	steps: async (run) => await requestOf(run),
};

async function requestOf(run: ItemRun): Promise<Result[]> {
	const { item, send, app } = run;
	const built = await buildRequest(item, app().graphUrl);
	switch (item.text('responseKind')) {
		case 'list':
			// Not every list supports $top, so only the person's own is sent.
			return await readList(built, { limit: listLimits(item).limit }, async (page) =>
				listed(await send(page)),
			);
		case 'file':
			return await fileOutput(run, built, nameIn);
		default:
			return [jsonItem(await send(built))];
	}
}

async function buildRequest(item: ItemParameters, graphUrl: string): Promise<GraphRequest> {
	const method = methodOf(item.value('method'), 'The request');
	const { version, path, query } = readAddress(item.text('path'), graphUrl);
	const headers = headersOf(pairsOf(item.collection('headers')));
	const parameters = withParameters(query, pairsOf(item.collection('queryParameters')));
	const repeat = item.text('repeat');
	const inNoBatch =
		path[0] === '$batch' || path[0] === 'auditLogs' || /respond-async/i.test(headers.Prefer ?? '');
	return {
		method,
		expectedResponse: 'anything',
		path,
		query: parameters,
		...(version !== undefined && { link: urlOf({ path, query: parameters }, `${graphUrl}/${version}`) }),
		headers,
		...(method !== 'GET' && (await bodyOf(item, headers))),
		...(repeat === 'always' && { idempotent: true }),
		...(repeat === 'never' && { idempotent: false }),
		...(inNoBatch && { batchable: false }),
	};
}

async function bodyOf(
	item: ItemParameters,
	headers: Readonly<Record<string, string>>,
): Promise<Pick<GraphRequest, 'body' | 'content'>> {
	if (item.text('bodyKind') === 'file') {
		const { content, mimeType } = await item.file(item.text('inputBinaryPropertyName'));
		return { content: { bytes: content, type: headers['Content-Type'] ?? mimeType } };
	}
	const body = jsonObject(item.value('body'), bodyField.displayName);
	return Object.keys(body).length > 0 ? { body } : {};
}

/** @throws RequestError for a response that isn't a list */
function listed(response: GraphResponse): GraphResponse {
	if (Array.isArray((response.body as { value?: unknown } | undefined)?.value)) return response;
	throw requestError({
		what: 'The response isn\'t a list: it has no "value" with entries.',
		fix: 'Choose "JSON" as the response.',
	});
}

/** Any response as an item: actions have no body, and `$count` returns a number. */
function jsonItem({ status, body }: GraphResponse): IDataObject {
	if (body === undefined || body === null || body === '') return { success: true, status };
	return typeof body === 'object' && !Array.isArray(body) ? (body as IDataObject) : { value: body as string };
}

function nameIn(headers: GraphResponse['headers']): { fileName: string } {
	const disposition = String(headers['content-disposition'] ?? '');
	const [, named] = /filename="?([^";]+)"?/i.exec(disposition) ?? [];
	return { fileName: named ?? 'file' };
}
