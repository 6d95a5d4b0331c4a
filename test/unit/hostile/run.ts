import { NodeHelpers, NodeOperationError, type INodeParameters, type INodeProperties } from 'n8n-workflow';
import { SignInError } from '../../../credentials/auth/core/signInError';
import { serializePart } from '../../../nodes/graph/scheduling/batch';
import { GraphError } from '../../../nodes/graph/errors/graphError';
import { type GraphRequest, type GraphResponse } from '../../../nodes/graph/graphRequest';
import { checkRequest } from '../../../nodes/graph/transport/checkRequest';
import { urlOf } from '../../../nodes/graph/transport/url';
import { RequestError } from '../../../nodes/graph/errors/requestError';
import { resultsOf } from '../../../nodes/MicrosoftGraph/operationResults';
import { fieldsOf } from '../../../nodes/MicrosoftGraph/description';
import {
	nodeParameters,
	type ItemParameters,
	type Parameter,
} from '../../../nodes/shared/parameters/itemParameters';
import type { Operation } from '../../../nodes/MicrosoftGraph/operation';
import { blockOf } from '../../../nodes/shared/resources/workbook';
import type { AppInfo } from '../../../nodes/shared/itemRun';
import type { ItemRun } from '../../../nodes/shared/itemRun';

/** Where Graph is. */
export const graphUrl = 'https://graph.microsoft.com';
const base = `${graphUrl}/v1.0`;

/** A request as it goes out. */
export interface Sent {
	method: string;
	url: string;
	headers: Record<string, string>;
	body: unknown;
	/** Whether the operation set a URL itself, or followed one that an answer gave. */
	follows: boolean;
}

/** What came of a run: what was sent, and the error that it ended with. */
export interface Ran {
	sent: Sent[];
	error?: unknown;
	/** CPU time of this process, in ms. */
	time: number;
}

/** The most requests of one item: more is a loop without an end. */
const mostRequests = 100;
const mostWaits = 300;
const someGuid = '0f0f0f0f-2222-4333-8444-a1a2a3a4a5a6';

const app: AppInfo = {
	authentication: 'clientSecret',
	cloud: 'global',
	tenantId: 'contoso.example',
	clientId: someGuid,
	loginUrl: 'https://login.microsoftonline.com',
	graphUrl,
};

let clock = 0;
const now = Date.now.bind(Date);
/** Has the time go on when an operation waits, without waiting. */
export const fakeClock = () => jest.spyOn(Date, 'now').mockImplementation(() => now() + clock);

let runs = 0;

/**
 * Runs an operation for one item, without n8n and without a server: each request is made ready as the client does, alone and for
 * a batch, and gets an answer that lets the operation go on.
 */
export async function runOperation(operation: Operation, parameters: INodeParameters): Promise<Ran> {
	const sent: Sent[] = [];
	const send = async (request: GraphRequest): Promise<GraphResponse> => {
		if (sent.length >= mostRequests) throw new Error('The operation sends requests without end');
		sent.push(madeReady(request));
		return answerTo(request);
	};
	runs += 1;
	const itemKey = `item ${runs}`;
	let waits = 0;
	const before = process.cpuUsage();
	const timeOf = () => {
		const { user, system } = process.cpuUsage(before);
		return (user + system) / 1000;
	};
	try {
		const run: ItemRun = {
			item: itemOf(operation, parameters),
			send,
			upload: async () => answerTo({ method: 'PUT', path: ['upload'] }),
			withTransferSlot: async (work) => await work(),
			download: async ({ request, range, watch }, keep) => {
				const headers = { ...request.headers, ...(range !== undefined && { Range: range }) };
				await send({ ...request, headers, expectsFile: true });
				return await keep({ stream: bytes(watch?.()) as never, headers: { 'content-type': 'text/plain' } });
			},
			store: async (content, fileName, mimeType = '') => {
				if (!Buffer.isBuffer(content)) await finished(content as AsyncIterable<Buffer>);
				return { data: '', mimeType, fileName };
			},
			wait: async (ms) => {
				if ((waits += 1) > mostWaits) throw new Error('The operation waits without end');
				// What n8n would wait for is no time of the test's.
				clock += Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 86_400_000) : 0;
			},
			once: async (_key, work) => await work(),
			waiting: { resumeUrl: () => 'https://n8n.example/webhook-waiting/1/node', wait: async () => undefined },
			itemKey: () => itemKey,
			hint: () => undefined,
			triedBefore: false,
			app: () => app,
		};
		await resultsOf(operation, run);
		return { sent, time: timeOf() };
	} catch (error) {
		return { sent, error, time: timeOf() };
	}
}

/** What an error tells the person, all of it; `undefined` for one that is not made for people. */
export function textOf(error: unknown): string | undefined {
	if (error instanceof RequestError || error instanceof SignInError) {
		const { what, why, fix } = error.parts;
		return [what, why, fix].filter(Boolean).join(' ');
	}
	if (error instanceof GraphError) return error.message;
	return error instanceof NodeOperationError ? `${error.message} ${error.description ?? ''}` : undefined;
}

