import type { IDataObject, IWebhookDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { RequestError } from '../graph/errors/requestError';
import { nodeParameters, type NodeParameters } from '../shared/parameters/itemParameters';
import { fieldsOf } from './description';
import { sendAndWait } from './operations/message/sendAndWait';
import { enteredIn, readAnswers } from './operations/message/response/answer';
import { approvedQuery } from './operations/message/response/mail';
import {
	askingPage,
	donePage,
	failedPage,
	pageHeaders,
	unknownPage,
} from './operations/message/response/page';
import { responseRequest } from './operations/message/response/request';

const webhook: IWebhookDescription = {
	name: 'default',
	httpMethod: 'GET',
	path: '={{ $nodeId }}',
	isFullPath: true,
	restartWebhook: true,
	responseMode: 'onReceived',
	responseData: '',
};

/** What n8n calls while an execution waits for a response: the page, and its form. Nothing is registered in Graph. */
export const responseWebhooks: IWebhookDescription[] = [webhook, { ...webhook, httpMethod: 'POST' }];

/**
 * Shows the page of "Send and Wait for Response" (GET), and takes the response (POST). n8n has checked the signature of
 * the URL.
 * @returns with a valid response, the item that the execution goes on with
 */
export function receiveResponse(context: IWebhookFunctions): IWebhookResponseData {
	try {
		return answer(context);
	} catch (error) {
		// n8n would end the execution with a thrown error, although another try may succeed.
		context.logger.warn(`The page for the response couldn't be shown: ${textOf(error)}`);
		return show(context, failedPage(), 500);
	}
}

function textOf(error: unknown): string {
	if (error instanceof RequestError) return `${error.parts.what} ${error.parts.fix ?? ''}`;
	return error instanceof Error ? error.message : String(error);
}

function answer(context: IWebhookFunctions): IWebhookResponseData {
	const asked = responseRequest(parametersOf(context));
	const approved = (context.getQueryData() as IDataObject)[approvedQuery] === 'true';
	const { ask } = asked;
	const choice = ask.kind === 'approval' ? ask.choices.find((one) => one.approved === approved) : undefined;
	// Someone can have changed the node's fields by an expression since.
	if (ask.kind === 'approval' && choice === undefined) return show(context, unknownPage(), 410);
	if (context.getRequestObject().method !== 'POST') return show(context, askingPage(asked, approved));
	const respondedAt = new Date().toISOString();
	if (ask.kind === 'approval') return resume(context, { approved, label: choice?.label, respondedAt });
	const entered = enteredIn(context.getBodyData());
	const read = readAnswers(ask.fields, entered);
	if ('errors' in read) return show(context, askingPage(asked, approved, entered, read.errors), 400);
	const values = ask.isFreeText ? { text: Object.values(read.values)[0] } : read.values;
	return resume(context, { ...values, respondedAt });
}

/** n8n throws for a parameter that the workflow doesn't have, unless it gets a fallback. */
const missing = 'missing: 5d0c1f7a';

/** The node's parameters for the item that it waits with. */
function parametersOf(context: IWebhookFunctions): NodeParameters {
	const read = (name: string) => {
		const raw = context.getNodeParameter(name, missing, { rawExpressions: true }) as unknown;
		if (raw === missing) return { raw: undefined, resolved: undefined };
		return { raw, resolved: context.getNodeParameter(name, null) as unknown };
	};
	return nodeParameters(read, context.getTimezone(), fieldsOf(sendAndWait));
}

/** Shows a page, and keeps waiting. */
function show(context: IWebhookFunctions, html: string, status = 200): IWebhookResponseData {
	const response = context.getResponseObject();
	setHeaders(context);
	response.status(status).send(html);
	return { noWebhookResponse: true };
}

/** Resumes the execution. n8n sends the page when it has done so. */
function resume(context: IWebhookFunctions, data: IDataObject): IWebhookResponseData {
	setHeaders(context);
	return {
		webhookResponse: donePage(),
		workflowData: [[{ json: { data }, pairedItem: { item: 0 } }]],
	};
}

function setHeaders(context: IWebhookFunctions): void {
	const response = context.getResponseObject();
	for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
}
