/** One block of a PEM text. */
export interface PemBlock {
	/** Such as `CERTIFICATE` or `RSA PRIVATE KEY`. */
	label: string;
	/** The block alone, with the line breaks that the format wants. */
	text: string;
}

/**
 * The blocks of a PEM text, mended: line breaks that a form or an environment variable turned into spaces, into `\n`
 * written out, or into nothing come back. What stands around the blocks is left out.
 * Source: RFC 7468; RFC 1421, section 4.6 for the headers of old encrypted keys.
 */
export function pemBlocks(text: string): PemBlock[] {
	return [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g)].map(
		([, label, content]) => ({
			label,
			text: `-----BEGIN ${label}-----\n${mended(content)}\n-----END ${label}-----\n`,
		}),
	);
}

/** Initialization vectors have the cipher's block size, so that they end somewhere even where no line break tells. */
const encryptionHeaders =
	/^\s*Proc-Type:\s*4,\s*ENCRYPTED\s*DEK-Info:\s*(?:(AES-\d{3}-CBC),([0-9A-F]{32})|((?:DES|DES-EDE3)-CBC),([0-9A-F]{16}))/i;

function mended(content: string): string {
	const plain = content.replace(/\\r|\\n/g, '\n');
	const headers = encryptionHeaders.exec(plain);
	if (headers === null) return wrapped(plain);
	const [whole, aes, aesVector, des, desVector] = headers;
	const info = `Proc-Type: 4,ENCRYPTED\nDEK-Info: ${aes ?? des},${aesVector ?? desVector}`;
	return `${info}\n\n${wrapped(plain.slice(whole.length))}`;
}

function wrapped(base64: string): string {
	return (base64.replace(/\s/g, '').match(/.{1,64}/g) ?? []).join('\n');
}

/** The bytes of a text that is nothing but base64, in lines or not; undefined for any other text. */
export function base64Bytes(text: string): Buffer | undefined {
	const compact = text.replace(/\\r|\\n|\s/g, '');
	return /^[A-Za-z0-9+/]+={0,2}$/.test(compact) ? Buffer.from(compact, 'base64') : undefined;
}
