import { fact } from '../../reality/facts';
import { pointsTo } from '../../../nodes/graph/transport/link';

const base = 'https://graph.microsoft.com/v1.0';
const guid = '6e7b768e-07e2-4810-8459-485f84f8f204';
const other = '87d349ed-44d7-43e1-9a83-5f2406dee5bd';
const inbox = ['users', 'a@contoso.com', 'mailFolders', 'inbox', 'messages', 'delta'];
const children = ['users', 'a@contoso.com', 'drive', 'root', 'children'];
const folder = ['drives', 'b!x', 'root:', 'Reports', '2026:', 'children'];

test.each<[string, readonly string[], boolean]>([
	['/users?$skiptoken=x', ['users'], true],
	['/Users/delta()?$skiptoken=x', ['users', 'delta'], true],
	['/users/microsoft.graph.delta()?$skiptoken=x', ['users', 'delta'], true],
	["/users('a%40contoso.com')/mailFolders('inbox')/messages/delta?$deltatoken=x", inbox, true],
	[`/users('${guid}')/mailFolders('AAMk_x-1=')/messages/delta?$deltatoken=x`, inbox, true],
	['/users/ceo@contoso.com/mailFolders/inbox/messages/delta', inbox, false],
	['/users/a@contoso.com/mailFolders/sentitems/messages/delta', inbox, false],
	['/users/a@contoso.com/mailFolders/inbox/messages', inbox, false],
	[`/users/${other}/messages`, ['users', guid, 'messages'], false],
	[`/users/${guid.toUpperCase()}/messages`, ['users', guid, 'messages'], true],
	[`/users/${guid}`, ['users', 'delta'], false],
	['/groups/delta', ['users', 'delta'], false],
	["/drives('b!x')/items('01Y')/children?$skiptoken=x", children, true],
	['/users/a@contoso.com/drive/root/children', children, true],
	['/users/ceo@contoso.com/drive/root/children', children, false],
	["/drives('b!x')/root/delta(token='y')", ['drives', 'b!x', 'root', 'delta'], true],
	["/drives('b!x')/root/microsoft.graph.delta(token='a%2Fb/c')", ['drives', 'b!x', 'root', 'delta'], true],
	['/drives/b!x/root/delta?%24top=5&token=y', ['drives', 'b!x', 'root', 'delta'], true],
	["/drives('b!x')/root/delta(token='y')", ['users', 'a@contoso.com', 'drive', 'root', 'delta'], true],
	["/drives('b!z')/root/delta(token='y')", ['drives', 'b!x', 'root', 'delta'], false],
	['/drives/b!x/root:/Reports/2026:/children', folder, true],
	['/drives/b!x/root:/Salaries:/children', folder, false],
	['/drives/b!x/items/01Y/children', folder, true],
	['', ['users'], false],
	['/users//messages', ['users', 'a', 'messages'], false],
	['/users/%E0%A4%A/messages', ['users', 'a', 'messages'], false],
	['/users/a%2Fb/messages', ['users', 'a/b', 'messages'], false],
])(fact(24, 'node', 'a link to %s, for %j'), (link, path, leads) => {
	expect(pointsTo(`${base}${link}`, path, base)).toBe(leads);
});

test.each(['beta', 'v1.01', 'v2.0'])('a link of %s leads elsewhere', (version) => {
	expect(pointsTo(`https://graph.microsoft.com/${version}/users`, ['users'], base)).toBe(false);
});
