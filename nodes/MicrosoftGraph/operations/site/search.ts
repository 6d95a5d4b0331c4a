import { requestError } from '../../../graph/errors/requestError';
import { shown } from '../../../graph/errors/shown';
import { textField } from '../../../shared/fields/build';
import { listFields } from '../../../shared/fields/lists';
import { odataQuery, selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { simpleSite } from '../../../shared/resources/site';

const searchWords = textField('searchWords', 'Search For', {
	required: true,
	placeholder: 'e.g. marketing',
	description: 'Words to search for in site names; "*" for all sites',
});

/** Source: "Search for sites". */
export const search: Operation = {
	name: 'Search',
	value: 'search',
	action: 'Search sites',
	description: 'Find sites by words in their names',
	permissions: ['Sites.Read.All'],
	fields: [searchWords, ...listFields],
	options: [selectLike('displayName,webUrl')],
	simple: simpleSite,
	list: { pageSize: () => undefined },
	request: (item) => ({
		method: 'GET',
		path: ['sites'],
		query: {
			search: wordsOf(item.text('searchWords')),
			$select: odataQuery(item.collection('options')).$select,
		},
	}),
};

/**
 * The words as plain words: Graph passes them to SharePoint's search, where quotation marks, brackets, `name:`, and
 * operators in capitals have special meanings.
 * @throws RequestError when no word is left
 * Source: "Keyword Query Language (KQL) syntax reference".
 */
function wordsOf(text: string): string {
	if (text === '' || text === '*') return '*';
	const words = text
		.replace(/[\u0000-\u001f\u007f"():<>={}]/g, ' ')
		.split(/\s+/)
		.filter((word) => word !== '')
		.map((word) => (/^(AND|OR|NOT|NEAR|ONEAR|WORDS|XRANK|ALL|ANY)$/.test(word) ? word.toLowerCase() : word))
		// Before a word, these include or exclude it.
		.map((word) => word.replace(/^[+-]+/, ''))
		.filter((word) => word !== '' && word !== '*');
	if (words.length > 0) return words.join(' ');
	throw requestError({
		what: `"${searchWords.displayName}" has no word to search for: ${shown(text)}.`,
		fix: 'Enter words of site names, or "*" for all sites.',
	});
}
