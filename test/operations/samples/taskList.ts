import type { Simulator } from '../../../simulator/simulator';
import { taskLists } from '../../../simulator/graph/routes/todo';
import { newEntity } from '../entities';
import { sampleUser, type Samples } from '../samples';

/** A To Do list of its own of the sample user. */
export const newTaskList = (simulator: Simulator) =>
	newEntity(simulator, taskLists, [sampleUser], {
		displayName: 'Sample',
		isOwner: true,
		isShared: false,
		wellknownListName: 'none',
	});

export const samples: Samples = { fields: { taskListId: newTaskList } };
