import { caught } from '../../../../credentials/auth/core/caught';
import { GraphError, graphError } from '../../../graph/errors/graphError';
import { requestError } from '../../../graph/errors/requestError';
import { moreProperties, newObject } from '../../../shared/fields/body';
import { additionalFields, textField } from '../../../shared/fields/build';
import { siteAt, siteId } from '../../../shared/fields/locators/site';
import { objectOf } from '../../../shared/fields/outputs';
import { optionalText } from '../../../shared/parameters/values/text';
import { selectedNote } from '../../../shared/resources/site';
import type { Operation } from '../../operation';
import { pageBody, pageFields, pageGuards, pageType, publishNow, publishPage } from './fields';

const title = textField('title', 'Title', { required: true, placeholder: 'e.g. News in January' });

const fileName = textField('fileName', 'File Name', {
	placeholder: 'e.g. January.aspx',
	description: 'Name in the address of the page; by default made from the title',
});

/** Source: "Create a page in the site pages list of a site". */
export const create: Operation = {
	name: 'Create',
	value: 'create',
	action: 'Create site page',
	description: 'Create a page or news post in a site, and publish it if wanted',
	permissions: ['Sites.ReadWrite.All'],
	permissionNote: selectedNote,
	fields: [siteId, title, publishNow, additionalFields([fileName, ...pageFields, moreProperties])],
	guards: pageGuards,
	steps: async ({ item, send }) => {
		const { fileName: name, ...more } = item.collection('additionalFields');
		const pages = await siteAt(item, send, 'pages');
		const made = objectOf(
			await send({
				method: 'POST',
				path: pages,
				body: newObject(
					{
						'@odata.type': `#${pageType}`,
						name: nameOf(optionalText(name), item.text('title')),
						title: item.text('title'),
					},
					pageBody(more),
				),
			}),
		);
		if (!item.flag('publishNow')) return [made];
		try {
			await publishPage([...pages, String(made.id)], send);
		} catch (error) {
			if (!(error instanceof GraphError)) throw caught(error);
			const left = `The page was created with the ID ${String(made.id)}, and is a draft.`;
			throw graphError({ ...error.parts, left });
		}
		return [{ ...made, published: true }];
	},
};

/** The file name of a page, with its extension. */
function nameOf(given: string, titled: string): string {
	const name = given === '' ? titled.replace(/[^\p{L}\p{M}\p{N}]+/gu, '-').replace(/^-|-$/g, '') : given;
	if (name === '') {
		throw requestError({
			what: 'The title has no letters or digits to make a file name of.',
			fix: 'Enter a name under "File Name".',
		});
	}
	return /\.aspx$/i.test(name) ? name : `${name}.aspx`;
}
