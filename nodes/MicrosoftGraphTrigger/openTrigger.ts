import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	INodeExecutionData,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import { graphUrlOf, readFields } from '../../credentials/auth/core/settings';
import { createClient, type Send } from '../graph/client';
import { withoutDownloadUrls } from '../graph/files/downloadUrl';
import { credentialType } from '../graph/transport/exchange';
import { RequestError, requestError } from '../graph/errors/requestError';
import { errorContext } from '../shared/errors/errorContext';
import { odataQuery } from '../shared/fields/odata';
import { asItem } from '../shared/fields/outputs';
import { nodeParameters, type NodeParameters, type Parameter } from '../shared/parameters/itemParameters';
import { nodeError, type NodeError } from '../shared/errors/nodeError';
import { shown } from '../shared/parameters/values/refusal';
import { digest, type Change } from './changes/change';
import { fieldsOf } from './description';
import { memoryOf, type Memory } from './state/triggerState';
import type { ChangeEvent, Source, Watch } from './watches/watch';
import { watches } from './watches';

/** What n8n gives the parts of a trigger to work with. */
export type TriggerContext = IPollFunctions | IHookFunctions | IWebhookFunctions | IExecuteFunctions;

/** The longest that one request waits for Graph, in ms: a poll of n8n has 45 s in the worst case. */
const longestWait = 30_000;

/** A trigger as it is set up in a workflow, and what this process knows of it. */
export interface Trigger {
	context: TriggerContext;
	watch: Watch;
	events: readonly ChangeEvent[];
	mode: 'instant' | 'polling';
	parameters: NodeParameters;
	options: IDataObject;
	credentials: ICredentialDataDecryptedObject;
	send: Send;
	source: Source;
	/** Names what is watched: readings of something else are of no use. */
	watched: string;
	memory: Memory;
	/** What n8n keeps for the trigger; a test in the editor has nothing of the active workflow's. */
	staticData: IDataObject;
}

/** Names the trigger of a workflow in this process; a test in the editor is another one than the active workflow's. */
export function keyOf(context: TriggerContext, test = isTest(context)): string {
	return [context.getWorkflow().id, context.getNode().id, test ? 'test' : 'active'].join('/');
}

/** What n8n keeps for the trigger of an active workflow. */
export const staticDataOf = (context: TriggerContext): IDataObject =>
	isTest(context) ? {} : context.getWorkflowStaticData('node');

/** Whether this is a test in the editor. */
export const isTest = (context: TriggerContext): boolean =>
	context.getMode() === 'manual' ||
	('getActivationMode' in context && context.getActivationMode?.() === 'manual');

/** Whether n8n has begun, or become the main process of several, and takes up what was active before. */
export const isTakenUp = (context: IHookFunctions | IPollFunctions): boolean =>
	['init', 'leadershipChange'].includes(context.getActivationMode());

/**
 * Reads how the trigger is set up.
 * @param maxWait the longest that one request waits for Graph, in ms
 * @throws RequestError for fields that say nothing useful; GraphError, SignInError where something is looked up
 */
export async function openTrigger(context: TriggerContext, maxWait = longestWait): Promise<Trigger> {
	const watch = chosenWatch(context);
	const parameters = parametersOf(context, watch);
	// What is wrong with a filter is told before anything is compared with it.
	if (watch.filters !== undefined) parameters.collection('filters');
	const events = chosenEvents(watch, parameters);
	const options = parameters.collection('options');
	const credentials = await context.getCredentials<ICredentialDataDecryptedObject>(credentialType);
	const send = createClient(context, { apiVersion: 'v1.0', batching: true, maxWait }).sender(credentials);
	const select = selectOf(watch, parameters, options);
	const source = await watch.source({ parameters, options, events, select, send });
	const fields = readFields(credentials);
	const { tenantId } = fields;
	return {
		context,
		watch,
		events,
		mode: parameters.text('mode') === 'polling' ? 'polling' : 'instant',
		parameters,
		options,
		credentials,
		send,
		source,
		watched: digest([tenantId, graphUrlOf(fields), watch.value, JSON.stringify(firstRequests(source))]),
		memory: memoryOf(keyOf(context)),
		staticData: staticDataOf(context),
	};
}

