import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator/simulator';
import { createClient } from '../../simulator/client';
import type { ClientAnswer, SimulatorClient } from '../../simulator/client';
import { answerChecker, contractFolder, expectNonePromised, readOpenApi } from './openApi';

const api = readOpenApi();

if (api === undefined) {
	console.warn(
		`Microsoft's OpenAPI is not in ${contractFolder}: the simulator's answers are not checked against it.`,
	);
	it('is absent where it was not promised', expectNonePromised);
} else {
	// The first check of a type compiles its whole schema.

	describe('the simulator answers as Microsoft’s OpenAPI says', () => {
		const check = answerChecker(api);
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
