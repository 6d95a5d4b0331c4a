import type { MailboxSettings } from '@microsoft/microsoft-graph-types';
import { deltaAnswer, readRound } from '../delta';
import { badRequest, GraphError } from '../errors';
import { readObject } from '../messageBody';
import { messageShape } from '../messageQuery';
import { messageRoute } from '../messageRoute';
import { folderOf, mailboxOf, mailboxOwner, outlookPreferences } from '../outlook';
import { permissions } from '../permissions';
import { collectionRoutes, entitiesAt, listEntities, route } from '../rest';
import { type Entity } from '../entity';
import type { Route } from '../router';
import { graphTime, seedTime } from '../state/messages';
import type { StoredMessage } from '../state/messages';
import type { GraphWorld } from '../world';
import { guidOf } from '../../random';
import { hasServicePrincipal } from './servicePrincipals';

const write = ['MailboxSettings.ReadWrite'];
const read = ['MailboxSettings.Read', ...write];

const categories = {
	path: '/users/{id}/outlook/masterCategories',
	seed: (world: GraphWorld, [user = '']: readonly string[]): Entity[] => {
		const { id } = mailboxOwner(world, user);
		return ['Red category', 'Blue category'].map((displayName, index) => ({
			id: guidOf(`${id} ${displayName}`),
			displayName,
			color: index === 0 ? 'preset0' : 'preset7',
		}));
	},
};

const categoryRoutes = collectionRoutes({
	...categories,
	service: 'mail',
	read,
	write,
	create: ({ displayName, color = 'none', ...rest }, { params }, world) => {
		if (typeof displayName !== 'string' || displayName === '' || Object.keys(rest).length > 0)
			throw badRequest('A category has a displayName and a color.');
		if (!/^(none|preset([0-9]|1[0-9]|2[0-4]))$/.test(String(color)))
			throw badRequest(`Cannot convert the literal '${String(color)}' to the expected type 'categoryColor'.`);
		const taken = [...entitiesAt(world, categories, params).values()].some(
			(one) => String(one.displayName).toLowerCase() === displayName.toLowerCase(),
		);
		if (taken) throw new GraphError(409, 'ErrorItemSave', 'Category name must be unique.');
		return { displayName, color };
	},
});

const ruleProperties = ['displayName', 'sequence', 'isEnabled', 'conditions', 'actions', 'exceptions'];

function checkRule(body: Record<string, unknown>): void {
	const unknown = Object.keys(body).find((name) => !ruleProperties.includes(name));
	if (unknown) {
		throw new GraphError(
			400,
			'RequestBodyRead',
			`The property '${unknown}' does not exist on type 'microsoft.graph.messageRule'.`,
		);
	}
}

const ruleRoutes = collectionRoutes({
	path: '/users/{id}/mailFolders/inbox/messageRules',
	service: 'mail',
	read,
	write,
	seed: (world, [user = '']) => {
		const { id } = mailboxOwner(world, user);
		return [
			{
				id: Buffer.from(`rule ${id}`).toString('base64'),
				displayName: 'From Megan',
				sequence: 1,
				isEnabled: true,
				hasError: false,
				isReadOnly: false,
				conditions: { senderContains: ['meganb'] },
				actions: { markImportance: 'high', stopProcessingRules: true },
			},
		];
	},
	create: (body) => {
		checkRule(body);
		const { displayName, sequence, actions } = body;
		if (typeof displayName !== 'string' || typeof sequence !== 'number' || typeof actions !== 'object') {
			throw badRequest('A rule needs displayName, sequence and actions.');
		}
		return { hasError: false, isReadOnly: false, isEnabled: true, ...body };
	},
	change: (_rule, body) => {
		checkRule(body);
	},
});

const settingsPath = '/users/{id}/mailboxSettings';

