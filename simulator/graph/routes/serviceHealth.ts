import { collectionRoutes, type Collection } from '../rest';
import type { Entity } from '../entity';
import type { Route } from '../router';

const service = 'security';
const root = '/admin/serviceAnnouncement';
const readHealth = ['ServiceHealth.Read.All'];

const announcement = (id: string, title: string, more: Partial<Entity>): Entity => ({
	id,
	title,
	startDateTime: '2026-01-10T09:00:00Z',
	endDateTime: null,
	lastModifiedDateTime: '2026-01-11T09:00:00Z',
	details: [],
	...more,
});

const issue = (id: string, title: string, of: string, isResolved: boolean): Entity =>
	announcement(id, title, {
		classification: 'incident',
		feature: 'Access',
		featureGroup: 'Mail and calendar access',
		impactDescription: 'Users may be unable to open mail.',
		isResolved,
		origin: 'microsoft',
		service: of,
		status: isResolved ? 'serviceRestored' : 'serviceDegradation',
		highImpact: null,
		posts: [],
	});

const collections: readonly Collection[] = [
	{
		path: `${root}/healthOverviews`,
		service,
		read: readHealth,
		seed: () => [
			{ id: 'Exchange', service: 'Exchange Online', status: 'serviceDegradation' },
			{ id: 'microsoftteams', service: 'Microsoft Teams', status: 'serviceOperational' },
		],
	},
	{
		path: `${root}/issues`,
		service,
		read: readHealth,
		seed: () => [
			issue('EX100001', 'Slow mail', 'Exchange Online', false),
			issue('TM100002', 'Calls drop', 'Microsoft Teams', true),
		],
	},
	{
		path: `${root}/messages`,
		service,
		read: ['ServiceMessage.Read.All'],
		seed: () => [
			announcement('MC100001', 'A new Outlook', {
				actionRequiredByDateTime: null,
				attachmentsArchive: null,
				body: { contentType: 'html', content: '<p>It is coming.</p>' },
				category: 'planForChange',
				hasAttachments: false,
				isMajorChange: true,
				services: ['Exchange Online'],
				severity: 'normal',
				tags: [],
				viewPoint: null,
			}),
			announcement('MC100002', 'Teams gets faster', {
				actionRequiredByDateTime: null,
				attachmentsArchive: null,
				body: { contentType: 'html', content: '<p>It is faster.</p>' },
				category: 'stayInformed',
				hasAttachments: false,
				isMajorChange: false,
				services: ['Microsoft Teams'],
				severity: 'normal',
				tags: [],
				viewPoint: null,
			}),
		],
	},
];

/** The health of Microsoft's services, their issues, and the message center. */
export const serviceHealthRoutes: readonly Route[] = collections.flatMap(collectionRoutes);
