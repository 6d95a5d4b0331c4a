import { newObject } from '../../../shared/fields/body';
import { additionalFields, flagField, numberField, timeField } from '../../../shared/fields/build';
import { userId } from '../../../shared/fields/locators';
import { required } from '../../../shared/parameters/values/reading';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';

/** Source: "Create temporaryAccessPassMethod". Never retried: each request would create another pass. */
export const createTemporaryAccessPass: Operation = {
	name: 'Create Temporary Access Pass',
	value: 'createTemporaryAccessPass',
	action: 'Create temporary access pass',
	description:
		'Create a passcode with which a user can sign in for a limited time, to register a passkey or to replace a lost phone; an existing one is replaced. The item has it as "temporaryAccessPass", this one time: n8n stores it with the execution\'s data unless the workflow saves none.',
	permissions: ['UserAuthMethod-TAP.ReadWrite.All'],
	fields: [
		userId,
		additionalFields([
			numberField('lifetimeInMinutes', 'Lifetime (Minutes)', {
				default: 60,
				typeOptions: { minValue: 10, maxValue: 43_200 },
				description: "From 10 minutes to 30 days, within the limits of the tenant's policy",
			}),
			flagField('isUsableOnce', 'Usable Once', {
				default: true,
				description: 'Whether the pass works for a single sign-in; otherwise, for its whole lifetime',
			}),
			required(timeField('startDateTime', 'Valid From', { description: 'Leave out for now' })),
		]),
	],
	options: [waitForReplication],
	guards: [
		{
			when: { status: 400, message: /policy|not (?:enabled|allowed)|lifetime|usable ?once|multi-?use/i },
			fix: "Check the tenant's policy for Temporary Access Pass (Entra admin center, Authentication methods): whether it's enabled for this user, its lifetimes, and whether it requires one-time use.",
		},
	],
	request: (item) => ({
		method: 'POST',
		path: ['users', item.id('userId'), 'authentication', 'temporaryAccessPassMethods'],
		body: newObject(item.collection('additionalFields')),
	}),
};