/** The settings of a mailbox, under one entry. */
function settingsOf(world: GraphWorld, user: string): Entity {
	const seed = (): Entity[] => [
		{
			id: 'settings',
			...({
				archiveFolder: world.state.mailbox(user).folder('archive')?.id,
				timeZone: 'Pacific Standard Time',
				delegateMeetingMessageDeliveryOptions: 'sendToDelegateOnly',
				dateFormat: 'M/d/yyyy',
				timeFormat: 'h:mm tt',
				userPurpose: 'user',
				automaticRepliesSetting: {
					status: 'disabled',
					externalAudience: 'all',
					internalReplyMessage: '',
					externalReplyMessage: '',
					scheduledStartDateTime: { dateTime: '2026-01-15T08:00:00.0000000', timeZone: 'UTC' },
					scheduledEndDateTime: { dateTime: '2026-01-16T08:00:00.0000000', timeZone: 'UTC' },
				},
				language: { locale: 'en-US', displayName: 'English (United States)' },
				workingHours: {
					daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
					startTime: '08:00:00.0000000',
					endTime: '17:00:00.0000000',
					timeZone: { name: 'Pacific Standard Time' },
				},
			} satisfies MailboxSettings),
		},
	];
	const [settings] = entitiesAt(world, { path: settingsPath, seed }, [user]).values();
	return settings;
}

const settingsRoutes: readonly Route[] = [
	route('GET', settingsPath, 'mail', read, (world, { call, params: [user] }) => {
		const { archiveFolder, ...others } = settingsOf(world, mailboxOwner(world, user).id);
		const settings = Object.fromEntries(Object.entries(others).filter(([name]) => name !== 'id'));
		const context = `${call.base}/${call.version}/$metadata#users('${user}')/mailboxSettings`;
		return { status: 200, body: { '@odata.context': context, archiveFolder, ...settings } };
	}),
	route('PATCH', settingsPath, 'mail', write, (world, { call, params: [user] }) => {
		const settings = settingsOf(world, mailboxOwner(world, user).id);
		const changes = readObject(call.body, 'body');
		for (const [name, value] of Object.entries(changes)) {
			if (!(name in settings) || name === 'id' || name === 'userPurpose')
				throw badRequest(`The property '${name}' cannot be set on type 'microsoft.graph.mailboxSettings'.`);
			const held = settings[name];
			// Unnamed parts of an object stay.
			const isObject = typeof held === 'object' && typeof value === 'object' && value !== null;
			settings[name] = isObject ? { ...held, ...value } : value;
		}
		const context = `${call.base}/${call.version}/$metadata#users('${user}')/mailboxSettings`;
		return { status: 200, body: { '@odata.context': context, ...changes } };
	}),
];

/** A message as it goes over the wire. */
function mimeOf({ properties }: StoredMessage): Buffer {
	const { from, toRecipients, subject, internetMessageId, sentDateTime, body } = properties;
	const to = (toRecipients ?? []).map(({ emailAddress }) => emailAddress?.address).join(', ');
	const lines = [
		`From: ${from?.emailAddress?.address ?? ''}`,
		`To: ${to}`,
		`Subject: ${subject ?? ''}`,
		`Message-ID: ${internetMessageId ?? ''}`,
		`Date: ${new Date(sentDateTime ?? 0).toUTCString()}`,
		'MIME-Version: 1.0',
		`Content-Type: text/${body?.contentType === 'html' ? 'html' : 'plain'}; charset="utf-8"`,
		'',
		body?.content ?? '',
	];
	return Buffer.from(lines.join('\r\n'));
}

const kindsOfChanges = ['created', 'updated', 'deleted'] as const;

/** Messages in a folder received since a time: the only filter that its changes can have. @throws GraphError 400 */
function receivedSince(filter: string | undefined): (message: StoredMessage) => boolean {
	if (filter === undefined) return () => true;
	const [, comparison, time] = /^\s*receivedDateTime\s+(ge|gt)\s+(\S+)\s*$/i.exec(filter) ?? [];
	const since = Date.parse(String(time));
	if (comparison === undefined || Number.isNaN(since))
		throw new GraphError(
			400,
			'ErrorInvalidUrlQuery',
			`The query filter clause '${filter}' is not supported.`,
		);
	return ({ properties }) => {
		const at = Date.parse(String(properties.receivedDateTime));
		return comparison.toLowerCase() === 'ge' ? at >= since : at > since;
	};
}

