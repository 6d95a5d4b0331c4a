import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator/simulator';
import { createClient } from '../../simulator/client';
import type { ClientAnswer, SimulatorClient } from '../../simulator/client';
import { sampleChannel, sampleTeam } from '../../simulator/graph/routes/teams';
import { answerChecker, contractFolder, expectNonePromised, readOpenApi } from './openApi';

const api = readOpenApi();

if (api === undefined) {
	console.warn(`Microsoft's OpenAPI is not in ${contractFolder}: answers about changes are not checked.`);
	it('is absent where it was not promised', expectNonePromised);
} else {
	// The first check of a type compiles its whole schema.

	describe('the simulator answers about changes as Microsoft’s OpenAPI says', () => {
		const check = answerChecker(api);
		const adele = '/users/adelev@contoso.example';
		let simulator: Simulator;
		let client: SimulatorClient;
		let driveId: string;
		let siteId: string;
		let listId: string;

		const idOf = ({ body }: ClientAnswer) => (body as { id: string }).id;

		beforeAll(async () => {
			simulator = await startSimulator();
			client = await createClient(simulator);
			driveId = idOf(await client.get(`${adele}/drive`));
			siteId = idOf(await client.get('/sites/root'));
			listId = idOf(await client.get(`/sites/${siteId}/lists/Orders`));
			const time = { dateTime: '2030-01-10T10:00:00', timeZone: 'UTC' };
			await client.post(`${adele}/events`, { subject: 'x', start: time, end: time });
		});
		afterAll(async () => {
			await client.close();
			await simulator.close();
		});

		const window = 'startDateTime=2030-01-01T00:00:00Z&endDateTime=2030-02-01T00:00:00Z';
		it.each<[openApiPath: string, path: () => string]>([
			[
				'/users/{user-id}/mailFolders/{mailFolder-id}/messages/delta',
				() => `${adele}/mailFolders/inbox/messages/delta`,
			],
			['/users/{user-id}/contacts/delta', () => `${adele}/contacts/delta`],
			[
				'/users/{user-id}/contactFolders/{contactFolder-id}/contacts/delta',
				() => `${adele}/contactFolders/contacts/contacts/delta`,
			],
			['/users/{user-id}/calendarView/delta', () => `${adele}/calendarView/delta?${window}`],
			['/drives/{drive-id}/root/delta', () => `/drives/${driveId}/root/delta`],
			[
				'/sites/{site-id}/lists/{list-id}/items/delta',
				() => `/sites/${siteId}/lists/${listId}/items/delta?$expand=fields`,
			],
			['/users/delta', () => '/users/delta'],
			['/groups/delta', () => '/groups/delta?$select=displayName'],
			[
				'/teams/{team-id}/channels/{channel-id}/messages/delta',
				() => `/teams/${sampleTeam}/channels/${sampleChannel}/messages/delta`,
			],
			['/security/alerts_v2', () => '/security/alerts_v2?$filter=lastUpdateDateTime ge 2026-01-01T00:00:00Z'],
		])('GET %s', async (openApiPath, path) => {
			const answer = await client.get(path());
			expect(answer.status).toBe(200);
			expect((answer.body as { value: unknown[] }).value.length).toBeGreaterThan(0);
			// The extract has the base type of whoever writes in Teams.
			const faults = check('GET', openApiPath, answer).filter((text) => !text.includes('userIdentityType'));
			expect(faults).toEqual([]);
		});

		it('a subscription is made, shown, renewed, reauthorized and ended', async () => {
			const one = '/subscriptions/{subscription-id}';
			const body = {
				changeType: 'created',
				notificationUrl: 'https://n8n.contoso.example/webhook/mail',
				resource: 'users/adelev@contoso.example/messages',
				expirationDateTime: new Date(Date.now() + 3600_000).toISOString(),
			};
			const made = await client.post('/subscriptions', body);
			expect([made.status, check('POST', '/subscriptions', made)]).toEqual([201, []]);
			const path = `/subscriptions/${idOf(made)}`;
			const { expirationDateTime } = body;
			const renewed = await client.call('PATCH', path, { body: { expirationDateTime } });
			expect([renewed.status, check('PATCH', one, renewed)]).toEqual([200, []]);
			for (const [openApiPath, at] of [
				[one, path],
				['/subscriptions', '/subscriptions'],
			]) {
				const shown = await client.get(at);
				expect([shown.status, check('GET', openApiPath, shown)]).toEqual([200, []]);
			}
			expect((await client.post(`${path}/reauthorize`)).status).toBe(204);
			expect((await client.call('DELETE', path)).status).toBe(204);
			const gone = await client.get(path);
			expect([gone.status, check('GET', one, gone)]).toEqual([404, []]);
		});
	});
}
