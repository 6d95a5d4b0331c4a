import { choiceField } from '../../../shared/fields/build';
import { listFields } from '../../../shared/fields/lists';
import { quoted } from '../../../shared/fields/filters';
import type { Operation } from '../../operation';
import { organizerGuid, organizerId } from '../onlineMeeting/fields';
import { webinarGuards } from './fields';

/** Source: "virtualEventWebinar: getByUserIdAndRole". */
export const getAll: Operation = {
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many webinars',
	description: 'List the Teams webinars that a user organizes',
	permissions: ['VirtualEvent.Read.All'],
	fields: [
		organizerId,
		choiceField(
			'role',
			'Role',
			{ organizer: 'Organizer', coOrganizer: 'Co-Organizer' },
			{ default: 'organizer', description: 'What the user is in the webinars' },
		),
		...listFields,
	],
	guards: webinarGuards,
	list: { pageSize: () => undefined },
	request: (item) => {
		const key = `userId=${quoted(organizerGuid(item, 'webinars'))},role=${quoted(item.text('role'))}`;
		return { method: 'GET', path: ['solutions', 'virtualEvents', 'webinars', `getByUserIdAndRole(${key})`] };
	},
};
