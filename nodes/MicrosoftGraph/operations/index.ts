import type { Operation, Resource } from '../operation';
import { checkPermissions } from './access/checkPermissions';
import { getAdminConsentUrl } from './access/getAdminConsentUrl';
import { readAdminConsentResponse } from './access/readAdminConsentResponse';
import * as message from './message';
import * as user from './user';

const graphResources: readonly Resource[] = [
	resource('Message', 'message', message),
	resource('User', 'user', user),
];

const access: Resource = {
	name: 'Access',
	value: 'access',
	operations: [checkPermissions(graphResources), getAdminConsentUrl, readAdminConsentResponse],
};

/** Every resource of the node and its operations, in the order in which the editor shows them. */
export const resources: readonly Resource[] = [access, ...graphResources];

/** @param operations what the index of the resource's folder exports */
function resource(name: string, value: string, operations: Readonly<Record<string, Operation>>): Resource {
	return {
		name,
		value,
		operations: Object.values(operations).sort((a, b) => a.name.localeCompare(b.name)),
	};
}
