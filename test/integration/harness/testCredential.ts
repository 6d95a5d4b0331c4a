import { Container } from '@n8n/di';
import { ErrorReporter, ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialsDecrypted,
	type ICredentialTestRequest,
	type INode,
	type INodeCredentialTestResult,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';
import { additionalDataFor } from './additionalData';
import {
	credentialsHelper,
	credentialTypeOf,
	type CredentialSource,
	type CredentialWrite,
} from './credentialsHelper';
import { loggedLines, startEngine } from './engine';
import { nodeTypesOf, plainDescription } from './nodeTypes';

/** What the credential's dialog shows, and what n8n would have written and logged meanwhile. */
export interface CredentialTestResult extends INodeCredentialTestResult {
	credentialWrites: CredentialWrite[];
	logs: string[];
}

/**
 * Runs the `test` request of a credential type with these fields, as the Test button of n8n 2.41.1 does: the
 * request goes through a declarative node, and the message is the one that the dialog would show. n8n prefers the
 * HTTP status text, or the error's `code`, to the error's own message.
 * @throws when the credential type has no `test`
 */
export async function testCredential(
	source: CredentialSource,
	fields: ICredentialDataDecryptedObject,
): Promise<CredentialTestResult> {
	await startEngine('filesystem');
	const type = credentialTypeOf(source);
	const { test } = type;
	if (test === undefined) throw new Error(`Credential type "${type.name}" has no test request`);

	const logsBefore = loggedLines().length;
	const helper = credentialsHelper([type], { [type.name]: fields });
	const result = await runTest(type.name, test, fields, helper);
	return { ...result, credentialWrites: helper.writes, logs: loggedLines().slice(logsBefore) };
}

async function runTest(
	typeName: string,
	test: ICredentialTestRequest,
	stored: ICredentialDataDecryptedObject,
	helper: ReturnType<typeof credentialsHelper>,
): Promise<INodeCredentialTestResult> {
	let fields: ICredentialDataDecryptedObject;
	try {
		fields = await helper.fieldsInUse(additionalDataFor(helper), typeName, stored, 'internal');
	} catch (error) {
		return failed(String((error as Error).message));
	}

	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [typeName]: { id: typeName, name: typeName } },
	};
	const nodeType: INodeType = {
		description: plainDescription(node.type, {
			credentials: [{ name: typeName, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					default: '',
					routing: { request: test.request },
				},
			],
		}),
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: nodeTypesOf([nodeType]),
	});
	const decrypted: ICredentialsDecrypted = { id: typeName, name: typeName, type: typeName, data: fields };
	// One object for the whole test, where an execution would get a new one for each request.
	const additionalData = additionalDataFor(
		{
			...helper,
			getDecrypted: async (data, details, name, mode, executeData, raw, ...rest) =>
				raw === true
					? await helper.getDecrypted(data, details, name, mode, executeData, raw, ...rest)
					: fields,
		},
		{ currentNodeParameters: node.parameters },
	);
	const context = new ExecuteContext(
		workflow,
		workflow.nodes[node.name],
		additionalData,
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);

	let response: INodeExecutionData[][] | null | undefined;
	try {
		response = await new RoutingNode(context, nodeType, decrypted).runNode();
	} catch (error) {
		Container.get(ErrorReporter).error(error as Error);
		return failed(messageOf(error as TestError, test));
	}
	const body = response?.[0]?.[0]?.json;
	const broken = (test.rules ?? []).find(
		(rule) => rule.type === 'responseSuccessBody' && body?.[rule.properties.key] === rule.properties.value,
	);
	return broken ? failed(broken.properties.message) : { status: 'OK', message: 'Connection successful!' };
}

type TestError = Error & {
	cause?: { code?: string; response?: { status: number; statusText?: string } };
};

/** An HTTP answer counts before an error code, and both before the message. */
function messageOf(error: TestError, { rules = [] }: ICredentialTestRequest): string {
	const response = error.cause?.response;
	if (response) {
		const { status, statusText } = response;
		const rule = rules.find((r) => r.type === 'responseCode' && r.properties.value === status);
		if (rule) return rule.properties.message;
		if (status < 199 || status > 299) return statusText || `Received HTTP status code: ${status}`;
	} else if (error.cause?.code) {
		return error.cause.code;
	}
	return String(error.message);
}

const failed = (message: string): INodeCredentialTestResult => ({ status: 'Error', message });