/** Source: "message: delta". */
const messagesDelta: Route['handle'] = (world, context) => {
	const { call, params } = context;
	const [user, id] = params;
	const name = `users/${user}/mailFolders/${id}/messages`;
	const location = `${call.base}/${call.version}/${name}/delta`;
	const round = readRound(world, call, 'directory', { code: 'syncStateNotFound', location, latest: false });
	const { query } = round.call;
	const changeType = query.get('changetype');
	const kinds = kindsOfChanges.filter((kind) => changeType === undefined || kind === changeType);
	if (kinds.length === 0) throw badRequest(`'${String(changeType)}' is no changeType.`);
	const filter = query.get('$filter');
	const isWanted = receivedSince(filter);
	const { unfiltered, mostFiltered, filteredOver } = world.settings.delta;
	const mailbox = mailboxOf(world, context);
	const folder = folderOf(mailbox, id);
	const { show, header } = messageShape({ ...context, call: round.call }, world.settings.outlook);
	const { immutable } = outlookPreferences(call.headers);
	const answer = deltaAnswer(world, round, 'directory', {
		context: 'Collection(message)',
		pageSize: 10,
		outlook: true,
		byKey: immutable,
		// Graph returns at most this many where a time is given.
		most: filter === undefined ? undefined : { count: mostFiltered, over: filteredOver },
		tells: ({ kind, key }, at) => {
			// "An initial round of all the messages", whatever kind is requested afterwards.
			if (at === 'later' && !kinds.includes(kind)) return false;
			const message = kind === 'deleted' ? undefined : mailbox.find(key);
			return message === undefined || isWanted(message) || (at === 'later' && kind === 'updated');
		},
		list: () =>
			mailbox
				.messagesIn(folder.id)
				.filter((message) => unfiltered || isWanted(message))
				.map((message) => ({
					key: message.immutableId,
					id: message.id,
					mark: `${message.version} ${String(message.properties.isRead)} ${message.properties.subject ?? ''}`,
				})),
		show: (change) => {
			const message = change.kind === 'deleted' ? undefined : mailbox.find(change.key);
			if (message?.folderId === folder.id)
				return { '@odata.type': '#microsoft.graph.message', ...show(message) };
			return { id: change.id, '@removed': { reason: 'deleted' } };
		},
	});
	const applied = [header, answer.headers ?? {}].flatMap((one) => one['preference-applied'] ?? []);
	const headers: Record<string, string> =
		applied.length > 0 ? { 'preference-applied': applied.join(', ') } : {};
	return { ...answer, headers };
};

const formats = ['entryId', 'ewsId', 'immutableEntryId', 'restId', 'restImmutableEntryId'];

const messageRoutes: readonly Route[] = [
	...messageRoute({
		method: 'GET',
		action: '/$value',
		permissions: permissions.readMail,
		handle: (_world, { message }) => ({
			status: 200,
			headers: { 'content-type': 'text/plain' },
			body: mimeOf(message),
		}),
	}),
	route(
		'GET',
		'/users/{id}/mailFolders/{id}/messages/delta',
		'mail',
		permissions.readMailBasic,
		messagesDelta,
	),
	route(
		'POST',
		'/users/{id}/translateExchangeIds',
		'mail',
		['User.Read.All', 'User.ReadWrite.All'],
		(world, context) => {
			const mailbox = mailboxOf(world, context);
			const { inputIds, sourceIdType, targetIdType } = readObject(context.call.body, 'body');
			if (!Array.isArray(inputIds) || inputIds.length > 1000)
				throw badRequest('inputIds must be a collection of up to 1000 IDs.');
			for (const type of [sourceIdType, targetIdType])
				if (!formats.includes(String(type))) throw badRequest(`'${String(type)}' is no exchangeIdFormat.`);
			const value = inputIds.map((sourceId: unknown) => {
				const message = mailbox.find(String(sourceId));
				if (message === undefined)
					return {
						sourceId,
						errorDetails: { code: 'ErrorInvalidIdMalformed', message: 'Id is malformed.' },
					};
				const isImmutable = String(targetIdType).toLowerCase().includes('immutable');
				return { sourceId, targetId: isImmutable ? message.immutableId : message.id };
			});
			const { base, version } = context.call;
			const name = 'Collection(microsoft.graph.convertIdResult)';
			return { status: 200, body: { '@odata.context': `${base}/${version}/$metadata#${name}`, value } };
		},
	),
];

