import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { cutAt } from '../../../graph/cutAt';
import { maxParts } from '../../../graph/scheduling/batch';
import { namesDownloadUrl } from '../../../graph/files/downloadUrl';
import { urlOf } from '../../../graph/transport/url';
import { requestError } from '../../../graph/errors/requestError';
import { shown } from '../../../graph/errors/shown';
import { jsonField } from '../../../shared/fields/build';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';
import { jsonValue } from '../../../shared/parameters/values/json';
import { includeDownloadUrl } from '../../../shared/resources/file';
import { readAddress } from './address';
import { headersOf, methodOf } from './fields';

const requests: INodeProperties = jsonField('requests', 'Requests', {
	default: '[\n\t{ "id": "1", "method": "GET", "url": "/users?$top=5" }\n]',
	required: true,
	description:
		'Up to 20 requests as a JSON array, each with "method" and "url", and optionally "id", "headers", "body", and "dependsOn" (an array of IDs of earlier requests). With "dependsOn", a request waits for another one, and gets status 424 if that one failed. Requests to the same workbook need it, because a workbook takes one at a time.',
});

/** Source: "Combine multiple HTTP requests using JSON batching". */
export const batch: Operation = {
	name: 'Batch',
	value: 'batch',
	action: 'Send custom batch',
	description:
		"Send up to 20 requests in one call, in order where they depend on each other. Each response becomes an item with its status; a request that Graph refuses doesn't fail the item and isn't retried. The batch is retried only if all of its requests read.",
	permissions: [],
	permissionNote: 'The Graph reference lists what each path needs, under application permissions.',
	fields: [requests],
	options: [includeDownloadUrl],
	asksForDownloadUrls: (item) => namesDownloadUrl(item.value('requests')),
	steps: async (run) => await sendBatch(run),
};

/** One request of a batch. */
interface Part extends IDataObject {
	id: string;
	method: string;
	url: string;
}

const refusedHint = 'Graph refused requests of the batch: their items have the status and the error.';

async function sendBatch({ item, send, app, hint }: ItemRun): Promise<IDataObject[]> {
	const parts = readParts(item.value('requests'), app().graphUrl);
	const { body } = await send({
		method: 'POST',
		expectedResponse: 'batch',
		path: ['$batch'],
		body: { requests: parts },
		batchable: false,
		// A batch that only reads may be retried as a whole.
		...(parts.every(({ method }) => method === 'GET') && { idempotent: true }),
	});
	const { responses = [] } = body as { responses?: IDataObject[] };
	const answers = new Map([responses].flat().map((answer) => [String(answer.id), answer]));
	return parts.map(({ id, method, url }) => {
		const { status = null, headers = {}, body: answer = null } = answers.get(id) ?? {};
		if (typeof status !== 'number' || status >= 400)
			hint(refusedHint, `${id}: ${method} ${cutAt(url, '?')[0]}`);
		return { id, status, headers, body: answer };
	});
}

function readParts(value: unknown, graphUrl: string): Part[] {
	const given = jsonValue(value, requests.displayName);
	const list = Array.isArray(given) ? (given as unknown[]) : (given as IDataObject | undefined)?.requests;
	if (!Array.isArray(list) || list.length === 0 || list.length > maxParts) {
		throw requestError({
			what: `"${requests.displayName}" isn't a list of 1 to ${maxParts} requests.`,
			fix: 'Enter a JSON array, such as [{ "id": "1", "method": "GET", "url": "/users" }].',
		});
	}
	const parts = list.map((part: unknown, index) => readPart((part ?? {}) as IDataObject, index, graphUrl));
	const twice = parts.find(({ id }, index) => parts.findIndex((other) => other.id === id) !== index);
	if (twice === undefined) return parts;
	throw requestError({
		what: `"${requests.displayName}": two requests have the ID ${shown(twice.id)}.`,
		fix: 'Give each request its own ID, or none.',
	});
}

function readPart(
	{ id, method, url, headers, body, dependsOn }: IDataObject,
	index: number,
	graphUrl: string,
): Part {
	const name = plainText(id ?? index + 1, `"id" of request ${index + 1}`);
	const verb = methodOf(method ?? 'GET', `"${requests.displayName}": the request ${shown(name)}`);
	const { version, path, query } = readAddress(plainText(url, `"url" of request ${shown(name)}`), graphUrl);
	if (version !== undefined) {
		throw requestError({
			what: `"${requests.displayName}": the request ${shown(name)} has the version ${version}.`,
			fix: 'All requests of a batch use one version: set it in the options, and leave it out of the URL.',
		});
	}
	const pairs = Object.entries((headers ?? {}) as IDataObject);
	const own = headersOf(
		pairs.map(([header, value]) => ({
			name: header,
			value: plainText(value, `The header ${shown(header)}`),
		})),
	);
	// A change without a body needs an empty one within a batch.
	const content = body ?? (verb === 'GET' || verb === 'DELETE' ? undefined : {});
	return {
		id: name,
		method: verb,
		url: urlOf({ path, query }, ''),
		...(content !== undefined && { body: content }),
		headers: { ...(content !== undefined && { 'Content-Type': 'application/json' }), ...own },
		...(dependsOn !== undefined && {
			dependsOn: [dependsOn].flat().map((one) => plainText(one, `"dependsOn" of request ${shown(name)}`)),
		}),
	};
}

/** @throws RequestError for a value that isn't text, a number, or a boolean */
function plainText(value: unknown, where: string): string {
	if (['string', 'number', 'boolean'].includes(typeof value)) return String(value);
	throw requestError({
		what: `${where} in "${requests.displayName}" isn't text.`,
		fix: 'Check the JSON for this item.',
	});
}
