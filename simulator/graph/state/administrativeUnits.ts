import { randomUUID } from 'node:crypto';
import { guidOf } from '../../random';
import { GraphError } from '../errors';
import type { Entity } from '../entity';
import type { Collection } from '../rest';

const read = [
	'AdministrativeUnit.Read.All',
	'AdministrativeUnit.ReadWrite.All',
	'Directory.Read.All',
	'Directory.ReadWrite.All',
];
const write = ['AdministrativeUnit.ReadWrite.All'];

const unit = (displayName: string, own: Partial<Entity>): Entity => ({
	id: guidOf(`administrative unit ${displayName}`),
	deletedDateTime: null,
	displayName,
	description: `${displayName} of Contoso`,
	isMemberManagementRestricted: false,
	membershipType: null,
	membershipRule: null,
	membershipRuleProcessingState: null,
	visibility: null,
	...own,
});

const names = Object.keys(unit('', {}));

/** @throws GraphError 400 for a property that an administrative unit doesn't have, or that can't be changed */
function checkNames(body: Record<string, unknown>, fixed: readonly string[]): void {
	const wrong = Object.keys(body).find((name) => !names.includes(name) || fixed.includes(name));
	if (wrong !== undefined) throw new GraphError(400, 'Request_BadRequest', `Invalid property '${wrong}'.`);
}

/** The administrative units of the tenant. Source: "administrativeUnit resource type". */
export const administrativeUnits: Collection = {
	path: '/directory/administrativeUnits',
	service: 'directory',
	read,
	write,
	patchStatus: 204,
	seed: () => [
		unit('Seattle', {}),
		unit('Munich', { visibility: 'HiddenMembership' }),
		unit('All of IT', {
			membershipType: 'Dynamic',
			membershipRule: '(user.department -eq "IT")',
			membershipRuleProcessingState: 'On',
		}),
	],
	create: (body) => {
		checkNames(body, ['id', 'deletedDateTime']);
		const { displayName } = body;
		if (typeof displayName !== 'string' || displayName === '')
			throw new GraphError(
				400,
				'Request_BadRequest',
				"A value is required for property 'displayName' of resource 'AdministrativeUnit'.",
			);
		return { ...unit(displayName, { id: randomUUID(), description: null }), ...body };
	},
	change: (_, body) => checkNames(body, ['id', 'deletedDateTime', 'isMemberManagementRestricted']),
};

/** The members of an administrative unit, as a relationship. */
export const unitMembers = { path: `${administrativeUnits.path}/{id}/members`, read, write } as const;
