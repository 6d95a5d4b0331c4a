import { additionalFields } from '../../../shared/fields/build';
import { groupId } from '../../../shared/fields/locators/group';
import { objectOf } from '../../../shared/fields/outputs';
import {
	disabledPlans,
	license,
	licenseChange,
	licenseGuards,
	removeLicenses,
	sendLicenseChange,
} from '../../../shared/resources/license';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';

/** Source: "group: assignLicense". */
export const assignLicense: Operation = {
	name: 'Assign License',
	value: 'assignLicense',
	action: 'Assign license to group',
	description:
		'Assign a license to all members of a group, or remove licenses from them; Graph processes the members afterward, and "Get Licenses" shows who gets an error',
	permissions: ['LicenseAssignment.ReadWrite.All', 'LicenseAssignment.Read.All'],
	fields: [groupId, license, additionalFields([disabledPlans, removeLicenses])],
	options: [waitForReplication],
	guards: [
		...licenseGuards,
		{
			when: { status: 400, message: /does not have a corresponding license/i },
			fix: 'The group doesn\'t have the license to remove. "Get Licenses" shows its licenses.',
		},
		{
			when: { status: 400, message: /security groups only|security ?enabled/i },
			fix: 'Licenses need a security group, or a Microsoft 365 group that is security-enabled.',
		},
	],
	steps: async (run) => {
		const change = await licenseChange(run);
		return [objectOf(await sendLicenseChange(run, ['groups', run.item.id('groupId')], change))];
	},
};
