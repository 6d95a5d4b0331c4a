import { of, type Part, type Step } from './part';
import { type Scope } from '../settings';

const few = { limit: 3 };
const noTeam = ({ target }: Scope) => (target.team ? undefined : 'TENANT_TEAM names no test team.');
const noPlan = ({ target }: Scope) => (target.plan ? undefined : 'TENANT_PLAN names no test plan.');
const team = ({ target }: Scope) => ({ teamId: target.team ?? '' });
const channel = (scope: Scope) => ({ ...team(scope), channelId: of(scope, 'channel') });
const bucket = (scope: Scope) => ({ bucketId: of(scope, 'bucket') });
const plan = (scope: Scope) => ({ planId: of(scope, 'plan') });
const chat = (scope: Scope) => ({ chatId: of(scope, 'chat'), ...few });
const webinar = (scope: Scope) => ({ webinarId: of(scope, 'webinar') });
const plannerTask = (scope: Scope) => ({ plannerTaskId: of(scope, 'plannerTask') });
const meeting = (scope: Scope) => ({ organizerId: of(scope, 'me'), meetingId: of(scope, 'meeting') });
const noPolicy = { 403: 'No application access policy opens the meetings of the test user to the app.' };

export const teams: Part = {
	name: 'teams',
	title: 'Teams, channels, chats, Planner, online meetings, webinars',
	steps: [
		{ does: 'Get teams', operation: 'team.getAll', parameters: () => few },
		{ does: 'Get the test team', operation: 'team.get', parameters: team, unless: noTeam },
		{ does: 'Get its members', operation: 'team.getMembers', parameters: team, unless: noTeam },
		{
			does: 'Get its channels',
			operation: 'channel.getAll',
			parameters: team,
			unless: noTeam,
			gives: 'firstChannel',
		},
		{
			does: 'Get the messages of a channel',
			operation: 'channel.getMessages',
			parameters: (scope) => ({ ...team(scope), channelId: of(scope, 'firstChannel'), ...few }),
			needs: ['firstChannel'],
		},
		{
			does: 'Get the members of a channel',
			operation: 'channel.getMembers',
			parameters: (scope) => ({ ...team(scope), channelId: of(scope, 'firstChannel'), ...few }),
			needs: ['firstChannel'],
		},
		{
			does: 'Get the tabs of a channel',
			operation: 'channel.getTabs',
			parameters: (scope) => ({ ...team(scope), channelId: of(scope, 'firstChannel'), ...few }),
			needs: ['firstChannel'],
		},
		{
			does: 'Get the folder with the files of a channel',
			operation: 'channel.getFilesFolder',
			parameters: (scope) => ({ ...team(scope), channelId: of(scope, 'firstChannel') }),
			needs: ['firstChannel'],
		},
		{
			does: 'Create a channel',
			operation: 'channel.create',
			parameters: (scope) => ({ ...team(scope), displayName: scope.prefix, membershipType: 'standard' }),
			unless: noTeam,
			makes: 'channel',
			named: (scope) => scope.prefix,
			gives: 'channel',
		},
		{ does: 'Get the channel', operation: 'channel.get', parameters: channel, needs: ['channel'] },
		{
			does: 'Update the channel',
			operation: 'channel.update',
			parameters: (scope) => ({ ...channel(scope), updateFields: { description: 'A test.' } }),
			needs: ['channel'],
			writes: true,
		},
		{
			does: 'Delete the channel',
			operation: 'channel.delete',
			parameters: channel,
			needs: ['channel'],
			removes: true,
		},
		{
			does: 'Get the chats of the test user',
			operation: 'chat.getAll',
			parameters: ({ target }) => ({ userId: target.mailbox, ...few }),
			gives: 'chat',
		},
		{
			does: 'Get a chat',
			operation: 'chat.get',
			parameters: (scope) => ({ chatId: of(scope, 'chat') }),
			needs: ['chat'],
		},
		{ does: 'Get the members of a chat', operation: 'chat.getMembers', parameters: chat, needs: ['chat'] },
		{ does: 'Get the messages of a chat', operation: 'chat.getMessages', parameters: chat, needs: ['chat'] },
		{
			does: 'Get the pinned messages of a chat',
			operation: 'chat.getPinnedMessages',
			parameters: chat,
			needs: ['chat'],
		},
		{ does: 'Get the tabs of a chat', operation: 'chat.getTabs', parameters: chat, needs: ['chat'] },
		{
			does: 'Get the plans of the test team',
			operation: 'plannerPlan.getAll',
			parameters: ({ target }) => ({ groupId: target.team ?? '', ...few }),
			unless: noTeam,
		},
		{
			does: 'Create a plan',
			operation: 'plannerPlan.create',
			parameters: ({ target, prefix }) => ({ groupId: target.team ?? '', title: `${prefix} plan` }),
			unless: noTeam,
			makes: 'plannerPlan',
			named: ({ prefix }) => `${prefix} plan`,
			gives: 'plan',
		},
		{ does: 'Get the plan', operation: 'plannerPlan.get', parameters: plan, needs: ['plan'] },
		{
			does: 'Rename the plan',
			operation: 'plannerPlan.update',
			parameters: (scope) => ({
				...plan(scope),
				updateFields: { title: `${scope.prefix} plan renamed` },
			}),
			needs: ['plan'],
			writes: true,
		},
		{
			does: 'Delete the plan',
			operation: 'plannerPlan.delete',
			parameters: plan,
			needs: ['plan'],
			removes: true,
		},
		{
			does: 'Get the buckets of the test plan',
			operation: 'plannerBucket.getAll',
			parameters: ({ target }) => ({ planId: target.plan ?? '', ...few }),
			unless: noPlan,
		},
		{
			does: 'Create a bucket',
			operation: 'plannerBucket.create',
			parameters: ({ target, prefix }) => ({ planId: target.plan ?? '', name: `${prefix} bucket` }),
			unless: noPlan,
			makes: 'plannerBucket',
			named: ({ prefix }) => `${prefix} bucket`,
			gives: 'bucket',
		},
		{
			does: 'Rename the bucket',
			operation: 'plannerBucket.update',
			parameters: (scope) => ({
				...bucket(scope),
				updateFields: { name: `${scope.prefix} bucket renamed` },
			}),
			needs: ['bucket'],
			writes: true,
		},
		{
			does: 'Delete the bucket',
			operation: 'plannerBucket.delete',
			parameters: bucket,
			needs: ['bucket'],
			removes: true,
		},
		{
			does: 'Get the tasks of the test plan',
			operation: 'plannerTask.getAll',
			parameters: ({ target }) => ({ planId: target.plan ?? '', limit: 5 }),
			unless: noPlan,
		},
		{
			does: 'Create a Planner task',
			operation: 'plannerTask.create',
			parameters: ({ target, prefix }) => ({ planId: target.plan ?? '', title: `${prefix} task` }),
			unless: noPlan,
			makes: 'plannerTask',
			named: ({ prefix }) => `${prefix} task`,
			gives: 'plannerTask',
		},
		{
			does: 'Get the Planner task',
			operation: 'plannerTask.get',
			parameters: plannerTask,
			needs: ['plannerTask'],
		},
		{
			does: 'Complete the Planner task',
			operation: 'plannerTask.update',
			parameters: (scope) => ({ ...plannerTask(scope), updateFields: { percentComplete: 100 } }),
			needs: ['plannerTask'],
			writes: true,
		},
		{
			does: 'Delete the Planner task',
			operation: 'plannerTask.delete',
			parameters: plannerTask,
			needs: ['plannerTask'],
			removes: true,
		},
		{
			does: 'Create an online meeting',
			operation: 'onlineMeeting.create',
			parameters: (scope) => ({
				organizerId: of(scope, 'me'),
				subject: `${scope.prefix} meeting`,
				startDateTime: '2031-05-06T10:00:00',
				endDateTime: '2031-05-06T10:30:00',
				timeZone: 'UTC',
			}),
			needs: ['me'],
			makes: 'onlineMeeting',
			gives: 'meeting',
			excused: noPolicy,
		},
		{
			does: 'Get the online meeting',
			operation: 'onlineMeeting.get',
			parameters: meeting,
			needs: ['meeting'],
		},
		{
			does: 'Update the online meeting',
			operation: 'onlineMeeting.update',
			parameters: (scope) => ({
				...meeting(scope),
				updateFields: { subject: `${scope.prefix} meeting updated` },
			}),
			needs: ['meeting'],
			writes: true,
		},
		{
			does: 'Delete the online meeting',
			operation: 'onlineMeeting.delete',
			parameters: meeting,
			needs: ['meeting'],
			removes: true,
		},
		{
			does: 'Get the webinars of the test user',
			operation: 'webinar.getAll',
			parameters: (scope) => ({ organizerId: of(scope, 'me'), ...few }),
			needs: ['me'],
			gives: 'webinar',
			excused: { 403: 'No application access policy opens the webinars of the test user to the app.' },
		},
		{ does: 'Get a webinar', operation: 'webinar.get', parameters: webinar, needs: ['webinar'] },
		{
			does: 'Get the sessions of a webinar',
			operation: 'webinar.getSessions',
			parameters: webinar,
			needs: ['webinar'],
		},
		{
			does: 'Get the registrations of a webinar',
			operation: 'webinar.getRegistrations',
			parameters: webinar,
			needs: ['webinar'],
		},
	],
};

