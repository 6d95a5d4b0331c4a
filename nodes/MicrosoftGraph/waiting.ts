import { WAIT_INDEFINITELY, type IExecuteFunctions } from 'n8n-workflow';

import { requestError } from '../graph/errors/requestError';
import type { Waiting } from '../shared/itemRun';

/** What some versions of n8n have, and others don't. */
interface Signing {
	getSignedResumeUrl?: (parameters?: Record<string, string>) => string;
	/** In older versions, n8n checks the signatures of an execution only if it asks for it. */
	setSignatureValidationRequired?: () => void;
}

/** How an execution of n8n waits for a response. */
export function waitingOf(context: IExecuteFunctions): Waiting {
	const signing = context as unknown as Signing;
	return {
		resumeUrl: (query = {}) => {
			if (typeof signing.getSignedResumeUrl !== 'function') {
				throw requestError({
					what: "This version of n8n can't wait for a response: it has no signed URLs that resume an execution.",
					fix: 'Update n8n to 1.123 or later, or send the message, and wait with n8n\'s Wait node ("On Webhook Call").',
				});
			}
			signing.setSignatureValidationRequired?.();
			return signing.getSignedResumeUrl({ ...query });
		},
		wait: async (until = WAIT_INDEFINITELY) => {
			await context.putExecutionToWait(until);
		},
	};
}
