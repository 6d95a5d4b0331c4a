import { includes, missingPermissions } from '../../../nodes/graph/permissions';

test.each([
	['Mail.Send', 'Mail.Send'],
	['Mail.ReadWrite', 'Mail.Read'],
	['Mail.ReadWrite', 'Mail.ReadBasic.All'],
	['Mail.Read', 'Mail.ReadBasic.All'],
	['User.Read.All', 'User.ReadBasic.All'],
	['User.ReadWrite.All', 'User.Read.All'],
	['Directory.Read.All', 'User.Read.All'],
	['Directory.Read.All', 'GroupMember.Read.All'],
	['Directory.ReadWrite.All', 'Group.ReadWrite.All'],
	['Group.Read.All', 'GroupMember.Read.All'],
	['Group.ReadWrite.All', 'GroupMember.ReadWrite.All'],
])('%s includes %s', (granted, needed) => {
	expect(includes(granted, needed)).toBe(true);
});

test.each([
	['Mail.ReadWrite', 'Mail.Send'],
	['Mail.Send', 'Mail.Read'],
	['Mail.Read', 'Mail.ReadWrite'],
	['Mail.ReadBasic.All', 'Mail.Read'],
	['User.ReadBasic.All', 'User.Read.All'],
	['Directory.Read.All', 'User.ReadWrite.All'],
	['Directory.Read.All', 'Mail.Read'],
	['GroupMember.Read.All', 'Group.Read.All'],
	['Calendars.ReadWrite', 'Mail.Read'],
	['Sites.Selected', 'Sites.Read.All'],
	['LicenseAssignment.ReadWrite.All', 'LicenseAssignment.Read.All'],
	['', 'Mail.Read'],
	['Mail', 'Mail.Read'],
])('%s does not include %s', (granted, needed) => {
	expect(includes(granted, needed)).toBe(false);
});

test('what is missing is what no granted permission includes', () => {
	const needed = ['Mail.Send', 'Mail.ReadWrite'];
	expect(missingPermissions(needed, [])).toEqual(needed);
	expect(missingPermissions(needed, ['Mail.Read', 'Mail.Send'])).toEqual(['Mail.ReadWrite']);
	expect(missingPermissions(needed, ['Mail.ReadWrite', 'Mail.Send', 'User.Read.All'])).toEqual([]);
});
