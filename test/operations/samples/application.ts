import { randomUUID } from 'node:crypto';
import { guidOf } from '../../../simulator/random';
import type { Entity } from '../../../simulator/graph/entity';
import { referencesOf } from '../../../simulator/graph/references';
import { entitiesAt } from '../../../simulator/graph/rest';
import {
	applicationOwners,
	applications,
	federatedCredentials,
	passwordsOf,
} from '../../../simulator/graph/routes/applications';
import { deletedApplications } from '../../../simulator/graph/routes/deletedObjects';
import type { GraphWorld } from '../../../simulator/graph/world';
import { addServicePrincipal } from '../../../simulator/graph/routes/servicePrincipals';
import type { Simulator } from '../../../simulator/simulator';
import { newEntity } from '../entities';
import type { Samples } from '../samples';
import { makeCertificate } from '../../unit/signIn/helpers/certificates';
import { newUser } from './user';

let sampleCertificate: string | undefined;

/** An application of its own, for what uses applications up. */
function newApplication(simulator: Simulator, own: Partial<Entity> = {}): string {
	const all = entitiesAt({ state: simulator.graph } as GraphWorld, applications, []);
	const [like] = all.values();
	const id = randomUUID();
	all.set(id, { ...structuredClone(like), id, appId: randomUUID(), displayName: `Sample ${id}`, ...own });
	return id;
}

const ownApplication = (simulator: Simulator) => ({ applicationId: newApplication(simulator) });

/** An application that is deleted, and can be restored. */
function deletedApplication(simulator: Simulator): string {
	const world = { state: simulator.graph } as GraphWorld;
	const all = entitiesAt(world, applications, []);
	const id = newApplication(simulator);
	const application = all.get(id) as Entity;
	all.delete(id);
	deletedApplications(world).set(id, { ...application, deletedDateTime: '2026-01-20T09:00:00Z' });
	return id;
}

const principalWith = ({ graph }: Simulator, roles: string[]) =>
	addServicePrincipal({ state: graph }, `Sample ${randomUUID()}`, roles);

/** Federated credentials by the application's object ID. */
const ownedCredentials = { path: federatedCredentials.path };

/** An application of its own with one owner. */
function owned(simulator: Simulator) {
	const applicationId = newApplication(simulator);
	const { id } = newUser(simulator);
	referencesOf({ state: simulator.graph } as GraphWorld, applicationOwners, applicationId).set(id, { id });
	return { applicationId, principalId: id };
}

export const samples: Samples = {
	fields: {
		applicationId: () => guidOf('application Payroll sync'),
		servicePrincipalId: (simulator) => principalWith(simulator, ['User.Read.All']),
		certificate: () => (sampleCertificate ??= makeCertificate().certificate),
		deletedApplicationId: deletedApplication,
		principalId: (simulator) => newUser(simulator).id,
		resourceServicePrincipalId: () => 'appId=00000003-0000-0000-c000-000000000000',
	},
	operations: {
		addCertificate: ownApplication,
		addFederatedCredential: ownApplication,
		addOwner: ownApplication,
		delete: ownApplication,
		getDeleted: (simulator) => {
			deletedApplication(simulator);
			return {};
		},
		getFederatedCredentials: (simulator) => {
			const applicationId = newApplication(simulator);
			newEntity(simulator, ownedCredentials, [applicationId], { id: randomUUID(), name: 'sample' });
			return { applicationId };
		},
		getOwners: (simulator) => owned(simulator),
		removeCertificate: (simulator) => ({
			applicationId: newApplication(simulator),
			keyId: guidOf('certificate CN=payroll'),
		}),
		removeFederatedCredential: (simulator) => {
			const applicationId = newApplication(simulator);
			const federatedCredentialId = newEntity(simulator, ownedCredentials, [applicationId], {
				id: randomUUID(),
			});
			return { applicationId, federatedCredentialId };
		},
		removeOwner: owned,
		update: ownApplication,
		removePassword: ({ graph }) => {
			const passwords = passwordsOf({ state: graph }, 'Payroll sync');
			const [first] = passwords;
			const keyId = randomUUID();
			passwords.push({ ...first, keyId });
			return { keyId };
		},
		revokeAppRole: (simulator) => ({ servicePrincipalId: principalWith(simulator, ['Mail.Send']) }),
	},
};
