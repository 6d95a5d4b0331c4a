import { announcements, issueFilters } from './fields';

/** Source: "List issues" (serviceAnnouncement). */
export const getIssues = announcements('issues', issueFilters, "service eq 'Exchange Online'", {
	name: 'Get Issues',
	value: 'getIssues',
	action: 'Get service health issues',
	description: "List the incidents and advisories of Microsoft's services that concern the tenant",
	permissions: ['ServiceHealth.Read.All'],
	simple: [
		...['title', 'service', 'feature', 'status', 'classification', 'isResolved'],
		...['impactDescription', 'startDateTime', 'lastModifiedDateTime', 'id'],
	],
});
