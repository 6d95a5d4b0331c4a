import type { Query } from '../../../graph/graphRequest';
import { flagField } from '../../../shared/fields/build';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';

/** Whether incidents come with their alerts. */
export const withAlerts = flagField('withAlerts', 'Include Alerts', {
	description: "Whether to include each incident's alerts and their evidence, which can be a lot of data",
});

/** The query for "Include Alerts". */
export const expandAlerts = (item: ItemParameters): Query =>
	item.collection('options').withAlerts === true ? { $expand: 'alerts' } : {};

/** The most useful properties of an incident, for "Simplify". */
export const simpleIncident: readonly string[] = [
	'displayName',
	'severity',
	'status',
	'createdDateTime',
	'lastUpdateDateTime',
	'classification',
	'assignedTo',
	'incidentWebUrl',
	'alerts',
	'id',
];
