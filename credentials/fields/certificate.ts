import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

const shown: IDisplayOptions = { show: { authentication: ['certificate'] } };

/** The app's private key and certificate. */
export const certificateFields: readonly INodeProperties[] = [
	{
		displayName: 'Private Key',
		name: 'privateKey',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		placeholder: 'e.g. -----BEGIN PRIVATE KEY-----',
		description: 'RSA key in PEM form, encrypted or not, or a PKCS#12 file (.pfx) as base64',
		displayOptions: shown,
	},
	{
		displayName: 'Certificate',
		name: 'certificate',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		placeholder: 'e.g. -----BEGIN CERTIFICATE-----',
		description:
			'The certificate that you upload to the app registration, under "Certificates & secrets" > "Certificates", in PEM form; its chain may follow. Leave empty for a PKCS#12 file.',
		displayOptions: shown,
	},
	{
		displayName: 'Passphrase',
		name: 'passphrase',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description: 'Passphrase of the private key or of the PKCS#12 file, if it has one',
		displayOptions: shown,
	},
];

/** How the app's assertions are signed. */
export const certificateOptionFields: readonly INodeProperties[] = [
	{
		displayName: 'Signature Algorithm',
		name: 'signatureAlgorithm',
		type: 'options',
		options: [
			{ name: 'PS256', value: 'PS256', description: 'With the SHA-256 thumbprint of the certificate' },
			{
				name: 'RS256',
				value: 'RS256',
				description: 'With the SHA-1 thumbprint, for gateways that support nothing else',
			},
		],
		default: 'PS256',
		description: 'How the client assertion is signed',
		displayOptions: shown,
	},
	{
		displayName: 'Send Certificate Chain',
		name: 'sendCertificateChain',
		type: 'boolean',
		default: false,
		description: 'Whether to include the certificate (x5c), for subject name and issuer authentication',
		displayOptions: shown,
	},
];

/** For whom the app's own assertion is: behind a gateway that is not where it is sent. */
export const certificateAudienceField: INodeProperties = {
	displayName: 'Assertion Audience',
	name: 'certificateAudience',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://login.microsoftonline.com/TENANT-ID/oauth2/v2.0/token',
	description:
		'Audience (aud) of the client assertion, for a gateway that passes it on to Entra; leave empty for the token endpoint under the Login URL',
	displayOptions: { show: { authentication: ['certificate'], cloud: ['custom'] } },
};
