import { randomUUID } from 'node:crypto';
import { directoryObject, listObjects, requestRefused, view } from '../directoryObjects';
import { badRequest, GraphError, resourceNotFound } from '../errors';
import { readObject } from '../messageBody';
import { entityAnswer } from '../paging';
import { collectionRoutes, entitiesAt, entityAt, listEntities, route, type Collection } from '../rest';
import type { CallContext, GraphCall } from '../call';
import type { Entity } from '../entity';
import type { Route } from '../router';
import {
	activeRoles,
	newAssignment,
	roleAssignments,
	roleDefinitions,
	roleMembers,
} from '../state/directoryRoles';
import { administrativeUnits } from '../state/administrativeUnits';
import type { GraphWorld } from '../world';

const service = 'directory';
const writeEligibility = [
	'RoleEligibilitySchedule.ReadWrite.Directory',
	'RoleManagement.ReadWrite.Directory',
];

/** Who may activate which role. Source: "unifiedRoleEligibilitySchedule resource type". */
export const roleEligibilities: Collection = {
	path: '/roleManagement/directory/roleEligibilitySchedules',
	service,
	read: [
		'RoleEligibilitySchedule.Read.Directory',
		'RoleEligibilitySchedule.ReadWrite.Directory',
		'RoleManagement.Read.Directory',
		'RoleManagement.ReadWrite.Directory',
	],
	seed: () => [],
};

/** Where tests say that the tenant has no license for Privileged Identity Management: an entry "none" there. */
export const governanceLicense = 'license of Entra ID Governance';

/** @throws GraphError 400 without the license */
function checkGovernance({ state }: GraphWorld): void {
	if (state.collections.get(governanceLicense)?.has('none') !== true) return;
	throw new GraphError(
		400,
		'AadPremiumLicenseRequired',
		'The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.',
	);
}

/** Objects with the principal where `$expand` asks for it; only one property can be expanded. */
function expanded(world: GraphWorld, call: GraphCall): (entity: Entity) => object {
	const expand = call.query.get('$expand');
	if (expand === undefined) return (entity) => entity;
	if (expand.includes(',')) throw badRequest('Only one property can be expanded in a single request.');
	return (entity) => {
		if (expand === 'roleDefinition')
			return {
				...entity,
				roleDefinition: entityAt(world, roleDefinitions, [], String(entity.roleDefinitionId)),
			};
		if (expand !== 'principal') throw badRequest(`Could not find a property named '${expand}'.`);
		const found = directoryObject(world, String(entity.principalId));
		return { ...entity, principal: found ? view(found, undefined) : null };
	};
}

const listed = (collection: Collection, check: (world: GraphWorld) => void = () => undefined): Route =>
	route('GET', collection.path, service, collection.read, (world, { call }) => {
		check(world);
		const all = [...entitiesAt(world, collection, []).values()];
		return listEntities(call, collection.path.slice(1), all, service, expanded(world, call));
	});

/** The parts that say who gets which role where. @throws GraphError for an object that is missing */
function readGrant(world: GraphWorld, body: Record<string, unknown>) {
	const { principalId, roleDefinitionId, directoryScopeId } = body as Record<string, string | undefined>;
	if (!principalId || !roleDefinitionId || !directoryScopeId)
		throw requestRefused('principalId, roleDefinitionId, and directoryScopeId are required.');
	const found = directoryObject(world, principalId);
	if (!found) throw resourceNotFound(principalId);
	if (found.type === 'group' && found.object.isAssignableToRole !== true)
		throw requestRefused('The group is not assignable to roles: isAssignableToRole must be true.');
	entityAt(world, roleDefinitions, [], roleDefinitionId);
	const unit = /^\/administrativeUnits\/(.+)$/.exec(directoryScopeId)?.[1];
	if (unit !== undefined) entityAt(world, administrativeUnits, [], unit);
	else if (!directoryScopeId.startsWith('/')) throw requestRefused('The directoryScopeId is not valid.');
	return { principalId, roleDefinitionId, directoryScopeId };
}

