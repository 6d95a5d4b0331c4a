import { GraphError } from '../errors';
import { collectionRoutes, type Collection } from '../rest';
import type { Route } from '../router';
import { exchangeId } from '../state/ids';

const contact = (name: string, properties: Record<string, unknown>) => ({
	id: exchangeId(`contact ${name}`),
	createdDateTime: '2025-01-10T09:00:00Z',
	lastModifiedDateTime: '2025-01-10T09:00:00Z',
	changeKey: 'EQAAABYAAAB=',
	categories: [],
	parentFolderId: exchangeId('folder contacts'),
	displayName: name,
	emailAddresses: [],
	businessPhones: [],
	homePhones: [],
	mobilePhone: null,
	companyName: null,
	jobTitle: null,
	...properties,
});

/** The contacts of a mailbox. */
export const contacts: Collection = {
	path: '/users/{id}/contacts',
	service: 'mail',
	read: ['Contacts.Read', 'Contacts.ReadWrite'],
	write: ['Contacts.ReadWrite'],
	seed: () => [
		contact('Pavel Bansky', {
			givenName: 'Pavel',
			surname: 'Bansky',
			companyName: 'Fabrikam',
			emailAddresses: [{ name: 'Pavel Bansky', address: 'pavel@fabrikam.example' }],
		}),
		contact('Elvia Atkins', {
			givenName: 'Elvia',
			surname: 'Atkins',
			emailAddresses: [{ name: 'Elvia Atkins', address: 'elvia@fabrikam.example' }],
		}),
	],
	create: (body) =>
		contact([body.givenName, body.surname].filter(Boolean).join(' '), { ...body, ...fresh() }),
};

let made = 0;
const fresh = () => ({ id: exchangeId(`new contact ${(made += 1)}`) });

export const contactRoutes: readonly Route[] = collectionRoutes(contacts).map((one): Route => ({
	...one,
	handle: (world, context) => {
		const { query } = context.call;
		if (query.has('$search') && query.has('$orderby'))
			throw new GraphError(
				400,
				'SearchWithOrderBy',
				"The query parameter '$orderBy' is not supported with '$search'.",
			);
		return one.handle(world, context);
	},
}));
