import { choiceField, flagField, textField, timeField } from '../../../shared/fields/build';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { filterLike, odataQuery, orderByLike, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';

/** What changed since a time. */
export const modifiedSince: Filter = {
	field: timeField('modifiedSince', 'Modified Since', {
		description: 'Only those that were added or changed since this time',
	}),
	condition: (time) => `lastModifiedDateTime ge ${time}`,
};

/** What issues are filtered by. */
export const issueFilters: readonly Filter[] = [
	{
		field: choiceField('classification', 'Classification', { advisory: 'Advisory', incident: 'Incident' }),
		condition: (value) => `classification eq ${value}`,
	},
	{
		field: flagField('isResolved', 'Is Resolved', {
			description: 'Whether to return only resolved issues; off for only open ones',
		}),
		condition: (value) => `isResolved eq ${value}`,
	},
	modifiedSince,
	{
		field: textField('service', 'Service', { placeholder: 'e.g. Exchange Online' }),
		condition: (name) => `service eq ${name}`,
	},
];

/** What messages are filtered by. */
export const messageFilters: readonly Filter[] = [
	{
		field: choiceField('category', 'Category', {
			planForChange: 'Plan for Change',
			preventOrFixIssue: 'Prevent or Fix Issue',
			stayInformed: 'Stay Informed',
		}),
		condition: (value) => `category eq ${value}`,
	},
	{
		field: flagField('isMajorChange', 'Is Major Change', {
			default: true,
			description: 'Whether to return only major changes; off for only minor ones',
		}),
		condition: (value) => `isMajorChange eq ${value}`,
	},
	modifiedSince,
	{
		field: textField('service', 'Service', { placeholder: 'e.g. Microsoft Teams' }),
		condition: (name) => `services/any(s:s eq ${name})`,
	},
];

/** A list of announcements, filtered, ordered, and selected as the person says. */
export const announcements = (
	kind: 'issues' | 'messages',
	filters: readonly Filter[],
	example: string,
	own: Pick<Operation, 'name' | 'value' | 'action' | 'description' | 'permissions' | 'simple'>,
): Operation => ({
	...own,
	fields: [...listFields, filtersField(filters)],
	options: [filterLike(example), orderByLike('lastModifiedDateTime desc'), selectLike('title,startDateTime')],
	list: { pageSize: () => 100 },
	request: (item) => ({
		method: 'GET',
		path: ['admin', 'serviceAnnouncement', kind],
		query: { ...odataQuery(item.collection('options')), $filter: filterOf(item, filters) },
	}),
});
