import { changesFields, changesGuards, readChanges } from '../../../shared/fields/changes';
import { driveAt, driveFields } from '../../../shared/fields/locators/drive';
import { selectLike } from '../../../shared/fields/odata';
import type { Operation } from '../../operation';
import { fileGuards, fileQuery } from '../../../shared/resources/file';

/** Source: "driveItem: delta". */
export const getChanges: Operation = {
	name: 'Get Changes',
	value: 'getChanges',
	action: 'Get drive changes',
	description:
		'Get the files and folders that were created, updated, or deleted since the last run, and a new delta link; the root itself is left out',
	permissions: ['Files.Read.All'],
	permissionNote: 'For individual sites, Sites.Selected is enough, with a grant for each.',
	fields: [...driveFields, ...changesFields],
	options: [selectLike('name,size,webUrl')],
	guards: [...changesGuards, ...fileGuards],
	steps: async (run) =>
		await readChanges(
			run,
			{
				method: 'GET',
				path: await driveAt(run.item, run.send, 'root', 'delta'),
				query: {
					$select: withFacets(fileQuery(run.item).$select),
					token: run.item.flag('startFromNow') ? 'latest' : undefined,
				},
			},
			// Each page includes the root, whatever has changed.
			({ root }) => root === undefined,
		),
};

/** The properties that show which entries are gone, and which one is the root. */
const facets = ['deleted', 'root'];

function withFacets(select = ''): string {
	const names = select.split(',');
	return select === '' ? '' : [...names, ...facets.filter((facet) => !names.includes(facet))].join(',');
}
