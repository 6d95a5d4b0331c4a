import { scopeOf } from '../../../nodes/graph/scheduling/throttleScope';
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
	// Tasks of To Do and photos are kept in the mailbox.
	[['users', 'a', 'todo', 'lists', 'b', 'tasks'], 'a'],
	[['users', 'a', 'photo', '$value'], 'a'],
	[['users', 'a', 'photos', '48x48', '$value'], 'a'],
	[["users('$a@contoso.example')", 'messages'], '$a@contoso.example'],
	[['Users', 'A', 'Messages'], 'a'],
	[['groups', 'g', 'conversations'], 'g'],
	[['groups', 'g', 'events'], 'g'],
])('%j is of a mailbox', (path, mailbox) => {
	expect(scopeOf({ path })).toEqual({ name: `mailbox ${mailbox}`, limited: 'mailbox' });
});

test.each([
	[['users'], 'directory'],
	[['users', 'a'], 'directory'],
	[['users', 'a', 'manager'], 'directory'],
	[['users', 'messages'], 'directory'],
	[['groups', 'a', 'members'], 'directory'],
	[['applications', 'a'], 'directory'],
	[['organization'], 'directory'],
	[['teams', 'a', 'channels'], 'Teams'],
	[['chats', 'a'], 'Teams'],
	[['users', 'a', 'chats'], 'Teams'],
	[['planner', 'tasks', 'a'], 'planner'],
	[['auditLogs', 'signIns'], 'auditlogs'],
	[['reports', "getOffice365ActiveUserDetail(period='D7')"], 'reports'],
	[['security', 'alerts_v2'], 'security'],
	[['workbook'], 'workbook'],
	[['users', 'workbook', 'workbook'], 'directory'],
	[[], ''],
])('%j is of no mailbox, and shares its limit with %s', (path, name) => {
	expect(scopeOf({ path })).toEqual({ name });
});

test.each([
	[['drives', 'd', 'items', '01AB', 'workbook', 'worksheets'], '01ab'],
	[['drives', 'd', 'items', '01AB', 'workbook'], '01ab'],
	[['users', 'a', 'drive', 'items', '01ab', 'workbook', "worksheets('S')", "range(address='A1')"], '01ab'],
	[['sites', 's', 'drive', 'items', '01AB', 'Workbook', 'createSession'], '01ab'],
	[
		['users', 'A', 'drive', 'root:', 'Books', 'a.xlsx:', 'workbook', 'tables'],
		'users/a/drive/root:/books/a.xlsx:',
	],
	[['drives', 'd', 'root:', 'a.xlsx:', 'workbook', 'names'], 'drives/d/root:/a.xlsx:'],
])(fact(25, 'node', '%j is of a workbook, one request at a time'), (path, workbook) => {
	expect(scopeOf({ path })).toEqual({ name: `workbook ${workbook}`, limited: 'workbook' });
});

test.each([
	[['sites', 'messages', 'messages']],
	[['sites', 'contoso.sharepoint.com:', 'sites', 'marketing']],
	[['users', 'a', 'drive', 'root', 'children']],
	[['users', 'a', 'drives']],
	[['users', 'a', 'followedSites']],
	[['groups', 'a', 'drive', 'items', 'b']],
	[['groups', 'a', 'sites', 'root']],
	[['drives', 'a', 'root']],
	[['drives', 'a', 'items', 'b']],
	[['shares', 'u!a', 'driveItem']],
])(fact(26, 'node', '%j counts for all sites and drives together'), (path) => {
	expect(scopeOf({ path })).toEqual({ name: 'SharePoint' });
});
