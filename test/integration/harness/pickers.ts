import { LoadOptionsContext } from 'n8n-core';
import {
	NodeHelpers,
	Workflow,
	type INode,
	type INodeListSearchResult,
	type INodeParameters,
	type INodePropertyOptions,
	type INodeType,
	type ResourceMapperFields,
} from 'n8n-workflow';
import { additionalDataFor } from './additionalData';
import {
	credentialsHelper,
	type CredentialSource,
	type CredentialWrite,
	type StoredCredentials,
} from './credentialsHelper';
import { startEngine } from './engine';
import { newestVersion, nodeTypeOf, nodeTypesOf, typeName, type NodeSource } from './nodeTypes';

/** What the editor sends when a field asks the node for its choices. */
export interface PickerRequest {
	/** The node's parameters as the editor has them, expressions already resolved. */
	parameters?: INodeParameters;
	credentials?: StoredCredentials;
	credentialTypes?: CredentialSource[];
	/** The field that asks, such as `parameters.userId`. */
	path?: string;
}

export interface ListSearchRequest extends PickerRequest {
	/** What the person typed. */
	filter?: string;
	/** What the page before gave as its `paginationToken`. */
	paginationToken?: string;
}

/** Calls a `listSearch` method ("From List" of a resource locator). @throws what the method throws */
export async function callListSearch(
	source: NodeSource,
	method: string,
	request: ListSearchRequest = {},
): Promise<INodeListSearchResult & { credentialWrites: CredentialWrite[] }> {
	const { nodeType, context, writes } = await pickerContext(source, request);
	const call = nodeType.methods?.listSearch?.[method];
	if (call === undefined) throw new Error(`The node has no listSearch method "${method}"`);
	const result = await call.call(context, request.filter, request.paginationToken);
	const { paginationToken } = result as { paginationToken?: unknown };
	// The editor gets JSON, and n8n makes a number a string on the way.
	return {
		...result,
		...(typeof paginationToken === 'number' ? { paginationToken: String(paginationToken) } : {}),
		credentialWrites: writes,
	};
}

/** Calls a `loadOptions` method (the choices of a dropdown). @throws what the method throws */
export async function callLoadOptions(
	source: NodeSource,
	method: string,
	request: PickerRequest = {},
): Promise<INodePropertyOptions[]> {
	const { nodeType, context } = await pickerContext(source, request);
	const call = nodeType.methods?.loadOptions?.[method];
	if (call === undefined) throw new Error(`The node has no loadOptions method "${method}"`);
	return await call.call(context);
}

/** Calls a `resourceMapping` method (the columns to map values to). @throws what the method throws */
export async function callResourceMapping(
	source: NodeSource,
	method: string,
	request: PickerRequest = {},
): Promise<ResourceMapperFields> {
	const { nodeType, context } = await pickerContext(source, request);
	const call = nodeType.methods?.resourceMapping?.[method];
	if (call === undefined) throw new Error(`The node has no resourceMapping method "${method}"`);
	return await call.call(context);
}

async function pickerContext(source: NodeSource, request: PickerRequest) {
	await startEngine('filesystem');
	const { parameters = {}, credentials = {}, credentialTypes = [], path = 'parameters' } = request;
	const nodeType: INodeType = nodeTypeOf(source);
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: typeName(nodeType),
		typeVersion: newestVersion(nodeType.description),
		position: [0, 0],
		parameters,
		credentials: Object.fromEntries(Object.keys(credentials).map((name) => [name, { id: name, name }])),
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: nodeTypesOf([nodeType]),
	});
	const helper = credentialsHelper(credentialTypes, credentials);
	// The editor sends every field with its default.
	const currentNodeParameters =
		NodeHelpers.getNodeParameters(
			nodeType.description.properties,
			parameters,
			true,
			false,
			node,
			nodeType.description,
		) ?? {};
	const additionalData = additionalDataFor(helper, { currentNodeParameters });
	return {
		nodeType,
		writes: helper.writes,
		context: new LoadOptionsContext(workflow, workflow.nodes[node.name], additionalData, path),
	};
}
