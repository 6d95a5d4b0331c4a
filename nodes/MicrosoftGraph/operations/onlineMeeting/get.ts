import type { IDataObject } from 'n8n-workflow';

import type { GraphResponse } from '../../../graph/graphRequest';
import { requestError } from '../../../graph/errors/requestError';
import { choiceField, textField } from '../../../shared/fields/build';
import { quoted } from '../../../shared/fields/filters';
import { objectOf } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { meetingGuards, meetingId, meetingsPath, organizerId } from './fields';

/** Source: "Get onlineMeeting". */
export const get: Operation = {
	name: 'Get',
	value: 'get',
	action: 'Get online meeting',
	description: 'Get an online meeting of an organizer, by its ID or its join URL',
	permissions: ['OnlineMeetings.Read.All'],
	fields: [
		organizerId,
		choiceField('findBy', 'Find By', { id: 'ID', joinWebUrl: 'Join URL' }),
		{ ...meetingId, displayOptions: { show: { findBy: ['id'] } } },
		textField('joinWebUrl', 'Join URL', {
			required: true,
			placeholder: 'e.g. https://teams.microsoft.com/l/meetup-join/19%3ameeting_MzI1%40thread.v2/0',
			description: "The join link, as in the meeting's event",
			displayOptions: { show: { findBy: ['joinWebUrl'] } },
		}),
	],
	simpleInNode: [
		'subject',
		'startDateTime',
		'endDateTime',
		'joinWebUrl',
		'participants',
		'joinMeetingIdSettings',
		'videoTeleconferenceId',
		'creationDateTime',
		'id',
	],
	guards: meetingGuards,
	request: (item) => {
		if (item.text('findBy') !== 'joinWebUrl')
			return { method: 'GET', path: [...meetingsPath(item), item.text('meetingId')] };
		const $filter = `JoinWebUrl eq ${quoted(item.text('joinWebUrl'))}`;
		return { method: 'GET', expectedResponse: 'list', path: meetingsPath(item), query: { $filter } };
	},
	output: (response, item) =>
		item.text('findBy') === 'joinWebUrl' ? foundIn(response) : [objectOf(response)],
};

function foundIn({ body }: GraphResponse): IDataObject[] {
	const { value = [] } = body as { value?: IDataObject[] };
	if (value.length > 0) return value;
	throw requestError({
		what: 'The organizer has no online meeting with this join URL.',
		fix: 'Enter the URL in full, and check that this user organized the meeting.',
	});
}
