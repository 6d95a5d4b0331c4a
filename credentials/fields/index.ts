import type { INodeProperties } from 'n8n-workflow';

import { appFields } from './app';
import { authenticationField } from './authentication';
import { certificateFields, certificateOptionFields } from './certificate';
import { cloudDetailFields, cloudField, resourceFields } from './cloud';
import { assertionOptionFields, federatedCredentialFields } from './federatedCredential';
import { managedIdentityFields } from './managedIdentity';
import { behindSwitch, moreSettingsSwitch } from './moreSettings';
import { signInOptionFields } from './signInOptions';

/** What a way to sign in needs. */
const neededFields: readonly INodeProperties[] = [
	authenticationField,
	...appFields,
	...certificateFields,
	...federatedCredentialFields,
	...managedIdentityFields,
];

/** What few credentials need: shown by a switch, or where it isn't at its default. */
export const fieldsBehindSwitch: readonly INodeProperties[] = [
	...certificateOptionFields,
	...assertionOptionFields,
	cloudField,
	...resourceFields,
	...signInOptionFields,
];

/**
 * The settings of a credential, without the form's switch. A field that several sign-in methods show stands here once for
 * each of them.
 */
export const credentialFields: readonly INodeProperties[] = [
	...neededFields,
	...fieldsBehindSwitch,
	...cloudDetailFields,
];

/** What the form of the credential shows, in this order. */
export const formFields: readonly INodeProperties[] = [
	...neededFields,
	moreSettingsSwitch,
	...fieldsBehindSwitch.flatMap((field) =>
		field === cloudField ? [...behindSwitch(field), ...cloudDetailFields] : behindSwitch(field),
	),
];
