import { withoutDownloadUrls } from '../../../graph/downloadUrl';
import { changesFields, changesGuards, readChanges } from '../../fields/changes';
import { driveAt, driveFields } from '../../fields/locators/drive';
import { odataQuery, select } from '../../fields/odata';
import type { Operation } from '../../operation';
import { fileGuards } from './fields';

/**
 * The root comes on each page, whether it has changed or not, and is left out. Without an ID nobody knows what a change is
 * about: it is asked for in addition to what is selected. Source: "driveItem: delta".
 */
export const getChanges: Operation = {
	name: 'Get Changes',
	value: 'getChanges',
	action: 'Get changes of a drive',
	description:
		'Get the files and folders that were created, changed or deleted since the last run, and a new delta link',
	permissions: ['Files.Read.All'],
	permissionNote: 'For single sites Sites.Selected does, with a grant for each.',
	fields: [...driveFields, ...changesFields],
	options: [select],
	guards: [...changesGuards, ...fileGuards],
	steps: async (run) => {
		const rounds = await readChanges(
			run,
			{
				method: 'GET',
				path: await driveAt(run.item, run.send, 'root', 'delta'),
				query: {
					$select: withNeeded(odataQuery(run.item.collection('options')).$select),
					token: run.item.flag('startFromNow') ? 'latest' : undefined,
				},
			},
			({ root }) => root === undefined,
		);
		return rounds.map((round) => ({ ...round, changes: round.changes.map(withoutDownloadUrls) }));
	},
};

/** A selection with what tells which item it is, whether it is gone, and whether it is the root. */
function withNeeded(select: string | undefined): string | undefined {
	if (select === undefined || select === '') return select;
	const own = select.split(',').map((name) => name.trim());
	const isOwn = (name: string) => own.some((one) => one.toLowerCase() === name);
	return [...own, ...['id', 'deleted', 'root'].filter((name) => !isOwn(name))].join(',');
}
