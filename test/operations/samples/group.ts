import { keepDeletedGroup } from '../../../simulator/graph/routes/deletedObjects';
import type { GraphWorld } from '../../../simulator/graph/world';
import type { Simulator } from '../../../simulator/simulator';
import type { Samples } from '../samples';
import { newUser } from './user';

const groupNamed = ({ graph }: Simulator, name: string) =>
	[...graph.groups.values()].find(({ displayName }) => displayName === name);

const leadership = (simulator: Simulator) => ({ groupId: groupNamed(simulator, 'Leadership')?.id ?? '' });

let made = 0;

/** A group of its own, for what uses groups up. */
function newGroup(simulator: Simulator) {
	const like = groupNamed(simulator, 'All Engineers');
	if (!like) throw new Error('The seed has no group "All Engineers".');
	made += 1;
	const id = newUser(simulator).id.replace(/^.{8}/, String(10_000_000 + made));
	const people = () => new Set([newUser(simulator).id, newUser(simulator).id]);
	const group = { ...like, id, displayName: `Sample ${made}`, memberIds: people(), ownerIds: people() };
	simulator.graph.groups.set(id, group);
	return group;
}

/** A group of its own that is deleted, and can be restored. */
function deletedGroup(simulator: Simulator) {
	const group = { ...newGroup(simulator), groupTypes: ['Unified'] };
	simulator.graph.groups.delete(group.id);
	keepDeletedGroup({ state: simulator.graph } as GraphWorld, group);
	return group;
}

export const samples: Samples = {
	fields: {
		deletedGroupId: (simulator) => deletedGroup(simulator).id,
		license: () => 'ENTERPRISEPREMIUM',
		memberIds: (simulator) => [newUser(simulator).id, newUser(simulator).userPrincipalName].join(', '),
		mailNickname: () => `sample${(made += 1)}`,
	},
	operations: {
		addOwner: (simulator) => ({ userId: newUser(simulator).id }),
		assignLicense: (simulator) => {
			const group = newGroup(simulator);
			const skuId = 'f30db892-07e9-47e9-837c-80727f46fd3d';
			return { groupId: Object.assign(group, { assignedLicenses: [{ skuId, disabledPlans: [] }] }).id };
		},
		delete: (simulator) => ({ groupId: newGroup(simulator).id }),
		getDeleted: (simulator) => {
			deletedGroup(simulator);
			return {};
		},
		getMembers: leadership,
		getOwners: leadership,
		removeMember: (simulator) => {
			const { id, memberIds } = newGroup(simulator);
			return { groupId: id, memberId: [...memberIds][0] };
		},
		removeOwner: (simulator) => {
			const { id, ownerIds } = newGroup(simulator);
			return { groupId: id, ownerId: [...ownerIds][0] };
		},
		update: (simulator) => ({ groupId: newGroup(simulator).id }),
	},
};
