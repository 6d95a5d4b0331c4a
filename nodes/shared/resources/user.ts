import type { INodeProperties } from 'n8n-workflow';

import type { Guard } from '../../graph/errors/explain';
import { requestError } from '../../graph/errors/requestError';
import type { Needs } from '../../graph/graphRequest';

import {
	choiceField,
	flagField,
	locatorField,
	numberField,
	secretField,
	textField,
	textsField,
	timeField,
} from '../fields/build';
import type { Filter } from '../fields/filters';
import type { ItemParameters } from '../parameters/itemParameters';
import { readAs } from '../parameters/values/reading';
import { optionalText } from '../parameters/values/text';

/** What User.ReadBasic.All shows. */
export const simpleUser: readonly string[] = [
	'displayName',
	'userPrincipalName',
	'mail',
	'givenName',
	'surname',
	'id',
];

/** The same for operations that need User.Read.All anyway. */
export const simpleColleague: readonly string[] = [
	'displayName',
	'userPrincipalName',
	'mail',
	'jobTitle',
	'department',
	'officeLocation',
	'mobilePhone',
	'givenName',
	'surname',
	'id',
];

/** Properties of a person, to set when a user is created or updated, named as Graph names them. */
export const personFields: readonly INodeProperties[] = [
	textsField('businessPhones', 'Business Phone', { placeholder: 'e.g. +1 425 555 0100' }),
	textField('city', 'City', { placeholder: 'e.g. Redmond' }),
	textField('companyName', 'Company', { placeholder: 'e.g. Contoso' }),
	textField('country', 'Country', { placeholder: 'e.g. United States' }),
	textField('department', 'Department', { placeholder: 'e.g. Sales' }),
	timeField('employeeHireDate', 'Employee Hire Date', { placeholder: 'e.g. 2030-01-01T09:00:00Z' }),
	textField('employeeId', 'Employee ID', { placeholder: 'e.g. 10042' }),
	textField('employeeType', 'Employee Type', { placeholder: 'e.g. Contractor' }),
	textField('givenName', 'First Name', { placeholder: 'e.g. Adele' }),
	textField('jobTitle', 'Job Title', { placeholder: 'e.g. Retail Manager' }),
	textField('surname', 'Last Name', { placeholder: 'e.g. Vance' }),
	textField('mobilePhone', 'Mobile Phone', { placeholder: 'e.g. +1 425 555 0101' }),
	textField('officeLocation', 'Office', { placeholder: 'e.g. 18/2111' }),
	textsField('otherMails', 'Other Emails', {
		placeholder: 'e.g. adele@fabrikam.com',
		description: 'More addresses, separated by commas',
	}),
	textField('postalCode', 'Postal Code', { placeholder: 'e.g. 98052' }),
	textField('preferredLanguage', 'Preferred Language', { placeholder: 'e.g. en-US' }),
	textField('state', 'State', { placeholder: 'e.g. WA' }),
	textField('streetAddress', 'Street Address', { placeholder: 'e.g. 1 Main Street' }),
	textField('usageLocation', 'Usage Location', {
		placeholder: 'e.g. US',
		description: 'Two-letter country code; Microsoft 365 requires it for licenses',
	}),
	choiceField('userType', 'User Type', { Member: 'Member', Guest: 'Guest' }),
];

/** The mail alias of an account. */
export const mailNickname = textField('mailNickname', 'Mail Nickname', {
	placeholder: 'e.g. adelev',
	description: 'Mail alias; leave empty for the part before the @ of the user principal name',
});

/** A new password, which is sent only to Graph. */
export const password = secretField('password', 'Password', {
	required: true,
	placeholder: 'e.g. xWwvJ]6NMw+bWH-d',
	description: "A new password that meets the tenant's rules: usually 8 or more characters of three kinds",
});

/** Whether the password is for one sign-in only. */
export const forceChange = flagField('forceChange', 'Change Password at Next Sign-In', {
	default: true,
	description: 'Whether the user must choose another password at the next sign-in',
});

/** The operation itself refuses an empty value, which wouldn't remove a manager. */
export const managerId = readAs(
	locatorField(
		'managerId',
		'Manager',
		{
			list: { method: 'searchUsers', placeholder: 'Select a user…' },
			example: 'e.g. megan@contoso.com',
		},
		{ description: 'User principal name or object ID of the manager' },
	),
	{ whenEmpty: 'notGiven' },
);

