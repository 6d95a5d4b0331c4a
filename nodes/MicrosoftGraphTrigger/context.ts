import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

/** What n8n gives the parts of a trigger to work with. */
export type TriggerContext = IPollFunctions | IHookFunctions | IWebhookFunctions | IExecuteFunctions;

/** Names the trigger of a workflow in this process; a test in the editor is separate from the active workflow. */
export function keyOf(context: TriggerContext, test = isTest(context)): string {
	return [context.getWorkflow().id, context.getNode().id, test ? 'test' : 'active'].join('/');
}

/** n8n's static data for the trigger of an active workflow; a test in the editor gets an empty object. */
export const staticDataOf = (context: TriggerContext): IDataObject =>
	isTest(context) ? {} : context.getWorkflowStaticData('node');

/** Whether this is a test in the editor. */
export const isTest = (context: TriggerContext): boolean =>
	context.getMode() === 'manual' ||
	('getActivationMode' in context && context.getActivationMode?.() === 'manual');

/** Whether n8n has started, or become the leader of several main processes, and resumes what was active before. */
export const isResuming = (context: IHookFunctions | IPollFunctions): boolean =>
	['init', 'leadershipChange'].includes(context.getActivationMode());
