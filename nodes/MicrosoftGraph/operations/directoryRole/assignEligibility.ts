import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../../graph/errors/requestError';
import { newObject } from '../../../shared/fields/body';
import { additionalFields, choiceField, numberField, timeField } from '../../../shared/fields/build';
import { principalId } from '../../../shared/fields/locators/principal';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import { required } from '../../../shared/parameters/values/reading';
import { optionalText } from '../../../shared/parameters/values/text';
import { directoryScope, roleId } from '../../../shared/resources/directoryRole';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { eligibilityGuards, governanceNote, justification, requestEligibility } from './eligibility';

/** Source: "Create roleEligibilityScheduleRequest", adminAssign. */
export const assignEligibility: Operation = {
	name: 'Assign Eligibility',
	value: 'assignEligibility',
	action: 'Assign eligibility for directory role',
	description:
		'Make a user or a role-assignable group eligible for a role in Privileged Identity Management: they activate it when they need it',
	permissions: ['RoleEligibilitySchedule.ReadWrite.Directory'],
	permissionNote: governanceNote,
	fields: [
		roleId,
		principalId,
		directoryScope,
		choiceField('expiration', 'Expires', {
			afterDuration: 'After a Number of Days',
			afterDateTime: 'At a Time',
			noExpiration: 'Never',
		}),
		numberField('durationDays', 'Days', {
			default: 365,
			typeOptions: { minValue: 1, maxValue: 3650 },
			displayOptions: { show: { expiration: ['afterDuration'] } },
		}),
		timeField('endDateTime', 'Expires At', {
			required: true,
			displayOptions: { show: { expiration: ['afterDateTime'] } },
		}),
		additionalFields([
			justification,
			required(timeField('startDateTime', 'Starts At', { description: 'Leave out for now' })),
		]),
	],
	options: [waitForReplication],
	guards: eligibilityGuards,
	steps: async (run) => {
		const { startDateTime, ...more } = run.item.collection('additionalFields');
		const start = optionalText(startDateTime) || new Date().toISOString();
		const scheduleInfo = { startDateTime: start, expiration: expirationOf(run.item, start) };
		return await requestEligibility(run, newObject({ action: 'adminAssign' }, more, { scheduleInfo }));
	},
};

/** Until when it lasts, as Graph has it. Source: "expirationPattern resource type". */
function expirationOf(item: ItemParameters, start: string): IDataObject {
	const type = item.text('expiration');
	if (type === 'afterDuration') return { type, duration: `P${Math.floor(item.number('durationDays'))}D` };
	if (type !== 'afterDateTime') return { type };
	const endDateTime = item.text('endDateTime');
	if (Date.parse(endDateTime) > Date.parse(start)) return { type, endDateTime };
	throw requestError({
		what: 'The eligibility expires before it starts.',
		fix: 'Set "Expires At" to a time after "Starts At".',
	});
}
