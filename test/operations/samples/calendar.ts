import { calendars } from '../../../simulator/graph/routes/calendars';
import { newEntity } from '../entities';
import { sampleUser, type Samples } from '../samples';

let made = 0;

export const samples: Samples = {
	fields: {
		calendarId: (simulator) => newEntity(simulator, calendars, [sampleUser], { name: 'Sample' }),
		name: () => `New calendar ${(made += 1)}`,
		schedules: () => `${sampleUser}, alexw@contoso.example`,
	},
};
