import { randomUUID } from 'node:crypto';
import { guidOf } from '../../random';
import { readObject } from '../messageBody';
import { entityAnswer } from '../paging';
import { entitiesAt, entityAt, route } from '../rest';
import { type Entity } from '../entity';
import type { Route } from '../router';
import { listOf, listsOf, siteOf } from '../state/sites';
import { applicationOf, applications, checkApplication } from './applications';
import { calendars } from './calendars';
import { contacts } from './contacts';
import { deletedApplications } from './deletedObjects';

const writeApplications = ['Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All'];
/** Permanently removes an object of a mailbox, a calendar with its events. Sources: "contact: permanentDelete", "calendar: permanentDelete". */
const forGood = (collection: typeof contacts) =>
	route(
		'POST',
		`${collection.path}/{id}/permanentDelete`,
		collection.service,
		collection.write ?? [],
		(world, { params: [user = '', id = ''] }) => {
			entityAt(world, collection, [user], id);
			entitiesAt(world, collection, [user]).delete(id);
			const { events } = world.state.mailbox(user);
			events.splice(0, Infinity, ...events.filter(({ calendarId }) => calendarId !== id));
			return { status: 204 };
		},
	);

/** Creates and removes what no operation of the package does: applications, lists, and what is in the recycle bin. */
export const removalRoutes: readonly Route[] = [
	forGood(contacts),
	forGood(calendars),
	route('POST', '/applications', 'directory', writeApplications, (world, { call }) => {
		const given = readObject(call.body, 'application');
		checkApplication({ displayName: null, ...given });
		const [like] = entitiesAt(world, applications, []).values();
		const id = randomUUID();
		const made: Entity = {
			...like,
			passwordCredentials: [],
			keyCredentials: [],
			id,
			appId: guidOf(id),
			...given,
			createdDateTime: new Date().toISOString(),
		};
		entitiesAt(world, applications, []).set(id, made);
		return entityAnswer(call, 'applications', made, 201);
	}),
	route('DELETE', '/applications/{id}', 'directory', writeApplications, (world, { params: [id = ''] }) => {
		const application = applicationOf(world, id);
		entitiesAt(world, applications, []).delete(application.id);
		deletedApplications(world).set(application.id, {
			...application,
			deletedDateTime: new Date().toISOString(),
		});
		return { status: 204 };
	}),
	route(
		'DELETE',
		'/sites/{id}/lists/{list}',
		'files',
		['Sites.Manage.All', 'Sites.FullControl.All'],
		({ state }, { params: [id = '', key = ''] }) => {
			const site = siteOf(state, id);
			const list = listOf(state, site, key);
			listsOf(state, site).delete(list.id);
			state.collections.delete(`items of list ${list.id}`);
			return { status: 204 };
		},
	),
];
