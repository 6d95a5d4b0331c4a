import { randomUUID } from 'node:crypto';
import { requestRefused } from '../directoryObjects';
import { readObject } from '../messageBody';
import { entityAnswer } from '../paging';
import { permissions } from '../permissions';
import { route } from '../rest';
import type { Route } from '../router';

/** Invites guests. */
export const invitationRoutes: readonly Route[] = [
	route(
		'POST',
		'/invitations',
		'directory',
		['User.Invite.All', ...permissions.writeUsers],
		(world, { call }) => {
			const body = readObject(call.body, 'invitation');
			const { invitedUserEmailAddress: mail, inviteRedirectUrl, invitedUserDisplayName = null } = body;
			if (typeof mail !== 'string' || !mail.includes('@') || typeof inviteRedirectUrl !== 'string')
				throw requestRefused('A value is required for invitedUserEmailAddress and inviteRedirectUrl.');
			const [domain] = world.state.organization.verifiedDomains;
			const known = [...world.state.users.values()].find((user) => user.mail === mail);
			const user =
				known ??
				world.state.addUser({
					id: randomUUID(),
					userPrincipalName: `${mail.replace('@', '_')}#EXT#@${domain}`,
					displayName: typeof invitedUserDisplayName === 'string' ? invitedUserDisplayName : mail,
					mail,
					userType: 'Guest',
					externalUserState: 'PendingAcceptance',
					assignedLicenses: [],
				});
			const id = randomUUID();
			const answer = {
				id,
				inviteRedeemUrl: `https://login.invalid/redeem?rd=${id}`,
				invitedUserDisplayName,
				invitedUserType: body.invitedUserType ?? 'Guest',
				invitedUserEmailAddress: mail,
				sendInvitationMessage: body.sendInvitationMessage ?? false,
				resetRedemption: false,
				inviteRedirectUrl,
				status: 'PendingAcceptance',
				invitedUserMessageInfo: {
					messageLanguage: null,
					customizedMessageBody: null,
					ccRecipients: [],
					...(body.invitedUserMessageInfo as object | undefined),
				},
				invitedUser: { id: user.id },
			};
			return entityAnswer(call, 'invitations', answer, 201);
		},
	),
];
