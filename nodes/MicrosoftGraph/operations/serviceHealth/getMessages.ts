import { announcements, messageFilters } from './fields';

/** Source: "List messages" (serviceAnnouncement). */
export const getMessages = announcements('messages', messageFilters, 'isMajorChange eq true', {
	name: 'Get Messages',
	value: 'getMessages',
	action: 'Get message center messages',
	description: 'List the messages of the message center, such as announced changes',
	permissions: ['ServiceMessage.Read.All'],
	simple: [
		...['title', 'services', 'category', 'severity', 'isMajorChange', 'actionRequiredByDateTime'],
		...['body', 'startDateTime', 'lastModifiedDateTime', 'id'],
	],
});
