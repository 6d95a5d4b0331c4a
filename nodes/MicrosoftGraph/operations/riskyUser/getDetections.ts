import { timeField } from '../../../shared/fields/build';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { filterLike, odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { riskFilters, riskGuards } from './fields';

/** The most useful properties of a detection, for "Simplify". */
const simpleDetection = [
	'detectedDateTime',
	'userPrincipalName',
	'userDisplayName',
	'riskEventType',
	'riskLevel',
	'riskState',
	'riskDetail',
	'ipAddress',
	'userId',
	'id',
];

const filters: readonly Filter[] = [
	...riskFilters,
	{
		field: timeField('detectedSince', 'Detected Since', {
			description: 'Only detections from this time on',
		}),
		condition: (time) => `detectedDateTime ge ${time}`,
	},
];

/** Source: "List riskDetections". */
export const getDetections: Operation = {
	name: 'Get Risk Detections',
	value: 'getDetections',
	action: 'Get risk detections',
	description: 'List the risks that Entra ID Protection has detected, such as leaked credentials',
	permissions: ['IdentityRiskEvent.Read.All'],
	permissionNote: 'The tenant needs Microsoft Entra ID P1 or P2; with P1, details are limited.',
	fields: [...listFields, filtersField(filters)],
	options: [filterLike("riskEventType eq 'unfamiliarFeatures'"), selectLike('riskEventType,riskLevel')],
	simple: simpleDetection,
	guards: riskGuards,
	list: { pageSize: () => 500 },
	request: (item) => ({
		method: 'GET',
		path: ['identityProtection', 'riskDetections'],
		query: {
			$select: odataQuery(item.collection('options')).$select,
			$filter: filterOf(item, filters),
		},
	}),
};
