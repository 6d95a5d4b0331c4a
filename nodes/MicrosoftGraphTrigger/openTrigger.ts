import type { ICredentialDataDecryptedObject, IDataObject, IPollFunctions } from 'n8n-workflow';

import { forOwnSubscriptions } from '../../credentials/auth/core/readOnly';
import { graphUrlOf, readFields } from '../../credentials/auth/core/settings';
import { createClient, type Send } from '../graph/client';
import { requestError } from '../graph/errors/requestError';
import { credentialType } from '../graph/transport/exchange';
import { bodyPreview, sendWithoutPreview } from '../shared/fields/bodyPreview';
import { odataQuery } from '../shared/fields/odata';
import { nodeParameters, type NodeParameters, type Parameter } from '../shared/parameters/itemParameters';
import { shown } from '../shared/parameters/values/refusal';
import { keyOf, staticDataOf, type TriggerContext } from './context';
import { fieldsOf } from './description';
import { digest } from './digest';
import { triggerStateOf, type TriggerState } from './state/triggerState';
import { watches } from './watches';
import type { ChangeEvent, ChangeSource, Watch } from './watches/watch';

/** How long one request may wait for Graph, in ms: a poll of n8n has 45 s in the worst case. */
const maxWaitMs = 30_000;

/** A trigger as it is set up in a workflow, and what this process knows of it. */
export interface Trigger {
	context: TriggerContext;
	watch: Watch;
	events: readonly ChangeEvent[];
	/** How changes are delivered; the field is labeled "Delivery". */
	mode: 'instant' | 'polling';
	parameters: NodeParameters;
	options: IDataObject;
	credentials: ICredentialDataDecryptedObject;
	/** The properties of the simple output; `undefined` for objects as Graph returns them. */
	simple?: readonly string[];
	send: Send;
	source: ChangeSource;
	/** Names what is watched: a sync state of something else is of no use. */
	watched: string;
	state: TriggerState;
	/** n8n's static data for the trigger; a test in the editor has none of the active workflow's. */
	staticData: IDataObject;
}

/**
 * Reads how the trigger is set up.
 * @param maxWait how long one request may wait for Graph, in ms
 * @throws RequestError for invalid fields; GraphError, SignInError where something is looked up
 */
export async function openTrigger(context: TriggerContext, maxWait = maxWaitMs): Promise<Trigger> {
	const watch = watchOf(context);
	if (watch === undefined) {
		throw requestError({
			what: `This version of the node can't watch ${shown(context.getNode().parameters.resource)}.`,
			fix: 'Choose what to watch from the list, or update the package.',
		});
	}
	const parameters = parametersOf(context, watch);
	// An invalid filter is an error before anything is compared with it.
	if (watch.filters !== undefined) parameters.collection('filters');
	const events = chosenEvents(watch, parameters);
	const options = parameters.collection('options');
	const credentials = forOwnSubscriptions(
		await context.getCredentials<ICredentialDataDecryptedObject>(credentialType),
	);
	const client = createClient(context, { apiVersion: 'v1.0', batching: true, maxWait });
	const simple = simpleOf(watch, parameters, options);
	const sender = client.sender(credentials);
	const send = simple?.includes(bodyPreview) === true ? sendWithoutPreview(sender, {}) : sender;
	const select = selectOf(watch, parameters, options);
	const source = await watch.source({ parameters, options, events, select, send });
	const fields = readFields(credentials);
	const firstRequests = source.feeds.map(({ key, all }) => {
		// As if they were made at the same moment.
		const { path, query } = all(0);
		return [key, path, query];
	});
	return {
		context,
		watch,
		events,
		mode: watch.pollsOnly !== undefined || parameters.text('mode') === 'polling' ? 'polling' : 'instant',
		parameters,
		options,
		credentials,
		simple,
		send,
		source,
		watched: digest([
			fields.tenantId,
			graphUrlOf(fields),
			watch.value,
			JSON.stringify(source.containers?.watched ?? firstRequests),
		]),
		state: triggerStateOf(keyOf(context)),
		staticData: staticDataOf(context),
	};
}

function parametersOf(context: TriggerContext, watch: Watch): NodeParameters {
	const read = (name: string): Parameter => {
		const raw: unknown = context.getNode().parameters[name];
		if (raw === undefined) return { raw, resolved: undefined };
		return { raw, resolved: (context as IPollFunctions).getNodeParameter(name, '') as unknown };
	};
	return nodeParameters(read, context.getTimezone(), fieldsOf(watch));
}

/** The watch that is chosen; `undefined` where this version of the node has none of that name. */
export function watchOf(context: TriggerContext): Watch | undefined {
	const { resource = 'message' } = context.getNode().parameters;
	return watches.find(({ value }) => value === resource);
}

function chosenEvents({ events }: Watch, parameters: NodeParameters): ChangeEvent[] {
	const possible = Object.keys(events) as ChangeEvent[];
	const chosen = possible.filter((event) => parameters.list('event').includes(event));
	if (chosen.length > 0) return chosen;
	throw requestError({ what: 'No kind of change is chosen.', fix: 'Choose at least one under "Changes".' });
}

/** The properties of the simple output, if it's wanted. */
function simpleOf(
	{ simple }: Watch,
	parameters: NodeParameters,
	options: IDataObject,
): readonly string[] | undefined {
	if (simple === undefined || odataQuery(options).$select !== '') return undefined;
	return parameters.flag('simplify') ? simple : undefined;
}

/** The properties to select: those that the person wants, and those that the trigger itself needs. */
function selectOf(
	{ simple, changeFields, filterProperties = [] }: Watch,
	parameters: NodeParameters,
	options: IDataObject,
) {
	if (simple === undefined) return '';
	const own = odataQuery(options).$select;
	if (own === '' && !parameters.flag('simplify')) return '';
	const wanted = own === '' ? simple : own.split(',');
	const needed = ['id', ...Object.values(changeFields), ...filterProperties] as string[];
	return [...new Set([...wanted, ...needed])].join(',');
}
