import { guidOf } from '../../random';
import { collectionRoutes } from '../rest';
import type { Collection } from '../rest';
import type { Route } from '../router';

const service = 'directory';
const read = ['AccessReview.Read.All', 'AccessReview.ReadWrite.All'];

/** The review of the tenant, and its instance, by their IDs. */
export const sampleReview = {
	definition: guidOf('review Guests'),
	instance: guidOf('review Guests, January'),
};

const creator = { id: guidOf('user 0'), displayName: 'Adele Vance', type: null, userPrincipalName: null };

/** Source: "accessReviewScheduleDefinition resource type". */
const definitions: Collection = {
	path: '/identityGovernance/accessReviews/definitions',
	service,
	read,
	seed: () => [
		{
			id: sampleReview.definition,
			displayName: 'Guests',
			createdDateTime: '2025-12-20T09:00:00Z',
			lastModifiedDateTime: '2025-12-20T09:00:00Z',
			status: 'InProgress',
			descriptionForAdmins: 'Review of guests',
			descriptionForReviewers: 'Do they still need access?',
			createdBy: creator,
			scope: {
				'@odata.type': '#microsoft.graph.accessReviewQueryScope',
				query: "/groups?$filter=(groupTypes/any(c:c eq 'Unified'))",
				queryType: 'MicrosoftGraph',
				queryRoot: null,
			},
			reviewers: [{ query: './owners', queryType: 'MicrosoftGraph', queryRoot: null }],
			fallbackReviewers: [],
			settings: { mailNotificationsEnabled: true, defaultDecision: 'None', instanceDurationInDays: 14 },
		},
	],
};

/** Source: "accessReviewInstance resource type". */
const instances: Collection = {
	path: `${definitions.path}/{id}/instances`,
	service,
	read,
	seed: (_, [definition]) =>
		definition === sampleReview.definition
			? [
					{
						id: sampleReview.instance,
						startDateTime: '2026-01-01T00:00:00Z',
						endDateTime: '2026-01-15T00:00:00Z',
						status: 'InProgress',
						reviewers: [],
						fallbackReviewers: [],
						scope: null,
					},
				]
			: [],
};

/** Source: "accessReviewInstanceDecisionItem resource type". */
const decisions: Collection = {
	path: `${instances.path}/{instance}/decisions`,
	service,
	read,
	seed: (_, [, instance]) =>
		instance === sampleReview.instance
			? ['Approve', 'Deny', 'NotReviewed'].map((decision, index) => ({
					id: guidOf(`decision ${decision}`),
					accessReviewId: sampleReview.instance,
					decision,
					recommendation: decision === 'Deny' ? 'Deny' : 'Approve',
					justification: decision === 'NotReviewed' ? null : 'As discussed',
					reviewedDateTime: decision === 'NotReviewed' ? null : '2026-01-10T09:00:00Z',
					appliedDateTime: null,
					applyResult: 'New',
					appliedBy: creator,
					reviewedBy: creator,
					principal: {
						'@odata.type': '#microsoft.graph.userIdentity',
						id: guidOf(`user ${index}`),
						displayName: `Guest ${index + 1}`,
					},
					principalLink: null,
					resource: { id: guidOf('group Leadership'), displayName: 'Leadership', type: 'Group' },
					resourceLink: null,
				}))
			: [],
};

/** Access reviews, to be read. */
export const accessReviewRoutes: readonly Route[] = [
	...collectionRoutes(definitions),
	...collectionRoutes(instances),
	...collectionRoutes(decisions),
];
