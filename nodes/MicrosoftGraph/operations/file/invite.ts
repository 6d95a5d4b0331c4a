import { moreProperties, newObject } from '../../../shared/fields/body';
import {
	additionalFields,
	choiceField,
	flagField,
	longTextField,
	recipientsField,
	timeField,
} from '../../../shared/fields/build';
import { fileAt, fileFields, writeFilesNote } from '../../../shared/fields/locators/drive';
import { entries } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { required } from '../../../shared/parameters/values/reading';
import { fileGuards } from '../../../shared/resources/file';

const recipients = recipientsField('recipients', 'People', {
	required: true,
	placeholder: 'e.g. adele@contoso.com, alex@contoso.com',
	description: 'Email addresses, separated by commas',
});
const role = choiceField('role', 'Role', { read: 'Read', write: 'Write' });
const sendInvitation = flagField('sendInvitation', 'Send Invitation', {
	description: 'Whether Microsoft 365 sends an email; otherwise, access is granted without one',
});
const fields = additionalFields([
	required(
		timeField('expirationDateTime', 'Expires At', {
			description:
				'When access expires. OneDrive for Business and SharePoint apply it only to sharing links: invited people keep access until the permission is removed.',
		}),
	),
	longTextField('message', 'Message', {
		placeholder: 'e.g. Here are the figures.',
		description: 'Text of the invitation',
	}),
	flagField('requireSignIn', 'Require Sign-In', {
		default: true,
		description: 'Whether people must sign in to open it',
	}),
	moreProperties,
]);

const staysHint =
	'The access doesn\'t expire: OneDrive for Business and SharePoint apply "Expires At" only to sharing links. Use "Create Link" instead, or remove the permission when it should end.';

/** Source: "driveItem: invite". */
export const invite: Operation = {
	name: 'Invite',
	value: 'invite',
	action: 'Share file or folder with people',
	description: 'Grant people access to a file or folder',
	permissions: ['Files.ReadWrite.All'],
	permissionNote: writeFilesNote,
	fields: [...fileFields, recipients, role, sendInvitation, fields],
	guards: fileGuards,
	steps: async (run) => {
		const { item, send } = run;
		const people = item.recipients('recipients');
		const more = item.collection('additionalFields');
		const made = entries(
			await send({
				method: 'POST',
				path: await fileAt(item, send, 'invite'),
				body: newObject(
					{
						recipients: people.map(({ emailAddress }) => ({ email: emailAddress?.address })),
						roles: [item.text('role')],
						requireSignIn: true,
						sendInvitation: item.flag('sendInvitation'),
					},
					more,
				),
			}),
		);
		if (more.expirationDateTime !== undefined && made.some((one) => !one.expirationDateTime)) {
			const addresses = people.map(({ emailAddress }) => emailAddress?.address);
			run.hint(staysHint, addresses.join(', '));
		}
		return made;
	},
};
