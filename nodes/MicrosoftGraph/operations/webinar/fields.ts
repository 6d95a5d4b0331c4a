import type { Guard } from '../../../graph/errors/explain';
import { textField } from '../../../shared/fields/build';
import { listFields } from '../../../shared/fields/lists';
import type { Operation } from '../../operation';
import { policy } from '../onlineMeeting/fields';

/** The webinar of an operation. */
export const webinarId = textField('webinarId', 'Webinar ID', {
	required: true,
	placeholder: 'e.g. 88b245ac-b0b2-f1aa-e34a-c81c27abdac2@f9448ec4-804b-46af-b810-62085248da33',
	description: 'The "id" of a webinar, as Get Many returns it',
});

/** Why an app doesn't see a webinar. Source: "List webinars". */
export const webinarGuards: readonly Guard[] = [403, 404].map((status) => ({
	when: { status },
	fix: policy,
}));

/** Lists what belongs to a webinar. */
export const listBelow = (
	relation: string,
	own: Pick<Operation, 'name' | 'value' | 'action' | 'description'>,
): Operation => ({
	...own,
	permissions: ['VirtualEvent.Read.All'],
	fields: [webinarId, ...listFields],
	guards: webinarGuards,
	list: { pageSize: () => undefined },
	request: (item) => ({
		method: 'GET',
		path: ['solutions', 'virtualEvents', 'webinars', item.text('webinarId'), relation],
	}),
});
