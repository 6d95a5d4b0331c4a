import type { Event } from '@microsoft/microsoft-graph-types';
import type { Simulator } from '../../../simulator/simulator';
import { addEvent } from '../../../simulator/graph/state/events';
import { sampleUser, type Samples } from '../samples';

const at = (dateTime: string) => ({ dateTime: `${dateTime}.0000000`, timeZone: 'UTC' });

/** An event of its own in the sample mailbox, within the window of the examples. */
export function newEvent({ graph }: Simulator, more: Event = {}): string {
	return addEvent(graph.mailbox(sampleUser), {
		subject: 'Sample',
		start: at('2030-03-05T10:00:00'),
		end: at('2030-03-05T11:00:00'),
		...more,
	}).id;
}

const invited = (simulator: Simulator) => {
	const id = newEvent(simulator);
	const event = simulator.graph.mailbox(sampleUser).events.find((one) => one.id === id);
	if (event) event.properties.isOrganizer = false;
	return { eventId: id };
};

const daily: Event = {
	recurrence: {
		pattern: { type: 'daily', interval: 1 },
		range: { type: 'noEnd', startDate: '2030-03-05' },
	},
};

export const samples: Samples = {
	fields: { eventId: (simulator) => newEvent(simulator), eventCalendarId: () => '' },
	operations: {
		accept: invited,
		tentativelyAccept: invited,
		decline: invited,
		getAll: (simulator) => {
			newEvent(simulator);
			return {};
		},
		getInstances: (simulator) => ({ eventId: newEvent(simulator, daily) }),
	},
};
