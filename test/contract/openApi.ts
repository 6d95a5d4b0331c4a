import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import type { SchemaObject } from 'ajv';
import addFormats from 'ajv-formats';
import { pathIndex } from './paths';

/** Microsoft's descriptions of Graph, kept beside the checkout: nothing else depends on their being there. */
export const contractFolder = process.env.CONTRACT_DIR ?? join(__dirname, '../../../shared/contract');

interface Schema {
	$ref?: string;
	type?: string;
	nullable?: boolean;
	enum?: Array<string | null>;
	allOf?: Schema[];
	properties?: Record<string, Schema>;
	required?: string[];
	items?: Schema;
	additionalProperties?: unknown;
	[keyword: string]: unknown;
}
interface Content {
	$ref?: string;
	content?: Record<string, { schema: Schema }>;
}
interface DescribedOperation {
	requestBody?: Content;
	responses: Record<string, Content>;
	'x-ms-docs-operation-type'?: string;
}
export interface OpenApi {
	paths: Record<string, Record<string, DescribedOperation>>;
	components: {
		schemas: Record<string, Schema>;
		responses: Record<string, Content>;
		requestBodies: Record<string, Content>;
	};
}

/** Microsoft's OpenAPI of Graph v1.0; `undefined` where it is not at hand. */
export function readOpenApi(): OpenApi | undefined {
	const api = readJson<OpenApi>('graph-v1.0-subset.json');
	// What has come since the OpenAPI was written.
	const drift = readJson<{ types: Record<string, { 'props_only_2026-08': string[] }> }>(
		'drift-2025-01-openapi-vs-2026-08-csdl.json',
	);
	for (const [name, { 'props_only_2026-08': added }] of Object.entries(drift?.types ?? {}))
		beyond[name] = [...(beyond[name] ?? []), ...added];
	return api;
}

function readJson<T>(name: string): T | undefined {
	const file = join(contractFolder, name);
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}

/**
 * Properties that are real and stand in no schema of the extract: those of a file attachment and of a member of a team,
 * whose types are absent, and those that recorded answers show.
 */
const beyond: Record<string, string[]> = {
	'microsoft.graph.conversationMember': ['userId', 'email', 'tenantId'],
	'microsoft.graph.attachment': ['contentId', 'contentLocation', 'contentBytes', 'item'],
	'microsoft.graph.mailFolder': ['sizeInBytes'],
	'microsoft.graph.event': ['occurrenceId', 'uid'],
	'microsoft.graph.calendar': ['groupClassId'],
	'microsoft.graph.organization': [
		'isMultipleDataLocationsForServicesEnabled',
		'directorySizeQuota',
		'onPremisesSyncStatus',
	],
	'microsoft.graph.driveItem': ['isAuthoritative', 'commentSettings'],
	'microsoft.graph.file': ['fileExtension'],
	'microsoft.graph.identity': ['email', 'tenantId', 'userIdentityType'],
	'microsoft.graph.sharePointIdentity': ['email'],
	'microsoft.graph.team': ['discoverySettings', 'isMembershipLimitedToOwners', 'tagSettings'],
	'microsoft.graph.group': [
		'infoCatalogs',
		'creationOptions',
		'resourceBehaviorOptions',
		'resourceProvisioningOptions',
	],
};
/** Types whose properties a tenant decides: the columns of a list. */
const open = ['microsoft.graph.fieldValueSet'];
const kept = ['type', 'pattern', 'format', 'minimum', 'maximum', 'enum'];

interface Strictness {
	partial?: boolean;
	derived?: boolean;
}

/**
 * JSON Schema from the OpenAPI's components, closed: a property that the type does not have is an error. Left out is
 * what the extract is known to have wrong: the catch-all `additionalProperties`, and that a `$ref` is never null.
 * @param partial nothing is required: for what is sent, and for what was asked for in part
 * @param derived properties of derived types are taken, too
 */
