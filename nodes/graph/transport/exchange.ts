import type { IAllExecuteFunctions, ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import type { Outcome } from './outcome';

/** The credential type that this package signs in with. */
export const credentialType = 'microsoftGraphAppOnlyApi';

/** The part of n8n's context that calls to Graph need; any context that can send requests has it. */
export type RequestContext = Pick<IAllExecuteFunctions, 'helpers'> &
	Partial<Pick<IAllExecuteFunctions, 'logger'> & Pick<IExecuteFunctions, 'getExecutionCancelSignal'>>;

/** The outcome of a call, and its credentials object. */
export interface Exchange {
	outcome: Outcome;
	used: ICredentialDataDecryptedObject;
}
