import type { Simulator } from '../../../simulator/simulator';
import { tasks } from '../../../simulator/graph/routes/todo';
import { newEntity } from '../entities';
import { sampleUser, type Samples } from '../samples';
import { newTaskList } from './taskList';

/** A task of its own in a list of its own. */
function ownTask(simulator: Simulator) {
	const taskListId = newTaskList(simulator);
	const taskId = newEntity(simulator, tasks, [sampleUser, taskListId], { title: 'Sample' });
	return { taskListId, taskId };
}

export const samples: Samples = {
	fields: { taskListId: newTaskList },
	operations: { get: ownTask, update: ownTask, delete: ownTask },
};
