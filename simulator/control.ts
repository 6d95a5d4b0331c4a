import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Simulator } from './simulator';
import type { Fault } from './faults';
import { messageEntity } from './graph/state/messages';
import type { StoredMessage } from './graph/state/messages';
import { countRequests, withoutSecrets } from './requestLog';
import type { SettingsChange } from './settings';
import { statusOf } from './tenantEvents';
import type { ChannelPlace, IncomingMessage } from './tenantEvents';

/** A fault as JSON: `times: null` (or -1) means "always". */
type JsonFault = Omit<Fault, 'path' | 'times'> & { path?: string; times?: number | null };

/**
 * Control over HTTP, for callers in another process. JSON throughout; tokens and secrets are masked.
 * - `GET /requests` (`?full=1`), `GET /stats`, `GET /settings`, `POST /settings`, `POST /reset`
 * - `GET /faults`, `POST /faults`, `DELETE /faults`, `POST /roles` `{clientId?, roles}`,
 *   `POST /revoke` `{clientId?, knownTo?}` revokes all tokens of an app
 * - `POST /apps` registers another app like the default one, and answers with its `clientId`
 * - `GET /state/users`, `/state/users/:id`, `/state/users/:id/messages?folder=sentitems`, `/state/users/:id/submissions`
 * - `POST /users/:id/messages` `{folder?, subject, from, body…}` delivers one at once; `PATCH …/:message`,
 *   `POST …/:message/move` `{folder}`, `DELETE …/:message` (`?permanently=1`)
 * - `POST /channel/messages` `{content, replyToId?, team?, channel?}`, `PATCH` and `DELETE /channel/messages/:id`
 * - `POST /alerts` `{title…}`, `PATCH /alerts/:id`
 * - `GET /subscriptions` with their `clientState`; `POST /subscriptions/:id/remove` `{tells?}`,
 *   `POST /subscriptions/:id/missed`, `POST /subscriptions/:id/reauthorizationRequired`
 * - `GET /notifications` (`?full=1`), `POST /notifications/idle`, `POST /delta/expire`
 * @param app gets the routes
 */