export const reports: Part = {
	name: 'reports',
	title: 'Audit logs, reports, service health, security, search, message trace',
	steps: [
		{
			does: 'Get directory audits',
			operation: 'auditLog.getDirectoryAudits',
			parameters: () => few,
		},
		{
			does: 'Get sign-ins',
			operation: 'auditLog.getSignIns',
			parameters: () => few,
			excused: { 403: 'Sign-ins need Microsoft Entra ID P1 in the tenant.' },
		},
		{ does: 'Get a usage report', operation: 'report.get', parameters: () => ({}) },
		{ does: 'Get the health of services', operation: 'serviceHealth.getOverviews', parameters: () => few },
		{ does: 'Get issues of services', operation: 'serviceHealth.getIssues', parameters: () => few },
		{ does: 'Get messages about services', operation: 'serviceHealth.getMessages', parameters: () => few },
		{ does: 'Get secure scores', operation: 'security.getSecureScores', parameters: () => few },
		{
			does: 'Get alerts',
			operation: 'security.getAlerts',
			parameters: () => few,
			gives: 'alert',
		},
		{
			does: 'Get an alert',
			operation: 'security.getAlert',
			parameters: (scope) => ({ alertId: of(scope, 'alert') }),
			needs: ['alert'],
		},
		{
			does: 'Get incidents',
			operation: 'security.getIncidents',
			parameters: () => few,
			gives: 'incident',
		},
		{
			does: 'Get an incident',
			operation: 'security.getIncident',
			parameters: (scope) => ({ incidentId: of(scope, 'incident') }),
			needs: ['incident'],
		},
		{
			does: 'Search files',
			operation: 'search.query',
			parameters: ({ target }) => ({
				queryString: 'test',
				entityTypes: ['driveItem'],
				region: target.region ?? '',
				limit: 3,
			}),
			unless: ({ target }) => (target.region ? undefined : 'TENANT_REGION names no region.'),
		},
		{
			does: 'Trace messages',
			operation: 'messageTrace.getAll',
			parameters: () => few,
			excused: {
				401: 'The tenant has no service principal for message traces (fact 10).',
				403: 'The tenant has no service principal for message traces (fact 10).',
			},
		},
	],
};

