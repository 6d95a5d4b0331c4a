import { calendarPermissions, calendars } from '../../../simulator/graph/routes/calendars';
import { newEntity } from '../entities';
import { sampleUser, type Samples } from '../samples';

let made = 0;

export const samples: Samples = {
	fields: {
		calendarId: (simulator) => newEntity(simulator, calendars, [sampleUser], { name: 'Sample' }),
		eventCalendarId: () => '',
		permissionId: (simulator) =>
			newEntity(simulator, calendarPermissions.main, [sampleUser], {
				role: 'read',
				allowedRoles: ['read'],
				isRemovable: true,
				isInsideOrganization: true,
				emailAddress: { name: 'Sample', address: 'sample@contoso.example' },
			}),
		recipient: () => `sample${(made += 1)}@contoso.example`,
		name: () => `New calendar ${(made += 1)}`,
		schedules: () => `${sampleUser}, alexw@contoso.example`,
	},
};
