import type { Simulator } from '../../../simulator/simulator';
import type { DirectoryUser } from '../../../simulator/graph/state/users';
import type { Samples } from '../samples';

let made = 0;

/** A user of its own, for what uses users up. */
export function newUser({ graph }: Simulator, more: Partial<DirectoryUser> = {}): DirectoryUser {
	made += 1;
	return graph.addUser({ userPrincipalName: `sample${made}@contoso.example`, ...more });
}

function deletedUser(simulator: Simulator): DirectoryUser {
	const user = newUser(simulator);
	simulator.graph.removeUser(user);
	return user;
}

const ownUser = (simulator: Simulator) => ({ userId: newUser(simulator).id });

/** A user with the license that the examples remove. */
const flowUser = (simulator: Simulator) =>
	newUser(simulator, {
		assignedLicenses: [{ skuId: 'f30db892-07e9-47e9-837c-80727f46fd3d', disabledPlans: [] }],
	});

export const samples: Samples = {
	fields: {
		managerId: ({ graph }) => graph.findUser('meganb@contoso.example')?.id,
		deletedUserId: (simulator) => deletedUser(simulator).id,
		userPrincipalName: () => `new${(made += 1)}@contoso.example`,
		license: () => 'ENTERPRISEPREMIUM',
	},
	operations: {
		addToGroup: ownUser,
		assignLicense: (simulator) => ({ userId: flowUser(simulator).id }),
		delete: ownUser,
		disable: ownUser,
		enable: ownUser,
		getDeleted: (simulator) => {
			deletedUser(simulator);
			return {};
		},
		getCustomSecurityAttributes: ownUser,
		removeFromGroup: (simulator) => {
			const [group] = simulator.graph.groups.values();
			const user = newUser(simulator);
			group.memberIds.add(user.id);
			return { userId: user.id, groupId: group.id };
		},
		removeManager: (simulator) => ({
			userId: newUser(simulator, { managerId: simulator.graph.findUser('meganb@contoso.example')?.id }).id,
		}),
		resetPassword: ownUser,
		setCustomSecurityAttribute: (simulator) => ({
			userId: newUser(simulator).id,
			attributeSet: 'Engineering',
			attributeName: 'ProjectDate',
		}),
		setManager: ownUser,
		update: ownUser,
	},
};
