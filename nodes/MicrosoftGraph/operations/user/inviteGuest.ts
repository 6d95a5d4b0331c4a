import type { Invitation } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { moreProperties, newObject } from '../../../shared/fields/body';
import {
	additionalFields,
	choiceField,
	flagField,
	longTextField,
	textField,
} from '../../../shared/fields/build';
import type { Operation } from '../../operation';

/** Source: "Create invitation". */
export const inviteGuest: Operation = {
	name: 'Invite Guest',
	value: 'inviteGuest',
	action: 'Invite guest user',
	description: 'Invite someone from outside the organization to the directory',
	permissions: ['User.Invite.All'],
	fields: [
		textField('invitedUserEmailAddress', 'Email', { required: true, placeholder: 'e.g. pat@fabrikam.com' }),
		textField('inviteRedirectUrl', 'Redirect URL', {
			default: 'https://myapplications.microsoft.com',
			description: 'Page that the guest is redirected to after accepting',
		}),
		flagField('sendInvitationMessage', 'Send Invitation Message', {
			default: true,
			description:
				'Whether Microsoft sends the invitation; otherwise, send the returned "inviteRedeemUrl" to the guest yourself',
		}),
		additionalFields([
			textField('invitedUserDisplayName', 'Display Name', { placeholder: 'e.g. Pat Nguyen' }),
			longTextField('customizedMessageBody', 'Message', { placeholder: 'e.g. Welcome to our project' }),
			textField('messageLanguage', 'Message Language', {
				placeholder: 'e.g. en-US',
				description: 'Language of the invitation if it has no custom message',
			}),
			choiceField('invitedUserType', 'User Type', { Guest: 'Guest', Member: 'Member' }),
			moreProperties,
		]),
	],
	request: (item) => {
		const { customizedMessageBody, messageLanguage, ...more } = item.collection('additionalFields');
		const message = newObject({ customizedMessageBody, messageLanguage });
		const invitation: Invitation = {
			invitedUserEmailAddress: item.text('invitedUserEmailAddress'),
			inviteRedirectUrl: item.text('inviteRedirectUrl'),
			sendInvitationMessage: item.flag('sendInvitationMessage'),
			...(Object.keys(message).length > 0 && { invitedUserMessageInfo: message }),
		};
		return { method: 'POST', path: ['invitations'], body: newObject(invitation as IDataObject, more) };
	},
};
