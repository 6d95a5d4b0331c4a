import type { ICredentialDataDecryptedObject, ILoadOptionsFunctions } from 'n8n-workflow';

import { createClient, type Send } from '../../graph/client';

/** How long the editor may wait when Graph throttles, in ms. */
const maxWaitMs = 10_000;

/** What sends the lookups of a field in the editor, each by itself. */
export function editorSender(
	context: ILoadOptionsFunctions,
	credentials: ICredentialDataDecryptedObject,
): Send {
	return createClient(context, { apiVersion: 'v1.0', batching: false, maxWait: maxWaitMs }).sender(
		credentials,
	);
}
