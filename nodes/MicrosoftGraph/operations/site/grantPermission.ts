import { caught } from '../../../../credentials/auth/core/caught';
import { GraphError, graphError } from '../../../graph/errors/graphError';
import { RequestError, requestError } from '../../../graph/errors/requestError';
import { choiceField, textField } from '../../../shared/fields/build';
import { siteAt, siteId } from '../../../shared/fields/locators/site';
import { objectOf } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';
import { grantNote, siteGuards } from '../../../shared/resources/site';

const clientId = textField('grantedClientId', 'Client ID', {
	required: true,
	placeholder: 'e.g. 89ea5c94-7736-4e25-95ad-3fa95f62b66e',
	description: 'Application (client) ID of the app that gets access; it needs Sites.Selected',
});
const appName = textField('grantedName', 'App Name', {
	required: true,
	placeholder: 'e.g. Invoices',
	description: 'Name of the app, as shown with the permission',
});
const role = choiceField('role', 'Role', {
	read: 'Read',
	write: 'Write',
	manage: 'Manage',
	fullcontrol: 'Full Control',
});

/** Source: "Create permission" of a site, "Update permission" of a site. */
export const grantPermission: Operation = {
	name: 'Grant Permission',
	value: 'grantPermission',
	action: 'Grant app permission for site',
	description: 'Give an app access to one site (Sites.Selected)',
	permissions: ['Sites.FullControl.All'],
	permissionNote: grantNote,
	fields: [siteId, clientId, appName, role],
	guards: siteGuards,
	steps: async (run) => {
		const { item, send } = run;
		const path = await siteAt(item, send, 'permissions');
		const wanted = item.text('role');
		const first = atOnce.includes(wanted) ? wanted : 'write';
		const application = { id: item.text('grantedClientId'), displayName: item.text('grantedName') };
		const made = objectOf(
			await send({
				method: 'POST',
				expectedResponse: 'createdOrFound',
				path,
				body: { roles: [first], grantedToIdentities: [{ application }] },
			}),
		);
		if (first === wanted) return [made];
		try {
			const body = { roles: [wanted] };
			return [
				objectOf(await send({ method: 'PATCH', path: [...path, String(made.id)], body, idempotent: true })),
			];
		} catch (error) {
			const left = `The app was granted "${first}" instead of "${wanted}": run this again, or revoke the permission ${String(made.id)}.`;
			if (error instanceof GraphError) throw graphError({ ...error.parts, left });
			throw caught(error instanceof RequestError ? requestError({ ...error.parts, left }) : error);
		}
	},
};

/** The roles that a new permission can have; a greater one needs an update of the permission. */
const atOnce = ['read', 'write'];
