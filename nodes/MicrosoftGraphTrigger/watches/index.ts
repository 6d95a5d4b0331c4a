import type { Watch } from './watch';
import { alert } from './alert';
import { channelMessage } from './channelMessage';
import { contact } from './contact';
import { event } from './event';
import { file } from './file';
import { group } from './group';
import { groupMember } from './groupMember';
import { listItem } from './listItem';
import { message } from './message';
import { plannerTask } from './plannerTask';
import { task } from './task';
import { user } from './user';

/** All that can be watched, in the order of their names. */
export const watches: readonly Watch[] = [
	channelMessage,
	contact,
	event,
	file,
	group,
	groupMember,
	listItem,
	message,
	plannerTask,
	alert,
	task,
	user,
];
