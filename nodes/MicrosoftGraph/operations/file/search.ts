import { textField } from '../../../shared/fields/build';
import { quoted } from '../../../shared/fields/filters';
import { listFields } from '../../../shared/fields/lists';
import { driveAt, driveFields } from '../../../shared/fields/locators/drive';
import { orderByLike, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { fileGuards, fileQuery, simpleFile } from '../../../shared/resources/file';

const searchWords = textField('searchWords', 'Search For', {
	required: true,
	placeholder: 'e.g. quarterly report',
});

/** Source: "Search for DriveItems". */
export const search: Operation = {
	name: 'Search',
	value: 'search',
	action: 'Search files and folders',
	description: 'Find files and folders in a drive by words in their names and contents',
	permissions: ['Files.Read.All'],
	permissionNote: "Sites.Selected isn't enough for a search.",
	fields: [...driveFields, searchWords, ...listFields],
	options: [orderByLike('name desc'), selectLike('name,size,webUrl')],
	simple: simpleFile,
	guards: [
		{
			when: { status: 403 },
			fix: 'Sites.Selected isn\'t enough for a search: with it, read the folders with "Get Children" or "Get Changes".',
		},
		...fileGuards,
	],
	list: { pageSize: () => 200 },
	request: async (item, send) => ({
		method: 'GET',
		path: await driveAt(item, send, 'root', `search(q=${quoted(item.text('searchWords'))})`),
		query: fileQuery(item),
	}),
};