/** What someone has or may activate already. */
const same = (grant: ReturnType<typeof readGrant>) => (entity: Entity) =>
	Object.entries(grant).every(([name, value]) => entity[name] === value);

function assign(world: GraphWorld, { call }: CallContext) {
	const grant = readGrant(world, readObject(call.body, 'roleAssignment'));
	const all = entitiesAt(world, roleAssignments, []);
	if ([...all.values()].some(same(grant)))
		throw requestRefused(
			'A conflicting object with one or more of the specified property values is present in the directory.',
		);
	const made = newAssignment(grant.principalId, grant.roleDefinitionId, grant.directoryScopeId);
	all.set(made.id, made);
	return entityAnswer(call, 'roleManagement/directory/roleAssignments', made, 201);
}

/** Source: "Create roleEligibilityScheduleRequest". */
function requestEligibility(world: GraphWorld, { call, token }: CallContext) {
	checkGovernance(world);
	const body = readObject(call.body, 'request');
	const { action, justification = null, scheduleInfo = null } = body;
	const grant = readGrant(world, body);
	const all = entitiesAt(world, roleEligibilities, []);
	const existing = [...all.values()].find(same(grant));
	const id = randomUUID();
	const now = new Date().toISOString();
	if (action === 'adminAssign') {
		if (scheduleInfo === null) throw new GraphError(400, 'InvalidScheduleInfo', 'scheduleInfo is required.');
		if (existing) throw new GraphError(400, 'RoleAssignmentExists', 'The Role assignment already exists.');
		all.set(id, {
			id,
			...grant,
			appScopeId: null,
			createdDateTime: now,
			createdUsing: id,
			memberType: 'Direct',
			modifiedDateTime: null,
			scheduleInfo,
			status: 'Provisioned',
		});
	} else if (action === 'adminRemove') {
		if (!existing)
			throw new GraphError(400, 'RoleAssignmentDoesNotExist', 'The Role assignment does not exist.');
		all.delete(existing.id);
	} else {
		throw badRequest(`The action '${String(action)}' is not supported.`);
	}
	const answer = {
		id,
		...grant,
		action,
		appScopeId: null,
		approvalId: null,
		completedDateTime: now,
		createdBy: { application: { displayName: null, id: token.clientId }, device: null, user: null },
		createdDateTime: now,
		customData: null,
		isValidationOnly: false,
		justification,
		scheduleInfo,
		status: action === 'adminAssign' ? 'Provisioned' : 'Revoked',
		targetScheduleId: action === 'adminAssign' ? id : null,
		ticketInfo: { ticketNumber: null, ticketSystem: null },
	};
	return entityAnswer(call, 'roleManagement/directory/roleEligibilityScheduleRequests', answer, 201);
}

/** The roles of the directory, who has them, and who may activate them. */
export const directoryRoleRoutes: readonly Route[] = [
	...collectionRoutes(roleDefinitions),
	listed(roleAssignments),
	route('POST', roleAssignments.path, service, roleAssignments.write ?? [], assign),
	...collectionRoutes({ ...roleAssignments, without: ['GET', 'POST', 'PATCH'] }),
	listed(roleEligibilities, checkGovernance),
	route(
		'POST',
		'/roleManagement/directory/roleEligibilityScheduleRequests',
		service,
		writeEligibility,
		requestEligibility,
	),
	route('GET', '/directoryRoles/{id}/members', service, roleDefinitions.read, (world, context) => {
		const [key = ''] = context.params;
		const templateId = /^roleTemplateId=(.*)$/i.exec(key)?.[1];
		// A role is an object of its own only once it was assigned.
		const found = activeRoles(world).find(
			({ id, roleTemplateId }) => id === key || roleTemplateId === templateId,
		);
		if (!found) throw resourceNotFound(templateId ?? key);
		return listObjects(world, context, roleMembers(world, String(found.roleTemplateId)));
	}),
];
