import type { Simulator } from '../../../simulator/simulator';
import { linkedResources, tasks } from '../../../simulator/graph/routes/todo';
import { newEntity } from '../entities';
import { sampleUser, type Samples } from '../samples';
import { newTaskList } from './taskList';

/** A task of its own in a list of its own. */
function ownTask(simulator: Simulator) {
	const taskListId = newTaskList(simulator);
	const taskId = newEntity(simulator, tasks, [sampleUser, taskListId], { title: 'Sample' });
	return { taskListId, taskId };
}

/** The same with a linked resource. */
function linkedTask(simulator: Simulator) {
	const { taskListId, taskId } = ownTask(simulator);
	const params = [sampleUser, taskListId, taskId];
	const linkedResourceId = newEntity(simulator, linkedResources, params, { displayName: 'Ticket' });
	return { taskListId, taskId, linkedResourceId };
}

export const samples: Samples = {
	fields: { taskListId: newTaskList },
	operations: {
		createLinkedResource: ownTask,
		delete: ownTask,
		deleteLinkedResource: linkedTask,
		get: ownTask,
		getLinkedResources: linkedTask,
		update: ownTask,
	},
};