export function addControl(app: FastifyInstance, simulator: Simulator): void {
	const { graph, faults, notifier, events } = simulator;

	app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
		void reply.code(error.statusCode ?? statusOf(error)).send({ error: error.message });
	});

	app.get<{ Querystring: { full?: string } }>('/requests', async ({ query }) => {
		const { requests, parts } = simulator;
		const counts = { counts: countRequests(requests), parts: countRequests(parts), total: requests.length };
		if (!query.full) return counts;
		return { ...counts, requests: requests.map(withoutSecrets), partRequests: parts.map(withoutSecrets) };
	});
	app.get('/stats', async () => ({
		throttled: graph.throttled,
		maxConcurrency: Object.fromEntries(graph.maxConcurrency),
		submissions: graph.submissions.length,
		faultsStruck: faults.struck,
	}));

	app.get('/settings', async () => simulator.settings);
	app.post<{ Body: SettingsChange }>('/settings', async ({ body }) => {
		simulator.set(body);
		return simulator.settings;
	});
	app.post('/reset', async () => {
		simulator.reset();
		return { reset: true };
	});

	app.get('/faults', async () => ({ faults: faults.active(), struck: faults.struck }));
	app.post<{ Body: JsonFault | JsonFault[] }>('/faults', async ({ body }) => {
		for (const { times, ...fault } of [body].flat()) {
			faults.add({ ...fault, times: times === null || times === -1 ? Infinity : times });
		}
		return { added: [body].flat().length };
	});
	app.delete('/faults', async () => {
		faults.clear();
		return { cleared: true };
	});

	app.post<{ Body: { clientId?: string; roles: string[] } }>('/roles', async ({ body }) => {
		simulator.entra.setRoles(body.roles, body.clientId);
		return { roles: body.roles };
	});
	app.post('/apps', async () => {
		const { entra } = simulator;
		const { clientId } = entra.register({ ...structuredClone(entra.app()), clientId: randomUUID() });
		return { clientId };
	});

	app.post<{ Body: { clientId?: string; knownTo?: 'graph' | 'service' } | null }>(
		'/revoke',
		async ({ body }) => ({
			revoked: simulator.entra.revoke(body?.clientId, body?.knownTo),
		}),
	);

	app.get('/state/users', async () =>
		[...graph.users.values()].map(({ id, userPrincipalName, displayName }) => ({
			id,
			userPrincipalName,
			displayName,
		})),
	);
	app.get<{ Params: { id: string } }>('/state/users/:id', async ({ params }, reply) => {
		return graph.findUser(params.id) ?? reply.code(404).send({ error: `No user ${params.id}` });
	});
	app.get<{ Params: { id: string }; Querystring: { folder?: string } }>(
		'/state/users/:id/messages',
		async ({ params, query }, reply) => {
			if (!graph.findUser(params.id)) return reply.code(404).send({ error: `No user ${params.id}` });
			const mailbox = graph.mailbox(params.id);
			const messages = query.folder ? mailbox.messagesIn(query.folder) : mailbox.visible();
			return messages.map((message) => ({
				...messageEntity(message),
				attachments: message.attachments.map(({ name, contentType, size }) => ({ name, contentType, size })),
			}));
		},
	);
	app.get<{ Params: { id: string } }>('/state/users/:id/submissions', async ({ params }) =>
		Object.fromEntries(graph.submissionCounts(params.id)),
	);
	app.get('/state/submissions', async () => graph.submissions);

	type Fields = Record<string, unknown>;
	const shown = ({ id, immutableId }: StoredMessage) => ({ id, immutableId });
	app.post<{ Params: { id: string }; Body: IncomingMessage | undefined }>(
		'/users/:id/messages',
		async ({ params, body }) => shown(events.deliverMessage(params.id, body)),
	);
	type OneMessage = { Params: { id: string; message: string } };
	app.patch<OneMessage & { Body: Fields }>('/users/:id/messages/:message', async ({ params, body }) =>
		shown(events.changeMessage(params.id, params.message, body)),
	);
	app.post<OneMessage & { Body: { folder: string } }>(
		'/users/:id/messages/:message/move',
		async ({ params, body }) => shown(events.moveMessage(params.id, params.message, body.folder)),
	);
	app.delete<OneMessage & { Querystring: { permanently?: string } }>(
		'/users/:id/messages/:message',
		async ({ params, query }) => {
			events.deleteMessage(params.id, params.message, query.permanently !== undefined);
			return { deleted: true };
		},
	);

	const placed = (body: Fields | undefined) => {
		const { team, channel, ...own } = (body ?? {}) as Fields & ChannelPlace;
		return { own, place: { team, channel } };
	};
	app.post<{ Body: Fields | undefined }>('/channel/messages', async ({ body }) => {
		const { own, place } = placed(body);
		return events.writeInChannel(own, place);
	});
	app.patch<{ Params: { id: string }; Body: Fields }>('/channel/messages/:id', async ({ params, body }) => {
		const { own, place } = placed(body);
		return events.changeInChannel(params.id, own, place);
	});
	app.delete<{ Params: { id: string }; Querystring: ChannelPlace }>(
		'/channel/messages/:id',
		async ({ params, query }) => events.deleteInChannel(params.id, query),
	);
	app.post<{ Body: Fields | undefined }>('/alerts', async ({ body }) => events.raiseAlert(body));
	app.patch<{ Params: { id: string }; Body: Fields }>('/alerts/:id', async ({ params, body }) =>
		events.changeAlert(params.id, body),
	);

	const ofOne = (done: boolean, id: string, reply: FastifyReply) =>
		done ? { done } : reply.code(404).send({ error: `No subscription ${id}, or no URL for it` });
	app.get('/subscriptions', async () => notifier.subscriptions());
	app.post<{ Params: { id: string }; Body: { tells?: boolean } | undefined }>(
		'/subscriptions/:id/remove',
		async ({ params: { id }, body }, reply) => ofOne(notifier.remove(id, body?.tells), id, reply),
	);
	for (const event of ['missed', 'reauthorizationRequired'] as const) {
		app.post<{ Params: { id: string } }>(`/subscriptions/:id/${event}`, async ({ params: { id } }, reply) =>
			ofOne(notifier.tell(id, event), id, reply),
		);
	}
	app.get<{ Querystring: { full?: string } }>('/notifications', async ({ query }) => ({
		counters: notifier.counters,
		...(query.full ? { deliveries: notifier.deliveries } : {}),
	}));
	app.post('/notifications/idle', async () => {
		await notifier.idle();
		return { counters: notifier.counters };
	});
	app.post('/delta/expire', async () => {
		simulator.expireDeltaLinks();
		return { expired: true };
	});
}
