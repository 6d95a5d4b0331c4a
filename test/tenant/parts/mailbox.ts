import { of, request, type Part } from './part';
import { type Scope } from '../settings';

const mailbox = ({ target }: Scope) => ({ mailbox: target.mailbox });
const user = ({ target }: Scope) => ({ userId: target.mailbox });
const day = '2031-05-06';
const between = {
	startDateTime: `${day}T00:00:00`,
	endDateTime: `${day}T23:59:00`,
	timeZone: 'Europe/Berlin',
};
const inCalendar = (scope: Scope) => ({ ...mailbox(scope), eventCalendarId: of(scope, 'calendar') });

const newEvent = (what: string, hour: number) => ({
	does: `Create an event (${what})`,
	operation: 'event.create',
	parameters: (scope: Scope) => ({
		...inCalendar(scope),
		subject: `${scope.prefix} ${what}`,
		startDateTime: `${day}T${hour}:00:00`,
		endDateTime: `${day}T${hour}:30:00`,
		timeZone: 'Europe/Berlin',
	}),
	needs: ['calendar'],
	writes: true,
	gives: what,
});

export const calendar: Part = {
	name: 'calendar',
	title: 'Calendars and events',
	steps: [
		{
			does: 'Create a calendar',
			operation: 'calendar.create',
			parameters: (scope) => ({ ...mailbox(scope), name: `${scope.prefix} calendar` }),
			makes: 'calendar',
			named: (scope) => `${scope.prefix} calendar`,
			gives: 'calendar',
		},
		{
			does: 'Get calendars',
			operation: 'calendar.getAll',
			parameters: (scope) => ({ ...mailbox(scope), limit: 20 }),
		},
		{
			does: 'Rename the calendar',
			operation: 'calendar.update',
			parameters: (scope) => ({
				...mailbox(scope),
				calendarId: of(scope, 'calendar'),
				updateFields: { name: `${scope.prefix} calendar renamed` },
			}),
			needs: ['calendar'],
			writes: true,
		},
		newEvent('noon', 12),
		newEvent('morning', 10),
		newEvent('afternoon', 15),
		{
			does: 'Get the event',
			operation: 'event.get',
			parameters: (scope) => ({ ...mailbox(scope), eventId: of(scope, 'noon') }),
			needs: ['noon'],
		},
		{
			does: 'Get the events of the day',
			operation: 'event.getAll',
			parameters: (scope) => ({ ...inCalendar(scope), ...between, events: 'window' }),
			needs: ['calendar'],
		},
		request(
			'Get the events of the day without an order',
			['Calendars.ReadBasic.All'],
			'GET',
			(scope) =>
				`/users/${encodeURIComponent(scope.target.mailbox)}/calendars/${of(scope, 'calendar')}/calendarView?startDateTime=${day}T00:00:00Z&endDateTime=${day}T23:59:00Z`,
			{
				list: 10,
				needs: ['calendar', 'noon', 'morning', 'afternoon'],
				fact: 14,
				sees: (items) => {
					const starts = items.map(({ start }) =>
						String((start as { dateTime?: string } | undefined)?.dateTime),
					);
					const isSorted = starts.every((start, index) => index === 0 || start >= (starts[index - 1] ?? ''));
					return isSorted
						? 'Events that were created in another order came by their start.'
						: 'Events did not come by their start.';
				},
			},
		),
		{
			does: 'Update the event',
			operation: 'event.update',
			parameters: (scope) => ({
				...mailbox(scope),
				eventId: of(scope, 'noon'),
				updateFields: { subject: `${scope.prefix} noon updated` },
			}),
			needs: ['noon'],
			writes: true,
		},
		{
			does: 'Get the changes of events',
			operation: 'event.getChanges',
			parameters: (scope) => ({ ...inCalendar(scope), ...between }),
			needs: ['calendar'],
		},
		{
			does: 'Delete the event',
			operation: 'event.delete',
			parameters: (scope) => ({ ...mailbox(scope), eventId: of(scope, 'noon') }),
			needs: ['noon'],
			removes: true,
		},
		{
			does: 'Get free and busy times',
			operation: 'calendar.getSchedule',
			parameters: (scope) => ({ ...mailbox(scope), schedules: scope.target.mailbox, ...between }),
		},
	],
};

export const contacts: Part = {
	name: 'contacts',
	title: 'Contacts and contact folders',
	steps: [
		{
			does: 'Create a contact folder',
			operation: 'contactFolder.create',
			parameters: (scope) => ({ ...mailbox(scope), displayName: `${scope.prefix} contacts` }),
			makes: 'contactFolder',
			named: (scope) => `${scope.prefix} contacts`,
			gives: 'contactFolder',
		},
		{ does: 'Get contact folders', operation: 'contactFolder.getAll', parameters: mailbox },
		{
			does: 'Rename the contact folder',
			operation: 'contactFolder.update',
			parameters: (scope) => ({
				...mailbox(scope),
				contactFolderId: of(scope, 'contactFolder'),
				displayName: `${scope.prefix} contacts renamed`,
			}),
			needs: ['contactFolder'],
			writes: true,
		},
		{
			does: 'Delete the contact folder',
			operation: 'contactFolder.delete',
			parameters: (scope) => ({ ...mailbox(scope), contactFolderId: of(scope, 'contactFolder') }),
			needs: ['contactFolder'],
			removes: true,
		},
		{
			does: 'Create a contact',
			operation: 'contact.create',
			parameters: (scope) => ({ ...mailbox(scope), givenName: `${scope.prefix} contact` }),
			makes: 'contact',
			named: (scope) => `${scope.prefix} contact`,
			gives: 'contact',
		},
		{
			does: 'Get the contact',
			operation: 'contact.get',
			parameters: (scope) => ({ ...mailbox(scope), contactId: of(scope, 'contact') }),
			needs: ['contact'],
		},
		{
			does: 'Get contacts',
			operation: 'contact.getAll',
			parameters: (scope) => ({ ...mailbox(scope), limit: 5 }),
		},
		{
			does: 'Update the contact',
			operation: 'contact.update',
			parameters: (scope) => ({
				...mailbox(scope),
				contactId: of(scope, 'contact'),
				updateFields: { jobTitle: 'Test' },
			}),
			needs: ['contact'],
			writes: true,
		},
	],
};

