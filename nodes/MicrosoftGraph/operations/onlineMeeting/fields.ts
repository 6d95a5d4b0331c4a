import type { IDataObject } from 'n8n-workflow';

import { isGuid } from '../../../../credentials/auth/core/guid';
import type { Guard } from '../../../graph/errors/explain';
import { requestError } from '../../../graph/errors/requestError';
import { choiceField, flagField, locatorField, textField } from '../../../shared/fields/build';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import { readAs } from '../../../shared/parameters/values/reading';

/** The organizer; Graph accepts only the object ID. */
export const organizerId = readAs(
	locatorField(
		'organizerId',
		'Organizer',
		{
			list: { method: 'searchUsers', placeholder: 'Select a user…' },
			example: 'e.g. 87d349ed-44d7-43e1-9a83-5f2406dee5bd',
		},
		{
			description:
				'Object ID of the organizer; the app needs an application access policy of Teams for this user',
		},
	),
	{ whenEmpty: 'notGiven' },
);

/** The meeting of an operation. */
export const meetingId = textField('meetingId', 'Meeting ID', {
	required: true,
	placeholder: 'e.g. MSpkYzE3Njc0Yy04MWQ5LTRhZGItYmZi',
	description: 'The "id" of an online meeting',
});

/** The subject of a meeting. */
export const meetingSubject = textField('subject', 'Subject', { placeholder: 'e.g. Quarterly review' });

/** Further properties of a meeting, new or updated. */
export const meetingFields = [
	choiceField('allowedPresenters', 'Presenters', {
		everyone: 'Everyone',
		organization: 'People in the Organization',
		roleIsPresenter: 'People With the Presenter Role',
		organizer: 'Only the Organizer',
	}),
	flagField('allowAttendeeToEnableCamera', 'Attendees May Use Camera', {
		description: 'Whether attendees can turn their camera on',
	}),
	flagField('allowAttendeeToEnableMic', 'Attendees May Use Microphone', {
		description: 'Whether attendees can turn their microphone on',
	}),
	choiceField('lobbyBypass', 'Who Can Bypass the Lobby', {
		organization: 'People in the Organization',
		organizer: 'Only the Organizer',
		everyone: 'Everyone',
		invited: 'Invited People',
		organizationAndFederated: 'The Organization and Trusted Organizations',
	}),
	flagField('recordAutomatically', 'Record Automatically', {
		default: true,
		description: 'Whether to record the meeting from its start',
	}),
];

/** The properties of a meeting in Graph's format, from the node's fields. */
export function meetingBody({ lobbyBypass, ...rest }: IDataObject): IDataObject {
	return { ...rest, ...(lobbyBypass !== undefined && { lobbyBypassSettings: { scope: lobbyBypass } }) };
}

/**
 * The organizer's object ID.
 * @param what is found by it, for the error
 * @throws RequestError for a user principal name, with which Graph finds none
 */
export function organizerGuid(item: ItemParameters, what: string): string {
	const organizer = item.id('organizerId');
	if (isGuid(organizer)) return organizer;
	throw requestError({
		what:
			organizer === ''
				? 'No organizer is chosen.'
				: `Graph finds ${what} only by the organizer's object ID, and "${organizer}" isn't one.`,
		fix: 'Choose the user from the list, or get the "id" with "User: Get".',
	});
}

/**
 * The path of the organizer's meetings.
 * @throws RequestError for a user principal name, with which Graph finds no meeting
 */
export const meetingsPath = (item: ItemParameters): string[] => [
	'users',
	organizerGuid(item, 'online meetings'),
	'onlineMeetings',
];

/** What a Teams administrator does. */
export const policy =
	"A Teams administrator must grant the app an application access policy for the organizer: New-CsApplicationAccessPolicy with the app's client ID, then Grant-CsApplicationAccessPolicy for the user, or -Global for all. It takes effect after up to 30 minutes.";

/** Why an app can't access a user's meetings. Source: "Configure application access to online meetings". */
export const meetingGuards: readonly Guard[] = [
	{ when: { status: 403, message: /application access policy/i }, fix: policy },
	{
		when: { status: 404, message: /application access policy/i },
		fix: policy,
	},
	{
		when: { status: 404 },
		fix: `Check the meeting and its organizer: Graph finds a meeting only with the object ID of its organizer. For meetings created with "Event: Create", use the join URL. ${policy}`,
	},
];
