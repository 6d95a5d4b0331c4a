import { Container } from '@n8n/di';
import { ExternalSecretsProxy } from 'n8n-core';
import type { ICredentialsHelper, IWorkflowExecuteAdditionalData } from 'n8n-workflow';

// Nothing listens there: n8n only builds addresses from it (webhooks, links to an execution).
const instance = 'http://127.0.0.1:5678';

/**
 * What n8n's server hands to n8n-core besides the workflow: its addresses, credentials and the services around.
 * A service that no node of this package uses (sub-workflows, task runners) throws when it is called.
 */
export function additionalDataFor(
	credentialsHelper: ICredentialsHelper,
	extra: Partial<IWorkflowExecuteAdditionalData> = {},
): IWorkflowExecuteAdditionalData {
	const absent = (service: string) => async (): Promise<never> => {
		throw new Error(`Not available in a test: ${service}`);
	};
	return {
		credentialsHelper,
		currentNodeExecutionIndex: 0,
		executeWorkflow: absent('sub-workflows'),
		getRunExecutionData: absent('earlier executions'),
		getRuntimeCredential: absent('runtime credentials'),
		startRunnerTask: absent('task runners'),
		logAiEvent: () => undefined,
		variables: {},
		externalSecretsProxy: Container.get(ExternalSecretsProxy),
		restApiUrl: `${instance}/rest`,
		instanceBaseUrl: `${instance}/`,
		formBaseUrl: `${instance}/form`,
		formWaitingBaseUrl: `${instance}/form-waiting`,
		formTestBaseUrl: `${instance}/form-test`,
		webhookBaseUrl: `${instance}/webhook`,
		webhookWaitingBaseUrl: `${instance}/webhook-waiting`,
		webhookTestBaseUrl: `${instance}/webhook-test`,
		mcpBaseUrl: `${instance}/mcp`,
		mcpTestBaseUrl: `${instance}/mcp-test`,
		...extra,
	};
}