function schemaMaker(
	{ components }: Pick<OpenApi, 'components'>,
	define: (schema: SchemaObject) => void,
	{ partial = false, derived: withDerived = false }: Strictness,
) {
	const defined = new Set<string>();
	const nameOf = (ref: string) => ref.replace('#/components/schemas/', '');
	const derived = new Map<string, string[]>();
	for (const [name, { allOf = [] }] of withDerived ? Object.entries(components.schemas) : []) {
		for (const { $ref } of allOf) {
			if ($ref) derived.set(nameOf($ref), [...(derived.get(nameOf($ref)) ?? []), name]);
		}
	}
	const ofDerived = (name: string): string[] =>
		(derived.get(name) ?? []).flatMap((one) => [
			...Object.keys(flatten(components.schemas[one] ?? {}).properties),
			...(beyond[one] ?? []),
			...ofDerived(one),
		]);

	const flatten = (schema: Schema): Required<Pick<Schema, 'properties' | 'required'>> => {
		const parts = schema.$ref ? [components.schemas[nameOf(schema.$ref)]] : (schema.allOf ?? []);
		const inner = parts.map(flatten);
		return {
			properties: Object.assign(
				{},
				...inner.map(({ properties }) => properties),
				schema.properties ?? {},
			) as Record<string, Schema>,
			required: [...inner.flatMap(({ required }) => required), ...(schema.required ?? [])],
		};
	};
	const convert = (schema: Schema, beyondType: string[] = []): SchemaObject => {
		if (schema.$ref) return reference(schema.$ref);
		if (schema.type === 'array' && schema.items) return { type: 'array', items: convert(schema.items) };
		if (schema.type === 'object' || schema.allOf) {
			const { properties, required } = flatten(schema);
			// A type without properties is one whose form the service decides.
			if (Object.keys(properties).length === 0) return { type: ['object', 'null'] };
			const entries = Object.entries(properties).map(([name, one]) => [name, orNull(convert(one), one)]);
			return {
				type: 'object',
				properties: {
					...Object.fromEntries(beyondType.map((name) => [name, {}])),
					...Object.fromEntries(entries),
				} as Record<string, SchemaObject>,
				// Annotations, such as @odata.type and @microsoft.graph.conflictBehavior.
				patternProperties: { '@': {} },
				required: partial ? [] : required.filter((name) => !name.startsWith('@odata.')),
				additionalProperties: false,
			};
		}
		const simple = Object.fromEntries(
			kept.filter((keyword) => keyword in schema).map((keyword) => [keyword, schema[keyword]]),
		);
		return orNull(simple, schema);
	};
	const orNull = (converted: SchemaObject, { nullable, $ref }: Schema): SchemaObject =>
		nullable || $ref ? { anyOf: [converted, { type: 'null' }] } : converted;
	const reference = (ref: string): SchemaObject => {
		const name = nameOf(ref);
		const $id = `https://contract.invalid/${name}`;
		if (!defined.has(name)) {
			defined.add(name);
			const schema = components.schemas[name] ?? {};
			define({
				$id,
				...(open.includes(name)
					? { type: 'object' }
					: convert(schema, [...(beyond[name] ?? []), ...ofDerived(name)])),
			});
		}
		return { $ref: $id };
	};
	return (schema: Schema): SchemaObject => convert(schema);
}

/** What is wrong with a value: an empty list for nothing. */
type Check = (schema: Schema, value: unknown) => string[];

function checkerOf(api: Pick<OpenApi, 'components'>, strictness: Strictness = {}): Check {
	const ajv = new Ajv({ allErrors: true, strict: false });
	addFormats(ajv);
	// Of times, Graph's own pattern says what is right: it has no offset.
	for (const name of ['int16', 'int32', 'int64', 'double', 'base64url', 'duration', 'time'])
		ajv.addFormat(name, true);
	const make = schemaMaker(api, (schema) => ajv.addSchema(schema), strictness);
	return (schema, value) => {
		const validate = ajv.compile(make(schema));
		if (validate(value)) return [];
		// Of a value that may be null, what is wrong with it otherwise tells more.
		const telling = (validate.errors ?? []).filter(
			({ keyword, params }) => keyword !== 'anyOf' && (params as { type?: string }).type !== 'null',
		);
		return telling.map(({ instancePath, message, params }) =>
			`${instancePath} ${message} ${JSON.stringify(params)}`.trim(),
		);
	};
}

const schemaIn = (content: Content | undefined): Schema | undefined =>
	content?.content?.['application/json']?.schema;

function declaredAnswer(
	{ components }: OpenApi,
	{ responses }: DescribedOperation,
	status: number,
): Content | undefined {
	const declared = status < 400 ? (responses['2XX'] ?? responses['204']) : responses.default;
	return declared?.$ref
		? components.responses[declared.$ref.replace('#/components/responses/', '')]
		: declared;
}

/** An answer of Graph, or of what stands in for it. */
interface Answer {
	status: number;
	body?: unknown;
}

/** Checks answers by the path of the OpenAPI that they belong to. */
export function answerChecker(api: OpenApi) {
	const check = checkerOf(api);

	/** @returns what is wrong with an answer: an empty list for nothing */
	return (method: string, path: string, answer: Answer): string[] => {
		const operation = api.paths[path]?.[method.toLowerCase()];
		if (!operation) return [`${method} ${path} is not in the OpenAPI`];
		const schema = schemaIn(declaredAnswer(api, operation, answer.status));
		if (!schema) return answer.body === undefined ? [] : [`${method} ${path} is declared without a body`];
		// "2XX" with a schema also stands for 202 and 204, which have no body.
		if (answer.body === undefined) return answer.status === 202 || answer.status === 204 ? [] : ['no body'];
		return check(schema, answer.body);
	};
}

