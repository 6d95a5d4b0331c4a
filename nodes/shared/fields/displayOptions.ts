import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

/** Where a field is shown: for these values of others, in addition to its own conditions. */
export function shownFor(
	show: NonNullable<IDisplayOptions['show']>,
	own: IDisplayOptions = {},
): IDisplayOptions {
	return { ...own, show: { ...own.show, ...show } };
}

/**
 * Fields that several use, each once where possible: the editor goes through every property each time it shows a node.
 * @param uses which user has which fields, in the order in which that user shows them
 * @param show the values of other fields for which a field of these users is shown
 * @returns copies, in an order that is each user's own
 */
export function sharedFields<User>(
	uses: ReadonlyArray<readonly [User, readonly INodeProperties[]]>,
	show: (users: User[]) => NonNullable<IDisplayOptions['show']>,
): INodeProperties[] {
	return inOrder(uses).map(([field, users]) => ({
		...field,
		displayOptions: shownFor(show(users), field.displayOptions),
	}));
}

/**
 * The fields with their users, so that each user's fields are in its own order. A field that two users have in different
 * orders comes twice.
 */
function inOrder<User>(
	uses: ReadonlyArray<readonly [User, readonly INodeProperties[]]>,
): Array<[INodeProperties, User[]]> {
	const ordered: Array<[INodeProperties, User[]]> = [];
	let left = uses.map(([user, fields]) => ({ user, fields: [...fields] }));
	while ((left = left.filter(({ fields }) => fields.length > 0)).length > 0) {
		const next = left.map(({ fields }) => fields[0] as INodeProperties);
		// A field that no other user has still behind others; if there's none, the first one comes again later.
		const isFree = (field: INodeProperties) => left.every(({ fields }) => fields.indexOf(field) <= 0);
		const field = next.find(isFree) ?? (next[0] as INodeProperties);
		const users = left.filter(({ fields }) => fields[0] === field);
		for (const { fields } of users) fields.shift();
		ordered.push([field, users.map(({ user }) => user)]);
	}
	return ordered;
}
