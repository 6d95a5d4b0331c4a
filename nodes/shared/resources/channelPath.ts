import type { ItemParameters } from '../parameters/itemParameters';

/** The path of the channel that the item names, and of what is below it. */
export const channelPath = (item: ItemParameters, ...rest: string[]): string[] => [
	...['teams', item.id('teamId'), 'channels', item.id('channelId')],
	...rest,
];
