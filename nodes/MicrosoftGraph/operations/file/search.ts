import { textField } from '../../fields/build';
import { quoted } from '../../fields/filters';
import { listFields } from '../../fields/lists';
import { driveAt, driveFields } from '../../fields/locators/drive';
import { odataQuery, orderBy, select } from '../../fields/odata';
import type { Operation } from '../../operation';
import { fileGuards, simpleFile } from './fields';

const searchWords = textField('searchWords', 'Search For', {
	required: true,
	placeholder: 'e.g. quarterly report',
});

/** Source: "Search for DriveItems". */
export const search: Operation = {
	name: 'Search',
	value: 'search',
	action: 'Search for files and folders',
	description: 'Find files and folders of a drive by words in their names and contents',
	permissions: ['Files.Read.All'],
	permissionNote: 'For single sites Sites.Selected does, with a grant for each.',
	fields: [...driveFields, searchWords, ...listFields],
	options: [orderBy, select],
	simple: simpleFile,
	guards: fileGuards,
	list: { pageSize: () => 200 },
	request: async (item, send) => ({
		method: 'GET',
		path: await driveAt(item, send, 'root', `search(q=${quoted(item.text('searchWords'))})`),
		query: odataQuery(item.collection('options')),
	}),
};
