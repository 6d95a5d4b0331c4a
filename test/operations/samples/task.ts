import type { Simulator } from '../../../simulator/simulator';
import { checklistItems, linkedResources, tasks } from '../../../simulator/graph/routes/todo';
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

/** The same with a step. */
function taskWithStep(simulator: Simulator) {
	const { taskListId, taskId } = ownTask(simulator);
	const step = { displayName: 'Step', isChecked: false };
	const checklistItemId = newEntity(simulator, checklistItems, [sampleUser, taskListId, taskId], step);
	return { taskListId, taskId, checklistItemId };
}

export const samples: Samples = {
	fields: { taskListId: newTaskList },
	operations: {
		createChecklistItem: ownTask,
		createLinkedResource: ownTask,
		delete: ownTask,
		deleteChecklistItem: taskWithStep,
		deleteLinkedResource: linkedTask,
		get: ownTask,
		getChecklistItems: taskWithStep,
		getLinkedResources: linkedTask,
		update: ownTask,
		updateChecklistItem: taskWithStep,
	},
};