/** The traces of the tenant's messages. */
function traces(): Entity[] {
	const people = ['alexw@contoso.example', 'meganb@contoso.example', 'billing@fabrikam.example'];
	return people.map((senderAddress, index) => ({
		id: guidOf(`trace ${senderAddress}`),
		senderAddress,
		recipientAddress: 'adelev@contoso.example',
		messageId: `<${guidOf(`message of ${senderAddress}`)}@contoso.example>`,
		receivedDateTime: graphTime(seedTime - index * 3600_000),
		subject: ['Quarterly figures', 'Team lunch on Friday', 'Invoice 2026-1042'][index],
		size: 24_000 + index,
		fromIP: '192.0.2.7',
		toIP: null,
		status: index === 2 ? 'quarantined' : 'delivered',
	}));
}

/** The app that traces messages: it works in tenants that have its service principal. */
export const messageTraceApp = '8bd644d1-64a1-4d4b-ae52-2e0cbf64e373';

/**
 * The filter as message traces apply it: `or` is ignored, and only one value of a property counts.
 * Source: reports of people; Microsoft's page has examples with `and` only.
 */
function heeded(filter: string): string {
	const conditions = conditionsOf(filter).map((condition) =>
		condition.replace(/^\(+/, '').replace(/(?<!\))\)+$/, condition.includes('contains') ? ')' : ''),
	);
	const named = (condition: string) => condition.replace(/'.*'|(?<!\S)\S+$/g, '');
	const first = conditions.filter(
		(condition, index) => conditions.findIndex((one) => named(one) === named(condition)) === index,
	);
	return first.join(' and ');
}

/** The conditions between `and` and `or`, except those in string literals. */
function conditionsOf(filter: string): string[] {
	const conditions = [''];
	for (const part of filter.match(/'[^']*'?|[^\s']+|\s+/g) ?? []) {
		if (/^(and|or)$/i.test(part)) conditions.push('');
		else conditions[conditions.length - 1] += part;
	}
	return conditions.map((condition) => condition.trim());
}

const traceRoute = route(
	'GET',
	'/admin/exchange/tracing/messageTraces',
	'security',
	['ExchangeMessageTrace.Read.All'],
	(world, { call }) => {
		const { messageTracePrincipal } = world.settings.outlook;
		if (!messageTracePrincipal && !hasServicePrincipal(world, messageTraceApp))
			throw new GraphError(401, 'UnknownError', 'Unauthorized');
		// Graph accepts pages of up to 5,000 here.
		const top = call.query.get('$top');
		const filter = call.query.get('$filter');
		const query = new Map([
			...call.query,
			...(top === undefined ? [] : [['$top', String(Math.min(Number(top), 1000))] as const]),
			...(filter === undefined ? [] : [['$filter', heeded(filter)] as const]),
		]);
		return listEntities({ ...call, query }, 'admin/exchange/tracing/messageTraces', traces(), 'security');
	},
);

/** What belongs to a mailbox in addition to its messages and folders, and Exchange's message traces. */
export const mailboxRoutes: readonly Route[] = [
	...categoryRoutes,
	...ruleRoutes,
	...settingsRoutes,
	...messageRoutes,
	traceRoute,
];
