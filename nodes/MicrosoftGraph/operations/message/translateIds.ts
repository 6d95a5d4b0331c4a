import { requestError } from '../../../graph/errors/requestError';
import { choiceField, textsField } from '../../../shared/fields/build';
import { mailbox } from '../../../shared/fields/locators';
import { entries } from '../../../shared/fields/outputs';
import type { Operation } from '../../operation';

/** The most IDs in one request. Source: "user: translateExchangeIds". */
const maxIds = 1000;

const formats = {
	restId: 'Graph ID',
	restImmutableEntryId: 'Immutable Graph ID',
	ewsId: 'EWS ID',
	entryId: 'MAPI Entry ID',
	immutableEntryId: 'Immutable MAPI Entry ID',
};

/** Source: "user: translateExchangeIds". */
export const translateIds: Operation = {
	name: 'Translate IDs',
	value: 'translateIds',
	action: 'Translate mailbox item IDs',
	description: 'Translate IDs of messages, events, and contacts between the formats of Graph, EWS, and MAPI',
	permissions: ['User.Read.All'],
	fields: [
		mailbox,
		textsField('inputIds', 'IDs', {
			required: true,
			placeholder: 'e.g. AAMkAGI1AAAoZCfHAAA=, AAMkAGI1AAAoZCfIAAA=',
			description: 'Up to 1,000 IDs separated by commas; an expression can also return a list',
		}),
		choiceField('sourceIdType', 'From Format', formats),
		choiceField('targetIdType', 'To Format', formats, { default: 'restImmutableEntryId' }),
	],
	request: (item) => {
		const inputIds = item.list('inputIds');
		if (inputIds.length === 0 || inputIds.length > maxIds) {
			throw requestError({
				what: `There are ${inputIds.length} IDs to translate; Graph supports 1 to ${maxIds} at a time.`,
				fix: 'Separate the IDs by commas, and split longer lists into several items.',
			});
		}
		return {
			method: 'POST',
			path: ['users', item.id('mailbox'), 'translateExchangeIds'],
			body: {
				inputIds,
				sourceIdType: item.text('sourceIdType'),
				targetIdType: item.text('targetIdType'),
			},
			// It only reads.
			idempotent: true,
		};
	},
	output: entries,
};
