import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import type { SchemaObject } from 'ajv';
import addFormats from 'ajv-formats';
import { startSimulator } from '../simulator';
import type { Simulator } from '../simulator';
import { createClient } from '../simulator/client';
import type { ClientAnswer, SimulatorClient } from '../simulator/client';

/** Microsoft's OpenAPI of Graph v1.0, kept beside the checkout: nothing else depends on its being there. */
const folder = process.env.CONTRACT_DIR ?? join(__dirname, '../../../shared/contract');
const file = join(folder, 'graph-v1.0-subset.json');
const here = existsSync(file);

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
interface Answer {
	$ref?: string;
	content?: Record<string, { schema: Schema }>;
}
interface OpenApi {
	paths: Record<string, Record<string, { responses: Record<string, Answer> }>>;
	components: { schemas: Record<string, Schema>; responses: Record<string, Answer> };
}

/**
 * Properties that are real and stand in no schema of the extract: those of a file attachment, whose type is absent, and
 * those that every answer about groups shows.
 */
const beyond: Record<string, string[]> = {
	'microsoft.graph.attachment': ['contentId', 'contentLocation', 'contentBytes'],
	'microsoft.graph.group': ['creationOptions', 'resourceBehaviorOptions', 'resourceProvisioningOptions'],
};
const kept = ['type', 'pattern', 'format', 'minimum', 'maximum', 'enum'];

/**
 * JSON Schema from the OpenAPI's components, closed: a property that the type does not have is an error. Left out is
 * what the extract is known to have wrong: the catch-all `additionalProperties`, and that a `$ref` is never null.
 */
function schemaMaker({ components }: OpenApi, define: (schema: SchemaObject) => void) {
	const defined = new Set<string>();
	const nameOf = (ref: string) => ref.replace('#/components/schemas/', '');

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
					...Object.fromEntries(entries),
					...Object.fromEntries(beyondType.map((name) => [name, {}])),
				} as Record<string, SchemaObject>,
				patternProperties: { '@odata\\.': {} },
				required: required.filter((name) => !name.startsWith('@odata.')),
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
			define({ $id, ...convert(components.schemas[name], beyond[name]) });
		}
		return { $ref: $id };
	};
	return (schema: Schema): SchemaObject => convert(schema);
}

