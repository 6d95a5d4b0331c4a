import { choiceField, flagField, textField } from '../../../shared/fields/build';
import { filterOf, filtersField, type Filter } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { filterLike, odataQuery, orderByLike, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { needsPremium } from '../auditLog/fields';

/** A filter by a property that is true or false. */
const whether = (name: string, displayName: string, description: string): Filter => ({
	field: flagField(name, displayName, { default: true, description }),
	condition: (value) => `${name} eq ${value}`,
});

const filters: readonly Filter[] = [
	whether('isAdmin', 'Administrator', 'Whether to return only administrators; off for only other users'),
	whether(
		'isMfaCapable',
		'MFA Capable',
		"Whether to return only users who have a method that the policy allows for multifactor authentication; off for only those who don't",
	),
	whether(
		'isMfaRegistered',
		'MFA Registered',
		"Whether to return only users who have registered for multifactor authentication; off for only those who haven't",
	),
	whether(
		'isPasswordlessCapable',
		'Passwordless Capable',
		"Whether to return only users who can sign in without a password; off for only those who can't",
	),
	whether(
		'isSsprRegistered',
		'Self-Service Password Reset Registered',
		"Whether to return only users who can reset their own password; off for only those who haven't registered for it",
	),
	{
		field: textField('userDisplayName', 'User Name Starts With', { placeholder: 'e.g. Ad' }),
		condition: (name) => `startsWith(userDisplayName,${name})`,
	},
	{
		field: textField('userPrincipalName', 'User Principal Name', { placeholder: 'e.g. adele@contoso.com' }),
		condition: (name) => `userPrincipalName eq ${name}`,
	},
	{
		field: choiceField('userType', 'User Type', { member: 'Member', guest: 'Guest' }),
		condition: (type) => `userType eq ${type}`,
	},
];

/** Source: "List userRegistrationDetails". */
export const getRegistrationDetails: Operation = {
	name: 'Get Registration Details',
	value: 'getRegistrationDetails',
	action: 'Get registration details of users',
	description:
		'List for each user which authentication methods are registered, and whether the user can use multifactor authentication, sign-in without a password, and self-service password reset; disabled users are left out',
	permissions: ['AuditLog.Read.All'],
	permissionNote: 'The tenant needs Microsoft Entra ID P1 or P2.',
	fields: [...listFields, filtersField(filters)],
	options: [
		filterLike('isAdmin eq true'),
		orderByLike('userDisplayName desc'),
		selectLike('userPrincipalName,isMfaRegistered'),
	],
	simple: [
		'userPrincipalName',
		'userDisplayName',
		'userType',
		'isAdmin',
		'isMfaRegistered',
		'isMfaCapable',
		'isPasswordlessCapable',
		'isSsprRegistered',
		'methodsRegistered',
		'id',
	],
	guards: [needsPremium],
	// Its page documents no $top.
	list: { pageSize: () => undefined },
	request: (item) => ({
		method: 'GET',
		path: ['reports', 'authenticationMethods', 'userRegistrationDetails'],
		query: { ...odataQuery(item.collection('options')), $filter: filterOf(item, filters) },
		batchable: false,
	}),
};
