import type { IAllExecuteFunctions, ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import type { Outcome } from './outcome';

/** The credential type that this package signs in with. */
export const credentialType = 'microsoftGraphAppOnlyApi';

/** What of n8n's context is needed to call Graph: any context that can make requests has it. */
export type RequestContext = Pick<IAllExecuteFunctions, 'helpers'> &
	Partial<Pick<IAllExecuteFunctions, 'logger'> & Pick<IExecuteFunctions, 'getExecutionCancelSignal'>>;

/** What became of a call, and the credentials object that it was made with. */
export interface Exchange {
	outcome: Outcome;
	used: ICredentialDataDecryptedObject;
}
