import type { INodeProperties } from 'n8n-workflow';

import { appFields } from './app';
import { authenticationField } from './authentication';
import { certificateFields } from './certificate';
import { cloudFields } from './cloud';
import { federatedCredentialFields } from './federatedCredential';
import { managedIdentityFields } from './managedIdentity';
import { signInOptionFields } from './signInOptions';

/** What a person fills in. A field that several sign-in methods show stands here once for each of them. */
export const credentialFields: readonly INodeProperties[] = [
	authenticationField,
	...appFields,
	...certificateFields,
	...federatedCredentialFields,
	...managedIdentityFields,
	...cloudFields,
	...signInOptionFields,
];
