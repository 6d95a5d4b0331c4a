import {
	NodeConnectionTypes,
	NodeHelpers,
	type IDataObject,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type INodeTypes,
} from 'n8n-workflow';

/** A node type, or its class. */
export type NodeSource = INodeType | (new () => INodeType);

const made = new WeakMap<new () => unknown, unknown>();

/** The one instance of a class that n8n makes for the life of its process. */
export function onlyInstance<T extends object>(type: new () => T): T {
	if (!made.has(type)) made.set(type, new type());
	return made.get(type) as T;
}

/** The node type behind `source`: itself, or the only instance of its class. */
export function nodeTypeOf(source: NodeSource): INodeType {
	return typeof source === 'function' ? onlyInstance(source) : source;
}

/** The name by which a workflow refers to `nodeType`; n8n puts the package's name in front in the same way. */
export function typeName(nodeType: INodeType): string {
	const { name } = nodeType.description;
	return name.includes('.') ? name : `n8n-nodes-microsoft-graph-app-only.${name}`;
}

/** The version that a new node of this type gets in n8n's editor. */
export function newestVersion({ version, defaultVersion }: INodeTypeDescription): number {
	return defaultVersion ?? (Array.isArray(version) ? Math.max(...version) : version);
}

/** n8n-workflow's registry of node types over `nodeTypes`; asking it for another one throws. */
export function nodeTypesOf(nodeTypes: INodeType[]): INodeTypes {
	const byName = new Map<string, INodeType>();
	for (const nodeType of nodeTypes) {
		const name = typeName(nodeType);
		const other = byName.get(name) ?? nodeType;
		if (other !== nodeType) throw new Error(`Two node types of one workflow have the name ${name}`);
		byName.set(name, nodeType);
	}
	const find = (name: string) => {
		const nodeType = byName.get(name);
		if (nodeType === undefined)
			throw new Error(`The workflow uses a node type that it was not given: ${name}`);
		return nodeType;
	};
	return {
		getByName: find,
		getByNameAndVersion: (name, version) => NodeHelpers.getVersionedNodeType(find(name), version),
		getKnownTypes: () => ({}) as IDataObject,
	};
}

/** A description with what n8n insists on and nothing else. */
export function plainDescription(
	name: string,
	extra: Partial<INodeTypeDescription> = {},
): INodeTypeDescription {
	return {
		displayName: name,
		name,
		group: ['transform'],
		version: 1,
		description: name,
		defaults: { name },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
		...extra,
	};
}

/** A node that puts out `items`, in the place of the workflow's trigger. */
export function sourceNode(items: INodeExecutionData[]): INodeType {
	return {
		description: plainDescription('harness.source', { inputs: [] }),
		execute: async () => [structuredClone(items)],
	};
}
