import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** Where a field is shown: for these values of others, in addition to its own conditions. */
export function shownFor(
	show: NonNullable<IDisplayOptions['show']>,
	own: IDisplayOptions = {},
): IDisplayOptions {
	return { ...own, show: { ...own.show, ...show } };
}

/**
 * Fields that several use, each once: the editor goes through every property each time it shows a node.
 * @param uses which user has which fields
 * @param show the values of other fields for which a field of these users is shown
 * @returns copies, in the order in which they first come
 */
export function sharedFields<User>(
	uses: ReadonlyArray<readonly [User, readonly INodeProperties[]]>,
	show: (users: User[]) => NonNullable<IDisplayOptions['show']>,
): INodeProperties[] {
	const usersOf = new Map<INodeProperties, User[]>();
	for (const [user, fields] of uses) {
		for (const field of fields) usersOf.set(field, [...(usersOf.get(field) ?? []), user]);
	}
	return [...usersOf].map(([field, users]) => ({
		...field,
		displayOptions: shownFor(show(users), field.displayOptions),
	}));
}
