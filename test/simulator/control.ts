import type { FastifyInstance } from 'fastify';
import type { Simulator } from '.';
import type { Fault } from './faults';
import { messageEntity } from './graph/state/messages';
import { countRequests, withoutSecrets } from './requestLog';
import type { SettingsChange } from './settings';

/** A fault as JSON: `times: null` (or -1) means "always". */
type JsonFault = Omit<Fault, 'path' | 'times'> & { path?: string; times?: number | null };

/**
 * Control over HTTP, for callers in another process. JSON throughout; tokens and secrets are masked.
 * - `GET /requests` (`?full=1`), `GET /stats`, `GET /settings`, `POST /settings`, `POST /reset`
 * - `GET /faults`, `POST /faults`, `DELETE /faults`, `POST /roles` `{clientId?, roles}`
 * - `GET /state/users`, `/state/users/:id`, `/state/users/:id/messages?folder=sentitems`, `/state/users/:id/submissions`
 * @param app gets the routes
 */
export function addControl(app: FastifyInstance, simulator: Simulator): void {
	const { graph, faults } = simulator;

	app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
		void reply.code(error.statusCode ?? 400).send({ error: error.message });
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
}