function createChecker(api: OpenApi) {
	const ajv = new Ajv({ allErrors: true, strict: false });
	addFormats(ajv);
	for (const name of ['int16', 'int32', 'int64', 'double', 'base64url', 'duration'])
		ajv.addFormat(name, true);
	const make = schemaMaker(api, (schema) => ajv.addSchema(schema));
	const resolve = (answer: Answer): Answer =>
		answer.$ref ? api.components.responses[answer.$ref.replace('#/components/responses/', '')] : answer;

	/** @returns what is wrong with an answer: an empty list for nothing */
	return (method: string, path: string, answer: ClientAnswer): string[] => {
		const operation = api.paths[path]?.[method.toLowerCase()];
		if (!operation) return [`${method} ${path} is not in the OpenAPI`];
		const declared = resolve(
			answer.status < 400
				? (operation.responses['2XX'] ?? operation.responses['204'])
				: operation.responses.default,
		);
		const schema = declared?.content?.['application/json']?.schema;
		if (!schema) return answer.body === undefined ? [] : [`${method} ${path} is declared without a body`];
		// "2XX" with a schema also stands for 202 and 204, which have no body.
		if (answer.body === undefined) return answer.status === 202 || answer.status === 204 ? [] : ['no body'];
		const validate = ajv.compile(make(schema));
		if (validate(answer.body)) return [];
		return (validate.errors ?? []).map(
			({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
		);
	};
}

if (!here) {
	console.warn(`Microsoft's OpenAPI is not at ${file}: the simulator's answers are not checked against it.`);
	it('is not there, and nobody said that it would be', () => {
		expect(process.env.CONTRACT_DIR).toBeUndefined();
	});
} else {
	// The first check of a type compiles its whole schema.
	jest.setTimeout(30_000);

	describe('the simulator answers as Microsoft’s OpenAPI says', () => {
		const check = createChecker(JSON.parse(readFileSync(file, 'utf8')) as OpenApi);
		let simulator: Simulator;
		let client: SimulatorClient;
		const user = '/users/adelev@contoso.example';
		const byUser = '/users/{user-id}';
		const to = [{ emailAddress: { address: 'a@b.example' } }];
		const property = { id: 'String {00020329-0000-0000-c000-000000000046} Name Key', value: 'a' };
		const event = {
			subject: 'Review',
			start: { dateTime: '2026-02-01T09:00:00', timeZone: 'UTC' },
			end: { dateTime: '2026-02-01T10:00:00', timeZone: 'UTC' },
			attendees: [{ emailAddress: { address: 'a@b.example' }, type: 'required' }],
		};
		const ids = { message: '', draft: '', folder: '', attachment: '', event: '', group: '', user: '' };

		const idOf = ({ body }: ClientAnswer) => (body as { id: string }).id;
		const firstOf = ({ body }: ClientAnswer) => (body as { value: Array<{ id: string }> }).value[0].id;

		beforeAll(async () => {
			simulator = await startSimulator();
			client = await createClient(simulator);
			ids.message = firstOf(await client.get(`${user}/messages?$filter=hasAttachments eq true&$top=1`));
			ids.attachment = firstOf(await client.get(`${user}/messages/${ids.message}/attachments`));
			ids.folder = firstOf(await client.get(`${user}/mailFolders/inbox/childFolders`));
			ids.draft = idOf(await client.post(`${user}/messages`, { subject: 'x', toRecipients: to }));
			ids.event = idOf(await client.post(`${user}/events`, event));
			ids.group = firstOf(await client.get("/groups?$filter=displayName eq 'Newcomers'"));
			ids.user = idOf(await client.get(user));
		});
		afterAll(async () => {
			await client.close();
			await simulator.close();
		});

		type Case = [
			method: string,
			openApiPath: string,
			path: () => string,
			status: number,
			body?: () => unknown,
		];
		const message = `${byUser}/messages/{message-id}`;
		const at =
			(id: keyof typeof ids, rest = '') =>
			() =>
				`${user}/messages/${ids[id]}${rest}`;
		const cases: Case[] = [
			['GET', '/organization', () => '/organization', 200],
			[
				'GET',
				'/organization/{organization-id}',
				() => `/organization/${simulator.graph.organization.id}`,
				200,
			],
			['GET', '/users', () => '/users?$top=5', 200],
			[
				'GET',
				'/users',
				() =>
					'/users?$select=id,userType,assignedLicenses,proxyAddresses,accountEnabled,createdDateTime,onPremisesSyncEnabled,identities',
				200,
			],
			['GET', byUser, () => user, 200],
			['GET', byUser, () => '/users/nobody', 404],
			['GET', `${byUser}/mailFolders`, () => `${user}/mailFolders`, 200],
			['POST', `${byUser}/mailFolders`, () => `${user}/mailFolders`, 201, () => ({ displayName: 'New' })],
			['GET', `${byUser}/mailFolders/{mailFolder-id}`, () => `${user}/mailFolders/inbox`, 200],
			[
				'GET',
				`${byUser}/mailFolders/{mailFolder-id}/childFolders`,
				() => `${user}/mailFolders/inbox/childFolders`,
				200,
			],
			[
				'GET',
				`${byUser}/mailFolders/{mailFolder-id}/messages`,
				() => `${user}/mailFolders/${ids.folder}/messages`,
				200,
			],
			['GET', `${byUser}/messages`, () => `${user}/messages?$top=20&$expand=attachments`, 200],
			['GET', `${byUser}/messages`, () => `${user}/messages?$filter=nope eq 1`, 400],
			[
				'POST',
				`${byUser}/messages`,
				() => `${user}/messages`,
				201,
				() => ({ subject: 'x', toRecipients: to, singleValueExtendedProperties: [property] }),
			],
			['GET', message, at('message'), 200],
			['PATCH', message, at('message'), 200, () => ({ isRead: true, categories: ['Red'] })],
			['POST', `${message}/createReply`, at('message', '/createReply'), 201, () => ({ comment: 'x' })],
			['POST', `${message}/createReplyAll`, at('message', '/createReplyAll'), 201, () => ({ comment: 'x' })],
			['POST', `${message}/createForward`, at('message', '/createForward'), 201, () => ({ comment: 'x' })],
			['POST', `${message}/reply`, at('message', '/reply'), 202, () => ({ comment: 'x' })],
			['POST', `${message}/replyAll`, at('message', '/replyAll'), 202, () => ({ comment: 'x' })],
			['POST', `${message}/forward`, at('message', '/forward'), 202, () => ({ toRecipients: to })],
			['POST', `${message}/copy`, at('message', '/copy'), 201, () => ({ destinationId: 'archive' })],
			['GET', `${message}/attachments`, at('message', '/attachments'), 200],
			[
				'GET',
				`${message}/attachments/{attachment-id}`,
				() => at('message', `/attachments/${ids.attachment}`)(),
				200,
			],
			[
				'POST',
				`${message}/attachments`,
				at('draft', '/attachments'),
				201,
				() => ({ '@odata.type': '#microsoft.graph.fileAttachment', name: 'a', contentBytes: 'aGk=' }),
			],
			[
				'POST',
				`${message}/attachments/createUploadSession`,
				at('draft', '/attachments/createUploadSession'),
				201,
				() => ({ AttachmentItem: { attachmentType: 'file', name: 'a', size: 5_000_000 } }),
			],
			['POST', `${message}/send`, at('draft', '/send'), 202],
			['POST', `${message}/move`, at('message', '/move'), 201, () => ({ destinationId: 'archive' })],
			['DELETE', message, () => `${user}/messages/${idOfFirstInbox()}`, 204],
			[
				'POST',
				`${byUser}/sendMail`,
				() => `${user}/sendMail`,
				202,
				() => ({ message: { subject: 'x', toRecipients: to } }),
			],
			['POST', `${byUser}/sendMail`, () => `${user}/sendMail`, 400, () => ({})],
			['GET', `${byUser}/events`, () => `${user}/events`, 200],
			['POST', `${byUser}/events`, () => `${user}/events`, 201, () => event],
			['GET', `${byUser}/events/{event-id}`, () => `${user}/events/${ids.event}`, 200],
			[
				'PATCH',
				`${byUser}/events/{event-id}`,
				() => `${user}/events/${ids.event}`,
				200,
				() => ({ subject: 'y' }),
			],
			['DELETE', `${byUser}/events/{event-id}`, () => `${user}/events/${ids.event}`, 204],
			['GET', '/groups', () => '/groups', 200],
			['GET', '/groups/{group-id}', () => `/groups/${ids.group}`, 200],
			[
				'POST',
				'/groups/{group-id}/members/$ref',
				() => `/groups/${ids.group}/members/$ref`,
				204,
				() => ({ '@odata.id': `https://graph.microsoft.com/v1.0/users/${ids.user}` }),
			],
		];
		const idOfFirstInbox = () => simulator.graph.mailbox('adelev@contoso.example').messagesIn('inbox')[0].id;

		for (const [method, openApiPath, path, status, body] of cases) {
			it(`${method} ${openApiPath}: ${status}`, async () => {
				const answer = await client.call(method, path(), body ? { body: body() } : {});
				expect(answer.status).toBe(status);
				expect(check(method, openApiPath, answer)).toEqual([]);
			});
		}

		it('and would be told of a property that a type does not have, a wrong type and a wrong value', async () => {
			const answer = await client.get(`${user}/messages/${ids.draft === '' ? '' : idOfFirstInbox()}`);
			const wrong = (change: object) =>
				check('GET', message, { ...answer, body: { ...(answer.body as object), ...change } });
			expect(wrong({})).toEqual([]);
			expect(wrong({ isread: true })).toHaveLength(1);
			expect(wrong({ isRead: 'yes' }).length).toBeGreaterThan(0);
			expect(wrong({ importance: 'huge' }).length).toBeGreaterThan(0);
			expect(wrong({ receivedDateTime: 'yesterday' }).length).toBeGreaterThan(0);
			const noCode = check('GET', message, {
				...answer,
				status: 400,
				body: { error: { message: 'no code' } },
			});
			expect(noCode.join()).toContain("required property 'code'");
		});
	});
}