/** Checks requests as they are sent, and their answers; `undefined` for what the OpenAPI does not describe. */
export function requestChecker(api: OpenApi) {
	const check = checkerOf(api, { partial: true, derived: true });
	const checkWhole = checkerOf(api, { derived: true });
	const paths = pathIndex(
		Object.entries(api.paths).map(([path, methods]) => [path, methods] as const),
		(one, other) => ({ ...one, ...other }),
	);
	const operationOf = (method: string, path: string) => paths.find(path)?.value[method.toLowerCase()];

	return {
		/** What is wrong with a JSON body. */
		body(method: string, path: string, body: unknown): string[] | undefined {
			const operation = operationOf(method, path);
			if (operation === undefined) return undefined;
			const { requestBody, 'x-ms-docs-operation-type': kind } = operation;
			const declared = requestBody?.$ref
				? api.components.requestBodies[requestBody.$ref.replace('#/components/requestBodies/', '')]
				: requestBody;
			const schema = schemaIn(declared);
			if (schema === undefined) {
				const empty = typeof body === 'object' && body !== null && Object.keys(body).length === 0;
				return requestBody === undefined && !empty ? ['the request takes no body'] : [];
			}
			return check(kind === 'action' ? inAnyCase(schema) : schema, body);
		},
		/** What is wrong with an answer; with `$select` only what is there is looked at. */
		answer(method: string, path: string, answer: Answer, selected: boolean): string[] | undefined {
			const operation = operationOf(method, path);
			if (operation === undefined) return undefined;
			const schema = schemaIn(declaredAnswer(api, operation, answer.status));
			if (schema === undefined || answer.body === undefined) return [];
			return (selected ? check : checkWhole)(schema, answer.body);
		},
	};
}

/** Graph's reference begins the parameters of actions with a small letter, the OpenAPI some with a capital: both do. */
function inAnyCase(schema: Schema): Schema {
	const properties = Object.entries(schema.properties ?? {});
	return {
		...schema,
		properties: Object.fromEntries([
			...properties,
			...properties.map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value] as const),
		]),
	};
}

/**
 * The types that the OpenAPI gives to the values of an answer: a second opinion, where a recording has only nulls or
 * empty values.
 * @returns by method and path of a request (without its version): whether the value at a path may be of a kind;
 * `undefined` for what is not described
 */
export function typeOpinions({ paths, components }: OpenApi) {
	const index = pathIndex(
		Object.entries(paths).map(([path, methods]) => [path, methods] as const),
		(one, other) => ({ ...one, ...other }),
	);
	const nameOf = (ref: string) => ref.replace('#/components/schemas/', '');
	const derived = new Map<string, Schema[]>();
	for (const schema of Object.values(components.schemas)) {
		for (const { $ref } of schema.allOf ?? [])
			if ($ref) derived.set(nameOf($ref), [...(derived.get(nameOf($ref)) ?? []), schema]);
	}
	/** All schemas that say something of a value: bases, and derived types too. */
	const parts = (schema: Schema, withDerived = true): Schema[] => {
		const own = schema.$ref ? nameOf(schema.$ref) : undefined;
		const below = own !== undefined && withDerived ? (derived.get(own) ?? []) : [];
		const inner = [
			...(own === undefined ? [] : [components.schemas[own] ?? {}]),
			...(schema.allOf ?? []),
			...((schema.anyOf as Schema[] | undefined) ?? []),
			...((schema.oneOf as Schema[] | undefined) ?? []),
		];
		return [
			schema,
			...inner.flatMap((one) => parts(one, false)),
			...below.flatMap((one) => [one, ...parts({ allOf: one.allOf }, false)]),
		];
	};
	const step = (schemas: Schema[], name: string): Schema[] =>
		schemas.flatMap((schema) => {
			const next = name === '[]' ? schema.items : schema.properties?.[name];
			return next ? parts(next) : [];
		});

	return (method: string, path: string) => {
		const operation = index.find(path)?.value[method.toLowerCase()];
		const declared = operation && declaredAnswer({ paths, components }, operation, 200);
		const whole = schemaIn(declared);
		return {
			allows(at: string, kind: string): boolean | undefined {
				if (whole === undefined) return undefined;
				const names = at.replaceAll('[]', '.[]').split('.');
				const schemas = names.filter((name) => name !== '').reduce(step, parts(whole));
				if (schemas.length === 0) return undefined;
				if (kind === 'null') return schemas.some(({ nullable }) => nullable === true);
				return schemas.some((schema) => isOfKind(schema, kind));
			},
		};
	};
}

function isOfKind({ type, format, properties }: Schema, kind: string): boolean {
	if (kind.startsWith('dateTime')) return format === 'date-time';
	if (kind === 'guid') return type === 'string' && (format === undefined || format === 'uuid');
	if (kind === 'string' || kind === 'empty string')
		return type === 'string' && format !== 'date-time' && format !== 'uuid';
	if (kind === 'number') return type === 'number' || type === 'integer';
	if (kind === 'array' || kind === 'empty array') return type === 'array';
	return kind === 'object' ? type === 'object' || properties !== undefined : type === kind;
}
