import { requestError } from '../../../graph/errors/requestError';
import { answering } from './delivery/answers';

/** Source: "message: forward". */
export const forward = answering(
	'forward',
	{
		name: 'Forward',
		action: 'Forward message',
		description: 'Forward a message with its attachments',
	},
	(item) => {
		if (item.recipients('toRecipients').length > 0) return;
		throw requestError({
			what: 'The forward has no recipients.',
			fix: 'Fill in "To"; with an expression, check that it returns an address for this item.',
		});
	},
);
