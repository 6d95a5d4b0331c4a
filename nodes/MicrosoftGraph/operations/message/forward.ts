import { requestError } from '../../../graph/requestError';
import type { Operation } from '../../operation';
import { answering } from './answers';
import { readRecipients } from './recipients';

const forwarding = answering('forward', {
	name: 'Forward',
	action: 'Forward a message',
	description: 'Forward a message with its attachments',
});

/** Source: "message: forward". */
export const forward: Operation = {
	...forwarding,
	request: async (item, send) => {
		if (readRecipients(item.text('toRecipients'), 'To').length === 0) {
			throw requestError({
				what: 'It is not said whom the message is forwarded to.',
				fix: 'Fill in "To"; with an expression, check that it gives an address for this item.',
			});
		}
		return await (forwarding.request as Required<Operation>['request'])(item, send);
	},
};
