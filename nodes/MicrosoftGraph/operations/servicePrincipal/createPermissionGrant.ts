import type { ServicePrincipal } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { textsField } from '../../../shared/fields/build';
import { objectOf } from '../../../shared/fields/outputs';
import { objectIdOf } from '../../../shared/fields/references';
import { userId } from '../../../shared/fields/locators';
import type { ItemRun } from '../../../shared/itemRun';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';
import { apiId } from '../application/appRoles';
import { appPath, servicePrincipalId } from '../application/fields';

/** Source: "Create oAuth2PermissionGrant". */
export const createPermissionGrant: Operation = {
	name: 'Create Permission Grant',
	value: 'createPermissionGrant',
	action: 'Create permission grant of service principal',
	description:
		'Grant an app delegated permissions, for all users or for one, as an administrator consents to them',
	permissions: ['DelegatedPermissionGrant.ReadWrite.All', 'Application.Read.All'],
	fields: [
		servicePrincipalId,
		textsField('scopes', 'Permissions', {
			required: true,
			placeholder: 'e.g. User.Read, Mail.Read',
			description: 'Names of delegated permissions, separated by commas',
		}),
		apiId,
		{
			...userId,
			required: false,
			modes: userId.modes?.map((mode) =>
				mode.name === 'list' ? { ...mode, placeholder: 'All users' } : mode,
			),
			description:
				'User principal name (the app also needs User.ReadBasic.All then) or object ID of the user to grant them for; leave empty for all users',
		},
	],
	options: [waitForReplication],
	guards: [
		{
			when: { status: 409 },
			fix: 'The app has permissions of this API for these users already: delete that grant first ("Get Permission Grants" lists it), then grant all that it needs.',
		},
	],
	steps: async (run) => await grant(run),
};

async function grant({ item, send }: ItemRun): Promise<IDataObject[]> {
	const idOf = async (given: string) => {
		const request = {
			method: 'GET',
			path: appPath('servicePrincipals', given),
			query: { $select: 'id' },
		} as const;
		return String(((await send(request)).body as ServicePrincipal).id);
	};
	const user = item.id('userId');
	const [clientId, resourceId, principalId] = await Promise.all([
		idOf(item.id('servicePrincipalId')),
		idOf(item.id('resourceServicePrincipalId')),
		objectIdOf({ send }, user),
	]);
	const forWhom = user === '' ? { consentType: 'AllPrincipals' } : { consentType: 'Principal', principalId };
	const body = { clientId, resourceId, scope: item.list('scopes').join(' '), ...forWhom };
	return [objectOf(await send({ method: 'POST', path: ['oauth2PermissionGrants'], body }))];
}