/** Refused in any case, since nothing answers there: what is refused first tells whether Graph knows the resource. */
const nobody = (scope: Scope) => `https://${scope.prefix}.example.com/${scope.prefix}`;

const watch = (
	does: string,
	fact: number,
	resource: (scope: Scope) => string,
	changeTypes: string[],
	permissions: readonly string[],
	more: Partial<Step> = {},
): Step => ({
	does,
	operation: 'subscription.create',
	permissions,
	parameters: (scope) => ({
		watchedResource: resource(scope),
		changeTypes,
		notificationUrl: nobody(scope),
		lifeTime: 60,
	}),
	makes: 'subscription',
	fact,
	sees: (_, refusal) => {
		if (refusal === undefined) return 'The resource was accepted: a subscription was made.';
		return /validation/.test(refusal.text)
			? 'The resource was accepted: only the notification URL was refused.'
			: `The resource was refused: ${refusal.status ?? 'no status'} ${refusal.code}.`;
	},
	...more,
});

export const subscriptions: Part = {
	name: 'subscriptions',
	title: 'Subscriptions',
	steps: [
		{ does: 'Get subscriptions', operation: 'subscription.getAll', parameters: () => few },
		watch(
			"Subscribe to the root of a site's drive",
			22,
			(scope) => `sites/${of(scope, 'site') || (scope.target.site ?? '')}/drive/root`,
			['updated'],
			['Files.Read.All'],
			{ unless: ({ target }) => (target.site ? undefined : 'TENANT_SITE names no test site.') },
		),
		watch(
			'Subscribe to alerts',
			38,
			() => 'security/alerts_v2',
			['created', 'updated'],
			['SecurityAlert.Read.All'],
		),
	],
};
