import { learnMailboxes } from '../../../nodes/graph/scheduling/mailboxNames';

const id = '11111111-1111-4111-8111-111111111111';
const name = 'Adele@Contoso.example';
const pair = ['mailbox adele@contoso.example', `mailbox ${id}`];

function learned(body: unknown, path: string[] = ['users']): string[][] {
	const pairs: string[][] = [];
	learnMailboxes(body, path, { addAlias: (...names) => pairs.push(names) });
	return pairs;
}

test.each<[string, unknown, string[]?]>([
	['a user', { id, userPrincipalName: name }, ['users', name]],
	['a list of users', { value: [null, { id }, { id, userPrincipalName: name }] }],
	['the members of a group', { value: [{ id, userPrincipalName: name }] }, ['groups', 'g', 'members']],
	[
		'the context of a mailbox',
		{ '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#users('${id}')/messages`, value: [] },
		['users', name, 'messages'],
	],
])('the names of a mailbox are learned from %s', (_, body, ...[path]) => {
	expect(learned(body, path)).toEqual([pair]);
});

test.each<[string, unknown, string[]?]>([
	['nothing', undefined],
	['a file', Buffer.from('x')],
	['a text', 'x'],
	['an object without a name', { id }],
	['an ID that is none', { id: 'AAMk', userPrincipalName: name }],
	['a name that is an ID', { id, userPrincipalName: id }],
	['a sign-in, whose ID is its own', { value: [{ id, userPrincipalName: name }] }, ['auditLogs', 'signIns']],
	[
		'a context with the name that was given',
		{ '@odata.context': `https://x/v1.0/$metadata#users('adele%40contoso.example')/messages` },
		['users', name, 'messages'],
	],
	[
		'a broken context',
		{ '@odata.context': `https://x/$metadata#users('%E0%A4%A')/messages` },
		['users', name],
	],
])('nothing is learned from %s', (_, body, ...[path]) => {
	expect(learned(body, path)).toEqual([]);
});