/** The deleted user, who has only an object ID. */
export const deletedUserId = locatorField(
	'deletedUserId',
	'Deleted User',
	{
		list: { method: 'searchDeletedUsers', placeholder: 'Select a deleted user…' },
		example: 'e.g. 87d349ed-44d7-43e1-9a83-5f2406dee5bd',
	},
	{ description: 'Object ID that the user had' },
);

/** Graph's errors for a user principal name. */
export const nameGuards = [
	{
		when: { status: 400, message: /userPrincipalName already exists|conflicting object/i },
		fix: 'The user principal name is taken, perhaps by a deleted user: choose another, or restore that user.',
	},
	{
		when: { status: 400, message: /domain portion of the userPrincipalName/i },
		fix: 'The part after the @ must be a verified domain of the tenant: "Organization: Get Domains" lists them.',
	},
];

/** Graph's errors for a password. */
export const passwordGuards = [
	{
		when: { status: 400, message: /password/i },
		fix: "Choose a password that meets the tenant's rules, without the user's name or a banned word.",
	},
];

/** Whether a list of properties or a filter contains the last sign-in. */
export function asksForSignIns(text: string): boolean {
	return /\bsignInActivity\b/i.test(text);
}

/** The largest page of users with their last sign-in. Source: "List users". */
export const maxWithSignIns = 500;

/** What the last sign-in of a user needs. Source: "user resource type", signInActivity. */
export const signInsNeed: Needs = {
	permissions: ['User.Read.All', 'AuditLog.Read.All'],
	because: 'A user\'s last sign-in ("signInActivity") is part of the audit logs.',
};
export const signInsNote =
	'The last sign-in ("signInActivity" in Select) also needs AuditLog.Read.All and Microsoft Entra ID P1 or P2.';

/** Graph's error without a license for it. */
export const signInsNeedPremium: Guard = {
	when: { code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant' },
	fix: 'The last sign-in ("signInActivity") needs Microsoft Entra ID P1 or P2: add such a license, or leave it out.',
};

/** What some changes of a user need in addition to the permission. */
export const adminNote =
	'For users with an administrator role, the app itself needs a directory role that is at least as high.';

/** The condition for users without a sign-in in a number of days. */
export const inactiveFor: Filter = {
	field: numberField('inactiveForDays', 'Inactive For (Days)', {
		default: 90,
		typeOptions: { minValue: 1 },
		description:
			"Only users whose last interactive sign-in is at least this many days ago; needs AuditLog.Read.All, User.Read.All, and Microsoft Entra ID P1 or P2. Graph doesn't return users who never signed in, and allows no other filter together with this one.",
	}),
	condition: (days) =>
		`signInActivity/lastSignInDateTime le ${new Date(Date.now() - Number(days) * 86_400_000).toISOString().slice(0, 19)}Z`,
};

/** What is output of inactive users, so that a workflow can filter them further. */
const simpleInactive = [
	...simpleUser,
	'accountEnabled',
	'userType',
	'createdDateTime',
	'signInActivity',
].join(',');

const isInactiveAsked = (item: ItemParameters): boolean =>
	item.collection('filters')[inactiveFor.field.name] !== undefined;

/** The properties to select for inactive users, unless others are selected. */
export function inactiveSelect(item: ItemParameters): string | undefined {
	const isSelected = optionalText(item.collection('options').select) !== '';
	return isInactiveAsked(item) && !isSelected && item.flag('simplify') ? simpleInactive : undefined;
}

/**
 * @throws RequestError where the last sign-in is filtered by together with something else, which Graph refuses
 * Source: "user resource type", signInActivity.
 */
export function checkInactiveAlone(item: ItemParameters): void {
	if (!isInactiveAsked(item)) return;
	const { filter, search } = item.collection('options');
	const isAlone = Object.keys(item.collection('filters')).length === 1;
	if (isAlone && optionalText(filter) === '' && optionalText(search) === '') return;
	throw requestError({
		what: 'Graph can\'t combine "Inactive For (Days)" with another filter or a search.',
		fix: 'Remove the others, and filter the items with a Filter node afterward: they have accountEnabled and userType. If an expression leaves a filter empty, turn on "Ignore Empty Filters".',
	});
}
