import { requestError } from '../../../graph/errors/requestError';
import { userId } from '../../../shared/fields/locators';
import { succeeded } from '../../../shared/fields/outputs';
import { referenceTo } from '../../../shared/fields/references';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';
import { waitForReplication } from '../../replication';
import { managerId } from '../../../shared/resources/user';

/** Source: "Assign manager". */
export const setManager: Operation = {
	name: 'Set Manager',
	value: 'setManager',
	action: 'Set manager of user',
	description: 'Set the manager of a user, replacing the current one',
	permissions: ['User.ReadWrite.All'],
	fields: [userId, managerId],
	options: [waitForReplication],
	steps: setNewManager,
};

async function setNewManager(run: ItemRun) {
	const manager = run.item.id('managerId');
	if (manager === '') {
		throw requestError({
			what: 'No manager is selected.',
			fix: 'Choose the manager. An empty value doesn\'t remove the current manager: to do that, send DELETE /users/{id}/manager/$ref with the resource "API".',
		});
	}
	await run.send({
		method: 'PUT',
		path: ['users', run.item.id('userId'), 'manager', '$ref'],
		body: { '@odata.id': referenceTo(run, manager) },
	});
	return succeeded();
}
