import { scopeOf } from '../../../nodes/graph/scope';

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
	[['sites', 'messages', 'messages'], 'sites'],
	[[], ''],
])('%j is of no mailbox', (path, name) => {
	expect(scopeOf({ path })).toEqual({ name });
});
