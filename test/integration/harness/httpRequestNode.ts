import {
	getCredentialAllowedDomains,
	jsonParse,
	NodeApiError,
	type IDataObject,
	type IHttpRequestMethods,
	type INodeExecutionData,
	type INodeParameters,
	type INodeType,
	type IRequestOptions,
	type JsonObject,
} from 'n8n-workflow';
import type { Readable } from 'node:stream';
import { plainDescription } from './nodeTypes';
import { runWorkflow, type RunSettings, type WorkflowRun } from './runWorkflow';

/** A request as the HTTP Request node would be set up for it. The strings may be expressions. */
export interface HttpRequestNodeSettings extends RunSettings {
	/** The credential type that the node signs its requests with. */
	credentialType: string;
	url: string;
	method?: IHttpRequestMethods;
	headers?: Record<string, string>;
	/** Sent as JSON. */
	body?: IDataObject;
	/** Off in node version 4.4 and newer, on before. */
	sendCredentialsOnCrossOriginRedirect?: boolean;
}

/**
 * Sends requests as n8n's HTTP Request node (4.4) does with a predefined credential type: through the deprecated
 * `requestWithAuthentication`, all items at once, redirects followed, the answer read as a stream. One item for
 * each answer: `{ statusCode, headers, body }`, `body` parsed when it is JSON. The rest of that node (paging,
 * batching, file answers) is left out.
 */
export async function runHttpRequestNode(settings: HttpRequestNodeSettings): Promise<WorkflowRun> {
	const { credentialType, url, method = 'GET', headers = {}, body } = settings;
	const { sendCredentialsOnCrossOriginRedirect = false } = settings;
	return await runWorkflow({
		...settings,
		node: httpRequestNode(credentialType),
		parameters: {
			url,
			method,
			headers,
			body: (body ?? '') as INodeParameters,
			sendCredentialsOnCrossOriginRedirect,
		},
	});
}

/** n8n-core lets a node of this name use any credential type. */
const nodeName = 'n8n-nodes-base.httpRequest';

function httpRequestNode(credentialType: string): INodeType {
	const field = (name: string) => ({ displayName: name, name, type: 'string' as const, default: '' });
	return {
		description: plainDescription(nodeName, {
			defaults: { name: 'HTTP Request' },
			credentials: [{ name: credentialType }],
			properties: ['url', 'method', 'headers', 'body', 'sendCredentialsOnCrossOriginRedirect'].map(field),
		}),
		async execute() {
			const items = this.getInputData();
			const requests = items.map(async (_, item) => {
				const credential = await this.getCredentials(credentialType, item);
				const allowedDomains = getCredentialAllowedDomains({
					node: this.getNode(),
					credentialData: credential,
					surface: 'HTTP Request or GraphQL',
				});
				const body = this.getNodeParameter('body', item) as IDataObject | '';
				const options: IRequestOptions = {
					uri: String(this.getNodeParameter('url', item)),
					method: this.getNodeParameter('method', item) as IHttpRequestMethods,
					headers: {
						accept: 'application/json,*/*;q=0.7',
						...(body === '' ? {} : { 'content-type': 'application/json' }),
						...(this.getNodeParameter('headers', item) as Record<string, string>),
					},
					gzip: true,
					rejectUnauthorized: true,
					followRedirect: true,
					followAllRedirects: true,
					resolveWithFullResponse: true,
					sendCredentialsOnCrossOriginRedirect: this.getNodeParameter(
						'sendCredentialsOnCrossOriginRedirect',
						item,
					) as boolean,
					allowedDomains,
					...(body === '' ? {} : { body: JSON.stringify(body) }),
					encoding: null,
					json: false,
					useStream: true,
				};
				const answer = (await this.helpers.requestWithAuthentication.call(
					this,
					credentialType,
					options,
					undefined,
					item,
				)) as { statusCode: number; headers: IDataObject; body: Readable };
				const text = await this.helpers.binaryToString(answer.body);
				return {
					statusCode: answer.statusCode,
					headers: answer.headers,
					body: jsonParse<IDataObject | string>(text, { fallbackValue: text }),
				};
			});
			const outcomes = await Promise.allSettled(requests);
			return [
				outcomes.map((outcome, item): INodeExecutionData => {
					if (outcome.status === 'fulfilled') return { json: outcome.value, pairedItem: { item } };
					const reason = outcome.reason as JsonObject;
					if (this.continueOnFail()) return { json: { error: reason }, pairedItem: { item } };
					throw reason instanceof NodeApiError
						? reason
						: new NodeApiError(this.getNode(), reason, { itemIndex: item });
				}),
			];
		},
	};
}
