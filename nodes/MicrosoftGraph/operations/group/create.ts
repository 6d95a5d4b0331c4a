import type { Group } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import type { Needs } from '../../../graph/graphRequest';
import { requestError } from '../../../graph/errors/requestError';
import { moreProperties, newObject } from '../../../shared/fields/body';
import {
	additionalFields,
	choiceField,
	flagField,
	textField,
	textsField,
} from '../../../shared/fields/build';
import { objectOf } from '../../../shared/fields/outputs';
import { referenceTo } from '../../../shared/fields/references';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';
import { waitForReplication } from '../../replication';
import { listed } from '../../../shared/parameters/values/text';
import { descriptionField, groupGuards, visibility } from '../../../shared/resources/group';

/** The most owners and members together that a new group can have. */
const maxPeople = 20;

/** Source: "Create group". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create group',
	description: 'Create a security group or a Microsoft 365 group, with members or a rule for them',
	permissions: ['Group.Create'],
	permissionNote:
		'With owners or members, it also needs User.Read.All for users, or Application.Read.All for apps. A role-assignable group needs RoleManagement.ReadWrite.Directory.',
	fields: [
		textField('displayName', 'Name', { required: true, placeholder: 'e.g. Sales' }),
		choiceField('groupType', 'Type', { security: 'Security', microsoft365: 'Microsoft 365' }),
		textField('mailNickname', 'Mail Nickname', {
			placeholder: 'e.g. sales',
			description:
				'Part before the @ in the address of a Microsoft 365 group; leave empty for the letters and digits of the name',
		}),
		choiceField('membership', 'Membership', { assigned: 'Assigned', dynamic: 'Dynamic' }),
		textField('membershipRule', 'Membership Rule', {
			required: true,
			placeholder: 'e.g. user.department -eq "Sales"',
			description: 'Rule that decides who is in the group; needs Microsoft Entra ID P1',
			displayOptions: { show: { membership: ['dynamic'] } },
		}),
		additionalFields([
			flagField('isAssignableToRole', 'Role-Assignable', {
				default: true,
				description:
					"Whether the group can be assigned an administrator role; such a group is security-enabled, and this can't be changed later",
			}),
			descriptionField,
			textsField('members', 'Members', {
				placeholder: 'e.g. adele@contoso.com, alex@contoso.com',
				description: 'Object IDs or user principal names, separated by commas',
			}),
			textsField('owners', 'Owners', {
				placeholder: 'e.g. megan@contoso.com',
				description:
					'Object IDs or user principal names, separated by commas. If empty, the group has no owner.',
			}),
			visibility,
			moreProperties,
		]),
	],
	options: [waitForReplication],
	guards: groupGuards,
	steps: createGroup,
};

async function createGroup(run: ItemRun): Promise<IDataObject[]> {
	const { item, send } = run;
	const { owners, members, ...more } = item.collection('additionalFields');
	const displayName = item.text('displayName');
	const unified = item.text('groupType') === 'microsoft365';
	const dynamic = item.text('membership') === 'dynamic';
	const group: Group = {
		displayName,
		mailNickname: item.text('mailNickname') || nicknameOf(displayName),
		mailEnabled: unified,
		securityEnabled: !unified,
		groupTypes: [...(unified ? ['Unified'] : []), ...(dynamic ? ['DynamicMembership'] : [])],
		...(dynamic && {
			membershipRule: item.text('membershipRule'),
			membershipRuleProcessingState: 'On',
		}),
	};
	const linked = people(run, dynamic, { owners, members });
	const body = withSecurity(newObject(group as IDataObject, more, linked), dynamic);
	const needs = needsOf(body, Object.keys(linked).length > 0);
	return [objectOf(await send({ method: 'POST', path: ['groups'], body, needs }))];
}

/** What a new group needs in addition to Group.Create. Source: "Create group", permissions. */
function needsOf({ isAssignableToRole }: IDataObject, hasPeople: boolean): Needs | undefined {
	const reasons: Array<[permission: string, because: string]> = [];
	if (hasPeople) {
		const because =
			'To create a group with owners or members, the app must be able to read them: users with User.Read.All, apps with Application.Read.All.';
		reasons.push(['User.Read.All', because]);
	}
	if (isAssignableToRole === true) {
		const permission = 'RoleManagement.ReadWrite.Directory';
		reasons.push([permission, `To create a role-assignable group, the app needs ${permission}.`]);
	}
	if (reasons.length === 0) return undefined;
	const permissions = ['Group.Create', ...reasons.map(([permission]) => permission)];
	return { permissions, because: reasons.map(([, because]) => because).join(' ') };
}

/**
 * A group for roles is security-enabled, of whichever type it is, and no rule decides who is in it.
 * Source: "group resource type", isAssignableToRole.
 */
function withSecurity(body: IDataObject, dynamic: boolean): IDataObject {
	if (body.isAssignableToRole !== true) return body;
	if (dynamic) {
		throw requestError({
			what: "A dynamic group can't be role-assignable.",
			fix: 'Choose the membership "Assigned", or turn "Role-Assignable" off.',
		});
	}
	return { ...body, securityEnabled: true };
}

function people(run: ItemRun, dynamic: boolean, given: { owners: unknown; members: unknown }): IDataObject {
	const [owners, members] = [listed(given.owners), listed(given.members)];
	if (dynamic && members.length > 0) {
		throw requestError({
			what: "A rule decides who is in this group, so you can't add members.",
			fix: 'Remove "Members", or choose the membership "Assigned".',
		});
	}
	if (owners.length + members.length > maxPeople) {
		throw requestError({
			what: `A new group can have up to ${maxPeople} owners and members in total, not ${owners.length + members.length}.`,
			fix: 'Create it with some of them, and add the others with "Add Members".',
		});
	}
	const references = (who: string[]) => who.map((one) => referenceTo(run, one));
	return {
		...(owners.length > 0 && { 'owners@odata.bind': references(owners) }),
		...(members.length > 0 && { 'members@odata.bind': references(members) }),
	};
}

/** Graph requires a mail nickname of ASCII letters and digits for every group. */
function nicknameOf(displayName: string): string {
	const nickname = displayName
		.normalize('NFKD')
		.replace(/[^\w-]/g, '')
		.slice(0, 64);
	if (nickname !== '') return nickname;
	throw requestError({
		what: `The name "${displayName}" can't be turned into a mail nickname.`,
		fix: 'Enter a mail nickname: letters and digits without accents.',
	});
}