/** The parameters of an operation as it reads them; how they are read is the node's. */
function itemOf(operation: Operation, parameters: INodeParameters): ItemParameters {
	const fields = fieldsOf(operation);
	const known = [...fields].map(([name, field]) => [name, parameters[name] ?? field.default]);
	const withDefaults = { ...parameters, ...Object.fromEntries(known) } as INodeParameters;
	const read = (name: string): Parameter => {
		const field = fields.get(name);
		// n8n keeps no values of fields that it doesn't show.
		const value: unknown = field && !isShown(field, withDefaults) ? undefined : parameters[name];
		return { raw: value, resolved: value };
	};
	const content = Buffer.from('content');
	const file = { fileName: 'file.txt', mimeType: 'text/plain' };
	return Object.assign(nodeParameters(read, 'Europe/Berlin', fields), {
		json: { Product: 'Pears', Amount: 4 },
		file: async () => ({ ...file, content }),
		source: async () => ({
			...file,
			size: content.length,
			read: async (start: number, end: number) => content.subarray(start, end),
		}),
	});
}

const isShown = (field: INodeProperties, parameters: INodeParameters) =>
	field.displayOptions === undefined || NodeHelpers.displayParameter(parameters, field, null, null);

/** A request as the client makes it ready, alone and as a part of a batch: both have to say the same. */
function madeReady(request: GraphRequest): Sent {
	checkRequest(request, base);
	const url = urlOf(request, base);
	const part = serializePart(request, base, '1');
	const { headers = {} } = request;
	const follows = request.link !== undefined || request.preauthUrl !== undefined;
	if (part === undefined) {
		const text = request.body && JSON.stringify(request.body);
		return { method: request.method, url, headers, body: text && (JSON.parse(text) as unknown), follows };
	}
	const inBatch = JSON.parse(part.json) as {
		url: string;
		method: string;
		headers: Sent['headers'];
		body?: unknown;
	};
	if (base + inBatch.url !== url || inBatch.method !== request.method)
		throw new Error('The part is another request');
	// What the client sets by itself on each part.
	const own = Object.fromEntries(
		Object.entries(inBatch.headers).filter(
			([name]) => name in headers || !/^(client-request-id|content-type)$/i.test(name),
		),
	);
	return { method: inBatch.method, url, headers: own, body: inBatch.body, follows };
}

/** Reads a stream to its end. */
async function finished(stream: AsyncIterable<Buffer>): Promise<void> {
	const parts = stream[Symbol.asyncIterator]();
	while ((await parts.next()).done !== true) continue;
}

const sheet = [
	['Product', 'Amount'],
	['Pears', 3],
	['Apples', 5],
];

/** The cells that a request is about, of a sheet whose table is all of it. */
function cellsAt(path: readonly string[]): object {
	const last = path.at(-1) ?? '';
	const known = new Map([
		['headerRowRange', 'A1:B1'],
		['dataBodyRange', 'A2:B3'],
	]);
	const address = /^range\(address='(.*)'\)$/s.exec(last)?.[1] ?? known.get(last) ?? 'A1:B3';
	const { row, column, rows, columns } = blockOf(address) ?? { row: 0, column: 0, rows: 3, columns: 2 };
	const values = Array.from({ length: Math.min(rows, 20) }, (_, r) =>
		Array.from({ length: Math.min(columns, 20) }, (__, c) => sheet[row + r]?.[column + c] ?? ''),
	);
	return { address: `Sheet1!${address}`, values, text: values, formulas: values, index: 2 };
}

/** An answer that is an object, a list and the end of whatever is waited for. */
function answerTo({ path, method }: GraphRequest): GraphResponse {
	const thing = {
		id: someGuid,
		'@odata.etag': 'W/"1"',
		'@odata.type': path.includes('authentication')
			? '#microsoft.graph.phoneAuthenticationMethod'
			: '#microsoft.graph.fileAttachment',
		displayName: 'Name',
		name: 'file.txt',
		appId: someGuid,
		appRoleId: someGuid,
		appRoles: ['User.Read.All', 'Mail.Send', 'Editor'].map((value) => ({
			id: someGuid,
			value,
			allowedMemberTypes: ['Application', 'User'],
		})),
		skuId: someGuid,
		skuPartNumber: 'ENTERPRISEPREMIUM',
		servicePlans: [],
		usageLocation: 'DE',
		isDraft: true,
		size: 7,
		file: { mimeType: 'text/plain', hashes: {} },
		folder: { childCount: 1 },
		parentReference: { driveId: 'b!drive', id: someGuid, path: '/drive/root:' },
		status: path.includes('operations') ? 'succeeded' : 'completed',
		targetResourceId: someGuid,
		resourceId: someGuid,
		uploadUrl: 'https://contoso.sharepoint.com/upload/1',
		percentageComplete: 100,
		emailAddress: { address: 'adele@contoso.example' },
	};
	const team = path[0] === 'teams' ? `/teams('${someGuid}')/operations('${someGuid}')` : undefined;
	return {
		status: method === 'POST' ? 201 : 200,
		headers: {
			location:
				team ??
				(path.at(-1) === 'copy' ? 'https://contoso.sharepoint.com/monitor/1' : `Attachments('${someGuid}')`),
			'content-location': `/teams('${someGuid}')`,
		},
		body: {
			...thing,
			...cellsAt(path),
			// The image of a chart is in base64.
			value: /^image(\(|$)/.test(path.at(-1) ?? '') ? 'iVBORw==' : [thing],
			responses: [],
			'@odata.deltaLink': `${base}/users/delta?$deltatoken=x`,
		},
	};
}

async function* bytes(see?: (bytes: Buffer) => void) {
	const content = Buffer.from('content');
	see?.(content);
	yield content;
}
