import type { User } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { moreProperties, newObject } from '../../../shared/fields/body';
import { additionalFields, flagField, textField } from '../../../shared/fields/build';
import type { Operation } from '../../operation';
import {
	forceChange,
	mailNickname,
	nameGuards,
	password,
	passwordGuards,
	personFields,
} from '../../../shared/resources/user';

/** Source: "Create user". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create user',
	description: 'Create a user with a password',
	permissions: ['User.ReadWrite.All'],
	fields: [
		textField('displayName', 'Display Name', { required: true, placeholder: 'e.g. Adele Vance' }),
		textField('userPrincipalName', 'User Principal Name', {
			required: true,
			placeholder: 'e.g. adelev@contoso.com',
			description: 'Sign-in name, in a verified domain of the tenant',
		}),
		password,
		forceChange,
		flagField('accountEnabled', 'Account Enabled', {
			default: true,
			description: 'Whether the user can sign in',
		}),
		additionalFields([...personFields, mailNickname, moreProperties]),
	],
	guards: [...nameGuards, ...passwordGuards],
	request: (item) => {
		const userPrincipalName = item.text('userPrincipalName');
		const user: User = {
			displayName: item.text('displayName'),
			userPrincipalName,
			accountEnabled: item.flag('accountEnabled'),
			passwordProfile: {
				password: item.text('password'),
				forceChangePasswordNextSignIn: item.flag('forceChange'),
			},
		};
		const body = newObject(user as IDataObject, item.collection('additionalFields'));
		const nickname = userPrincipalName.split('@')[0]?.replace(/[^\w.-]/g, '');
		return { method: 'POST', path: ['users'], body: { mailNickname: nickname, ...body } };
	},
};
