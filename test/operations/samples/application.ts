import { randomUUID } from 'node:crypto';
import { guidOf } from '../../../simulator/random';
import { passwordsOf } from '../../../simulator/graph/routes/applications';
import { addServicePrincipal } from '../../../simulator/graph/routes/servicePrincipals';
import type { Simulator } from '../../../simulator/simulator';
import type { Samples } from '../samples';

const principalWith = ({ graph }: Simulator, roles: string[]) =>
	addServicePrincipal({ state: graph }, `Sample ${randomUUID()}`, roles);

export const samples: Samples = {
	fields: {
		applicationId: () => guidOf('application Payroll sync'),
		servicePrincipalId: (simulator) => principalWith(simulator, ['User.Read.All']),
		resourceServicePrincipalId: () => 'appId=00000003-0000-0000-c000-000000000000',
	},
	operations: {
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
