import { signInError, type SignInError } from '../core/signInError';

/** A format that is not read, how it is known, and what makes of it one that is. */
interface Format {
	/** As the rest of "The … is". */
	name: string;
	pattern: RegExp;
	cure: string;
}

const makeNew =
	'openssl req -x509 -newkey rsa:3072 -nodes -days 365 -subj /CN=n8n -keyout key.pem -out certificate.pem';
const fromFile = 'Paste the content of the file: PEM as it is, a .pfx as base64 (base64 -w0 file.pfx).';

/** By the beginning of a text, each of them in the first 500 characters. */
const formats: readonly Format[] = [
	{
		name: 'an OpenSSH key',
		pattern: /^-----BEGIN OPENSSH PRIVATE KEY-----|^openssh-key-v1/,
		cure: 'Convert a copy of its file: ssh-keygen -p -m PEM -f copy-of-key. Then paste the copy. Entra also needs a certificate for it: openssl req -x509 -key copy-of-key -days 365 -subj /CN=n8n -out certificate.pem',
	},
	{
		name: 'an OpenSSH public key',
		pattern: /^(ssh-|ecdsa-sha2-|---- BEGIN SSH2)/,
		cure: `The private key is needed, and a certificate for it: ${makeNew}`,
	},
	{
		name: 'a PuTTY key',
		pattern: /^PuTTY-User-Key-File-/,
		cure: 'Convert it: puttygen key.ppk -O private-openssh -o key, then ssh-keygen -p -m PEM -f key, and paste key.',
	},
	{
		name: 'a PGP key',
		pattern: /^-----BEGIN PGP /,
		cure: `Entra doesn't accept PGP keys. Create a certificate: ${makeNew}`,
	},
	{
		name: 'a key in the XML form of .NET',
		pattern: /^<(\?xml|RSAKeyValue)/,
		cure: 'Convert it in PowerShell 7: $rsa = [System.Security.Cryptography.RSA]::Create(); $rsa.FromXmlString((Get-Content -Raw key.xml)); [Convert]::ToBase64String($rsa.ExportPkcs8PrivateKey()), and paste the line that it writes.',
	},
	{
		name: 'JSON, but not a JSON Web Key with a private part',
		pattern: /^\{/,
		cure: 'Paste the key alone: PEM, a JSON Web Key, or the base64 text of a PKCS#12 file.',
	},
	{
		name: 'a thumbprint',
		pattern: /^(([0-9a-f]{2}[ :]?){20}|([0-9a-f]{2}[ :]?){32})$/i,
		cure: `A thumbprint only names a certificate. ${fromFile}`,
	},
	{
		name: 'an address',
		pattern: /^[a-z][a-z0-9+.-]{1,20}:\/\//i,
		cure: 'n8n fetches nothing from it. For Key Vault: az keyvault secret show --id ADDRESS --query value --output tsv, and paste what it writes.',
	},
	{
		name: 'the path of a file',
		pattern: /^([a-z]:\\|\\\\|~?\.{0,2}\/)[^\n]{1,200}\.[a-z0-9]{2,5}$/i,
		cure: `A node can't read files of the machine. ${fromFile}`,
	},
];

/**
 * The refusal of a text in a format that is not read.
 * @param subject such as "private key"
 * @returns `undefined` where the text is not known at all
 */
export function foreignFormat(text: string, subject: string): SignInError | undefined {
	const beginning = text.slice(0, 500);
	const format = formats.find(({ pattern }) => pattern.test(beginning));
	return format && refused(subject, format.name, format.cure);
}

/** The refusal of bytes in a format that is not read; `undefined` where they are not known at all. */
export function foreignBytes(bytes: Buffer, subject: string): SignInError | undefined {
	if (/^(feedfeed|cececece)/.test(bytes.subarray(0, 4).toString('hex'))) {
		return refused(
			subject,
			'a Java key store',
			'Convert it: keytool -importkeystore -srckeystore keys.jks -destkeystore file.pfx -deststoretype PKCS12, then paste what base64 -w0 file.pfx writes.',
		);
	}
	return foreignFormat(bytes.subarray(0, 500).toString('latin1'), subject);
}

/** The refusal of a public key. */
export function publicKeyAlone(subject: string): SignInError {
	return signInError({
		what: `The ${subject} is only the public key.`,
		fix: `Paste the private key that belongs to it, or create a new pair: ${makeNew}`,
	});
}

/** The refusal of a request where the certificate is wanted. */
export function requestAlone(subject: string): SignInError {
	return refused(
		subject,
		'a request for a certificate, not a certificate',
		'Paste the certificate that the certificate authority issued for it, or sign it yourself: openssl x509 -req -in request.csr -signkey key.pem -days 365 -out certificate.pem',
	);
}

/** The refusal of certificates where the private key is wanted. */
export function certificatesAlone(subject: string, what: 'a certificate' | 'certificates'): SignInError {
	return refused(
		subject,
		`${what}, and no private key`,
		'Export it again with its private key (.pfx), or paste the key that it was made with.',
	);
}

function refused(subject: string, what: string, cure: string): SignInError {
	return signInError({ what: `The ${subject} is ${what}.`, fix: cure });
}
