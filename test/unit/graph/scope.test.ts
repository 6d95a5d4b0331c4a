import { scopeOf } from '../../../nodes/graph/scope';
import { fact } from '../../reality/facts';

test.each([
	[['users', 'Adele@Contoso.example', 'messages', 'AAMk'], 'adele@contoso.example'],
	[['users', 'adele@contoso.example', 'sendMail'], 'adele@contoso.example'],
	[['users', 'a', 'mailFolders', 'inbox', 'messages'], 'a'],
	[['users', 'a', 'events'], 'a'],
	[['users', 'a', 'calendarView'], 'a'],
	[['users', 'a', 'calendar', 'getSchedule'], 'a'],
	[['users', 'a', 'contacts'], 'a'],
	[['users', 'a', 'mailboxSettings'], 'a'],
])('%j is of a mailbox', (path, mailbox) => {
	expect(scopeOf({ path })).toEqual({ name: `mailbox ${mailbox}`, mailbox });
});

test.each([
	[['users'], 'users'],
	[['users', 'a'], 'users'],
	[['users', 'a', 'manager'], 'users'],
	[['users', 'messages'], 'users'],
	[['groups', 'a', 'members'], 'groups'],
	[[], ''],
])('%j is of no mailbox', (path, name) => {
	expect(scopeOf({ path })).toEqual({ name });
});

test.each([
	[['sites', 'messages', 'messages']],
	[['sites', 'contoso.sharepoint.com:', 'sites', 'marketing']],
	[['users', 'a', 'drive', 'root', 'children']],
	[['users', 'a', 'drives']],
	[['groups', 'a', 'drive', 'items', 'b']],
	[['groups', 'a', 'sites', 'root']],
	[['drives', 'a', 'root']],
	[['shares', 'u!a', 'driveItem']],
])(fact(26, 'node', '%j counts for all sites and drives together'), (path) => {
	expect(scopeOf({ path })).toEqual({ name: 'SharePoint' });
});
