import { fieldsOf } from '../../../nodes/MicrosoftGraphTrigger/description';
import { message } from '../../../nodes/MicrosoftGraphTrigger/watches/message';
import type { ChangeEvent } from '../../../nodes/MicrosoftGraphTrigger/watches/watch';
import { nodeParameters } from '../../../nodes/shared/parameters/itemParameters';

/** What a message trigger watches with these fields. */
const sourceOf = async (fields: Record<string, unknown>, events: ChangeEvent[]) =>
	await message.source({
		parameters: nodeParameters(
			(name) => ({ raw: fields[name], resolved: fields[name] }),
			'UTC',
			fieldsOf(message),
		),
		options: {},
		events,
		select: 'id,subject',
		send: async () => await Promise.reject(new Error('Nothing is to be sent')),
	});

test('a workflow from before there were several folders watches what it did, with the state that it has', async () => {
	const byId = (value: string) => ({ __rl: true, mode: 'id', value });
	const fields = { mailbox: byId('adele@contoso.example'), folderId: byId('inbox') };
	const { feeds, containers, notify } = await sourceOf(fields, ['created', 'deleted']);
	// By these a stored state is known, so they stay as they are.
	const path = ['users', 'adele@contoso.example', 'mailFolders', 'inbox', 'messages', 'delta'];
	expect(feeds.map(({ key, all }) => [key, all(0).path, JSON.stringify(all(0).query)])).toEqual([
		['created', path, '{"$select":"id,subject","changeType":"created"}'],
		['deleted', path, '{"$select":"id,subject","changeType":"deleted"}'],
	]);
	expect(containers).toBeUndefined();
	expect(notify?.resource).toBe('users/adele@contoso.example/mailFolders/inbox/messages');
});