export const mailboxSettings: Part = {
	name: 'settings',
	title: 'Mailbox settings, categories, inbox rules',
	steps: [
		{
			does: 'Get the settings of the mailbox',
			operation: 'mailboxSettings.get',
			parameters: mailbox,
			gives: 'settings',
		},
		{
			does: 'Set the time zone that the mailbox has',
			operation: 'mailboxSettings.update',
			parameters: (scope) => ({
				...mailbox(scope),
				updateFields: { timeZone: of(scope, 'settings', 'timeZone') },
			}),
			unless: (scope) => (of(scope, 'settings', 'timeZone') ? undefined : 'The mailbox has no time zone.'),
			needs: ['settings'],
			writes: true,
		},
		{
			does: 'Create a category',
			operation: 'category.create',
			parameters: (scope) => ({ ...mailbox(scope), displayName: `${scope.prefix} category` }),
			makes: 'category',
			named: (scope) => `${scope.prefix} category`,
			gives: 'category',
		},
		{ does: 'Get categories', operation: 'category.getAll', parameters: mailbox },
		{
			does: 'Delete the category',
			operation: 'category.delete',
			parameters: (scope) => ({ ...mailbox(scope), categoryId: of(scope, 'category') }),
			needs: ['category'],
			removes: true,
		},
		{
			does: 'Create an inbox rule',
			operation: 'inboxRule.create',
			parameters: (scope) => ({
				...mailbox(scope),
				displayName: `${scope.prefix} rule`,
				conditions: { subjectContains: `${scope.prefix} never` },
				actions: { markAsRead: true },
			}),
			makes: 'inboxRule',
			named: (scope) => `${scope.prefix} rule`,
			gives: 'rule',
		},
		{ does: 'Get inbox rules', operation: 'inboxRule.getAll', parameters: mailbox },
		{
			does: 'Disable the inbox rule',
			operation: 'inboxRule.update',
			parameters: (scope) => ({
				...mailbox(scope),
				ruleId: of(scope, 'rule'),
				updateFields: { isEnabled: false },
			}),
			needs: ['rule'],
			writes: true,
		},
		{
			does: 'Delete the inbox rule',
			operation: 'inboxRule.delete',
			parameters: (scope) => ({ ...mailbox(scope), ruleId: of(scope, 'rule') }),
			needs: ['rule'],
			removes: true,
		},
	],
};

export const tasks: Part = {
	name: 'tasks',
	title: 'To Do lists and tasks',
	steps: [
		{
			does: 'Create a To Do list',
			operation: 'taskList.create',
			parameters: (scope) => ({ ...user(scope), displayName: `${scope.prefix} tasks` }),
			makes: 'taskList',
			named: (scope) => `${scope.prefix} tasks`,
			gives: 'taskList',
		},
		{ does: 'Get To Do lists', operation: 'taskList.getAll', parameters: user },
		{
			does: 'Rename the To Do list',
			operation: 'taskList.update',
			parameters: (scope) => ({
				...user(scope),
				taskListId: of(scope, 'taskList'),
				displayName: `${scope.prefix} tasks renamed`,
			}),
			needs: ['taskList'],
			writes: true,
		},
		{
			does: 'Create a task',
			operation: 'task.create',
			parameters: (scope) => ({
				...user(scope),
				taskListId: of(scope, 'taskList'),
				title: `${scope.prefix} task`,
			}),
			needs: ['taskList'],
			writes: true,
			gives: 'task',
		},
		{
			does: 'Add a checklist item to the task',
			operation: 'task.createChecklistItem',
			parameters: (scope) => ({
				...user(scope),
				taskListId: of(scope, 'taskList'),
				taskId: of(scope, 'task'),
				displayName: `${scope.prefix} step`,
			}),
			needs: ['taskList', 'task'],
			writes: true,
			gives: 'checklistItem',
		},
		{
			does: 'Check the checklist item',
			operation: 'task.updateChecklistItem',
			parameters: (scope) => ({
				...user(scope),
				taskListId: of(scope, 'taskList'),
				taskId: of(scope, 'task'),
				checklistItemId: of(scope, 'checklistItem'),
				updateFields: { isChecked: true },
			}),
			needs: ['checklistItem'],
			writes: true,
		},
		...(['get', 'getAll', 'update', 'delete'] as const).map((operation) => ({
			does: {
				get: 'Get the task',
				getAll: 'Get tasks',
				update: 'Complete the task',
				delete: 'Delete the task',
			}[operation],
			operation: `task.${operation}`,
			parameters: (scope: Scope) => ({
				...user(scope),
				taskListId: of(scope, 'taskList'),
				...(operation !== 'getAll' && { taskId: of(scope, 'task') }),
				...(operation === 'update' && { updateFields: { status: 'completed' } }),
			}),
			needs: ['taskList', 'task'],
			...(operation === 'update' && { writes: true }),
			...(operation === 'delete' && { removes: true }),
		})),
		{
			does: 'Delete the To Do list',
			operation: 'taskList.delete',
			parameters: (scope) => ({ ...user(scope), taskListId: of(scope, 'taskList') }),
			needs: ['taskList'],
			removes: true,
		},
	],
};
