import { randomBytes } from 'node:crypto';
import { defaultClientSecret } from '../../../simulator/entra';

const mark = 'made-up-secret';

/** A secret for one test. Its beginning makes it known to `secretsIn`, wherever it turns up. */
export function madeUpSecret(purpose: string): string {
	return `${mark}-${purpose}-${randomBytes(12).toString('hex')}`;
}

/** What must stand nowhere, by the name under which it is reported. */
const forbidden: Readonly<Record<string, RegExp>> = {
	"the simulator's client secret": new RegExp(defaultClientSecret, 'g'),
	"the simulator's identity header": /simulator-identity-header/g,
	'a secret of a test': new RegExp(`${mark}-[\\w-]+`, 'g'),
	'a wrong secret of a test': /not-the-secret-of-this-app/g,
	// The last part is a signature, which the pattern leaves out: a token cut short is one too.
	'a token or an assertion': /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}/g,
	'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY/g,
	// How the base64 of a PKCS#8 RSA key goes on after its length: a certificate has no such place.
	'the text of a private key': /BgkqhkiG9w0BAQEFAASC/g,
};

/** The secrets in a text: the name of each kind that was found, with what stands before it. */
export function secretsIn(text: string): string[] {
	return Object.entries(forbidden).flatMap(([name, pattern]) =>
		[...text.matchAll(pattern)].map(
			({ index }) => `${name}, after ${JSON.stringify(text.slice(Math.max(0, index - 60), index))}`,
		),
	);
}