/** What the trigger's errors look like in n8n. */
export function triggerError(
	context: TriggerContext,
	error: unknown,
	trigger?: Pick<Trigger, 'watch' | 'credentials'>,
	permissions?: readonly string[],
): NodeError {
	// Before the trigger is open, what its fields name is looked up: that may be refused, too.
	const watch = trigger?.watch ?? watchOf(context);
	const needed = permissions ?? watch?.permissions ?? [];
	const facts = {
		...errorContext(needed, trigger?.credentials, watch && `trigger:${watch.value}`),
		guards: watch?.guards,
	};
	const shown = nodeError(context.getNode(), error, 0, facts);
	if ('getInputData' in context) return shown;
	const wait = error instanceof RequestError ? error.parts.wait : undefined;
	const message =
		wait === undefined
			? `${shown.message} ${shown.description ?? ''}`.trim()
			: `Graph asks for a pause. ${(error as RequestError).parts.why} The next poll after that tries again, and nothing is lost.`;
	return Object.assign(shown, {
		// Of what fails when a workflow is activated, and of a poll, n8n shows the message alone.
		message,
		description: undefined,
		// n8n reads it, and polls later.
		...(wait !== undefined && { failure: { cause: 'rate-limited', retryAfterMs: wait } }),
	});
}

/** A change as an item of the workflow. */
export function itemOf({ event, entry, id, state }: Change, more: IDataObject = {}): INodeExecutionData {
	return {
		json: asItem({ ...withoutDownloadUrls(entry), change: { event, id, ...(state && { state }), ...more } }),
	};
}

/** Whether a change passes the filters; of what was deleted nothing is known to filter by. */
export function passes({ watch, parameters }: Trigger, { event, entry }: Change): boolean {
	return event === 'deleted' || (watch.passes?.(entry, parameters.collection('filters')) ?? true);
}

function parametersOf(context: TriggerContext, watch: Watch): NodeParameters {
	const read = (name: string): Parameter => {
		const raw: unknown = context.getNode().parameters[name];
		if (raw === undefined) return { raw, resolved: undefined };
		return { raw, resolved: (context as IPollFunctions).getNodeParameter(name, '') as unknown };
	};
	return nodeParameters(read, context.getTimezone(), fieldsOf(watch));
}

const watchedOf = (context: TriggerContext): unknown => context.getNode().parameters.resource ?? 'message';

const watchOf = (context: TriggerContext) => watches.find(({ value }) => value === watchedOf(context));

function chosenWatch(context: TriggerContext): Watch {
	const watch = watchOf(context);
	if (watch !== undefined) return watch;
	throw requestError({
		what: `${shown(watchedOf(context))} cannot be watched by this version of the node.`,
		fix: 'Choose what to watch from the list, or update the package.',
	});
}

function chosenEvents({ events }: Watch, parameters: NodeParameters): ChangeEvent[] {
	const possible = Object.keys(events) as ChangeEvent[];
	const chosen = possible.filter((event) => parameters.list('event').includes(event));
	if (chosen.length > 0) return chosen;
	throw requestError({ what: 'No event is chosen.', fix: 'Choose at least one under "Event".' });
}

/** The properties to ask for: those that the person wants, and those that the trigger itself needs. */
function selectOf(
	{ simple, tellBy, filterProperties = [] }: Watch,
	parameters: NodeParameters,
	options: IDataObject,
) {
	if (simple === undefined) return '';
	const own = odataQuery(options).$select ?? '';
	if (own === '' && !parameters.flag('simplify')) return '';
	const wanted = own === '' ? simple : own.split(',');
	const needed = ['id', ...Object.values(tellBy), ...filterProperties] as string[];
	return [...new Set([...wanted, ...needed])].join(',');
}

/** What the rounds of a source begin with, as it were at the same moment. */
const firstRequests = ({ feeds }: Source) =>
	feeds.map(({ key, all }) => {
		const { path, query } = all(0);
		return [key, path, query];
	});
