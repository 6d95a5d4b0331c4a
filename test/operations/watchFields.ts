import type { WatchSettings } from '../../nodes/MicrosoftGraphTrigger/watches/watch';

const field = (name: string) => `{${name}}`;

/** A trigger's fields with their names in braces for what a person would fill in, and all switches off. */
export const fieldsByName: WatchSettings['parameters'] = {
	text: field,
	id: field,
	flag: () => false,
	number: () => 0,
	list: () => [],
	value: () => undefined,
};
