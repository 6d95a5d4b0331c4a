import { getAdditionalKeys } from 'n8n-core';
import {
	getCredentialOwnRequestAllowedDomains,
	injectDomainRestrictionFields,
	isExpression,
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialsExpressionResolveValues,
	type ICredentialsHelper,
	type ICredentialType,
	type IExecuteData,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { nodeTypesOf, onlyInstance, plainDescription } from './nodeTypes';

/** A credential type, or its class. */
export type CredentialSource = ICredentialType | (new () => ICredentialType);

/** The fields of each credential as n8n's database would hold them, by credential type. */
export type StoredCredentials = Record<string, ICredentialDataDecryptedObject>;

/** What n8n would have written to its database. */
export interface CredentialWrite {
	type: string;
	data: ICredentialDataDecryptedObject;
}

type Methods<T> = { [K in keyof T]: T[K] };

export interface HarnessCredentialsHelper extends Methods<ICredentialsHelper> {
	/** Everything that n8n would have written to its database, in order. */
	readonly writes: CredentialWrite[];
	/** The fields as a node or a credential test sees them: defaults filled in, expressions resolved. */
	fieldsInUse(
		additionalData: IWorkflowExecuteAdditionalData,
		type: string,
		stored: ICredentialDataDecryptedObject,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		item?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject>;
}

// n8n resolves the expressions of a credential that has no item at hand (pickers, the credential test) in an
// empty workflow of one node.
const emptyNode: INode = {
	id: '',
	name: '',
	type: 'harness.empty',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const emptyNodeTypes = nodeTypesOf([{ description: plainDescription('harness.empty') }]);

/** The credential type behind `source`: itself, or the only instance of its class. */
export function credentialTypeOf(source: CredentialSource): ICredentialType {
	return typeof source === 'function' ? onlyInstance(source) : source;
}

/** The node whose one field `temp` is empty is how n8n's credential test makes itself known. */
function isCredentialTest(node: INode): boolean {
	return node.type === 'n8n-nodes-base.noOp' && node.parameters.temp === '';
}

/**
 * What n8n's server does with credentials, for n8n-core in a test, observed on n8n 2.41.1: a new object of
 * decrypted fields each time, defaults of every property, expressions for the item, `preAuthentication` when the
 * expirable property is empty, refused or under test, "Allowed HTTP Request Domains". Stored data live in memory
 * and `writes` tells what would have gone to the database. Credential types with a parent type (OAuth) and
 * declarative `authenticate` are not supported and throw.
 */
export function credentialsHelper(
	sources: CredentialSource[],
	stored: StoredCredentials,
): HarnessCredentialsHelper {
	const types = new Map(sources.map(credentialTypeOf).map((type) => [type.name, type]));
	const database = new Map(Object.entries(structuredClone(stored)));
	const writes: CredentialWrite[] = [];

	const typeOf = (name: string): ICredentialType => {
		const type = types.get(name);
		if (type === undefined) throw new Error(`The test gave no credential type "${name}"`);
		if (type.extends?.length)
			throw new Error(`Credential type "${name}" has a parent type: not supported here`);
		return type;
	};
	const load = (name: string): ICredentialDataDecryptedObject => {
		const data = database.get(name);
		if (data === undefined) throw new Error(`The test stored no credential of type "${name}"`);
		return structuredClone(data);
	};
	const save = (name: string, data: ICredentialDataDecryptedObject) => {
		database.set(name, structuredClone(data));
		writes.push({ type: name, data: structuredClone(data) });
	};
	const propertiesOf = (name: string): INodeProperties[] => injectDomainRestrictionFields(typeOf(name));

	const fieldsInUse: HarnessCredentialsHelper['fieldsInUse'] = async (
		additionalData,
		type,
		data,
		mode,
		executeData,
		item,
	) => {
		const properties = propertiesOf(type);
		const fields = (NodeHelpers.getNodeParameters(
			properties,
			data as INodeParameters,
			true,
			false,
			null,
			null,
		) ?? {}) as ICredentialDataDecryptedObject;
		for (const name of ['allowedHttpRequestDomains', 'allowedDomains']) {
			if (fields[name] === undefined && data[name] !== undefined) fields[name] = data[name];
		}
		const keys = getAdditionalKeys(additionalData, mode, null, { isCredential: true });
		return item === undefined
			? resolveWithoutItem(fields, properties, mode, keys)
			: resolveForItem(fields, item, mode, keys, executeData);
	};

	return {
		writes,
		fieldsInUse,
		getParentTypes: (name) => (typeOf(name), []),
		isCredentialUsableByNode: () => true,
		getCredentialsProperties: propertiesOf,
		authenticate: async (credentials, name, requestOptions) => {
			const { authenticate } = typeOf(name);
			if (authenticate === undefined) return requestOptions as IHttpRequestOptions;
			if (typeof authenticate !== 'function') throw new Error('Declarative authenticate: not supported here');
			return await authenticate(credentials, requestOptions as IHttpRequestOptions);
		},
		preAuthentication: async (helpers, credentials, name, node, credentialsExpired) => {
			const type = typeOf(name);
			const expirable = type.properties.find((p) => p.type === 'hidden' && p.typeOptions?.expirable === true);
			if (expirable === undefined || type.preAuthentication === undefined) return undefined;
			if (credentials[expirable.name] !== '' && !credentialsExpired && !isCredentialTest(node))
				return undefined;
			const output = (await type.preAuthentication.call(
				withinAllowedDomains(helpers, credentials),
				credentials,
			)) as ICredentialDataDecryptedObject;
			if (output[expirable.name] === undefined || node.credentials === undefined) return undefined;
			// A field that holds an expression keeps it, but for the token's own.
			const data = load(name);
			for (const [key, value] of Object.entries(output)) {
				if (key === expirable.name || !isExpression(data[key])) data[key] = value;
			}
			save(name, data);
			return Object.assign(credentials, output);
		},
		runPreAuthentication: async (helpers, credentials, name) =>
			((await typeOf(name).preAuthentication?.call(
				withinAllowedDomains(helpers, credentials),
				credentials,
			)) ?? undefined) as ICredentialDataDecryptedObject | undefined,
		getCredentials: async (details, name): Promise<ICredentials> => ({
			id: details.id ?? undefined,
			name: details.name,
			type: name,
			data: undefined,
			getData: async () => load(name),
			setData: async (data) => save(name, data),
			updateData: async (data) => save(name, Object.assign(load(name), data)),
			getDataToSave: () => {
				throw new Error('A test has no encrypted form of a credential');
			},
		}),
		getDecrypted: async (additionalData, _details, name, mode, executeData, raw, item) =>
			raw === true
				? load(name)
				: await fieldsInUse(additionalData, name, load(name), mode, executeData, item),
		updateCredentials: async (_details, name, data) => save(name, data),
		updateCredentialsOauthTokenData: async (_details, name, data) => save(name, data),
	};
}

/** The helpers that a credential's own requests get: "Allowed HTTP Request Domains" holds for them too. */
function withinAllowedDomains(
	{ helpers }: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): IHttpRequestHelper {
	return {
		helpers: {
			httpRequest: async (requestOptions) => {
				const allowedDomains = getCredentialOwnRequestAllowedDomains(credentials);
				if (allowedDomains === undefined) return await helpers.httpRequest(requestOptions);
				if (requestOptions.allowedDomains !== undefined) {
					throw new Error('The credential restricts its requests to domains, and so does the request itself');
				}
				return await helpers.httpRequest({ ...requestOptions, allowedDomains });
			},
		},
	};
}

function resolveForItem(
	fields: ICredentialDataDecryptedObject,
	item: ICredentialsExpressionResolveValues,
	mode: WorkflowExecuteMode,
	keys: ReturnType<typeof getAdditionalKeys>,
	executeData?: IExecuteData,
): ICredentialDataDecryptedObject {
	try {
		return item.workflow.expression.getParameterValue(
			fields as Parameters<Workflow['expression']['getParameterValue']>[0],
			item.runExecutionData,
			item.runIndex,
			item.itemIndex,
			item.node.name,
			item.connectionInputData,
			mode,
			keys,
			executeData,
			false,
			fields,
		) as ICredentialDataDecryptedObject;
	} catch (error) {
		if (error instanceof Error) error.message += ' [Error resolving credentials]';
		throw error;
	}
}

/** A field whose expression needs an item fails the whole, unless its property says that this may be. */
function resolveWithoutItem(
	fields: ICredentialDataDecryptedObject,
	properties: INodeProperties[],
	mode: WorkflowExecuteMode,
	keys: ReturnType<typeof getAdditionalKeys>,
): ICredentialDataDecryptedObject {
	const { expression } = new Workflow({
		nodes: [emptyNode],
		connections: {},
		active: false,
		nodeTypes: emptyNodeTypes,
	});
	const resolve = (some: ICredentialDataDecryptedObject) =>
		expression.getComplexParameterValue(
			emptyNode,
			some as Parameters<typeof expression.getComplexParameterValue>[1],
			mode,
			keys,
			undefined,
			undefined,
			fields,
		) as ICredentialDataDecryptedObject;
	try {
		return resolve(fields);
	} catch (error) {
		const mayFail = new Set(
			properties
				.filter((p) => p.typeOptions?.ignoreCredentialExpressionResolveError === true)
				.map((p) => p.name),
		);
		return Object.entries(fields).reduce<ICredentialDataDecryptedObject>((resolved, [name, value]) => {
			try {
				return { ...resolved, ...resolve({ [name]: value }) };
			} catch {
				if (mayFail.has(name)) return resolved;
				throw error;
			}
		}, {});
	}
}
