/** One block of a PEM text. */
export interface PemBlock {
	/** Such as `CERTIFICATE` or `RSA PRIVATE KEY`. */
	label: string;
	/** The block alone, with the line breaks that the format wants. */
	text: string;
}

/**
 * The blocks of a PEM text, repaired: line breaks that a form or an environment variable turned into spaces, into `\n`
 * written out, or into nothing come back. What stands around the blocks is left out.
 * Source: RFC 7468; RFC 1421, section 4.6 for the headers of old encrypted keys.
 */
export function pemBlocks(text: string): PemBlock[] {
	const blocks: PemBlock[] = [];
	/** Ends that the text does not have from here on: they are not searched for twice. */
	const missing = new Set<string>();
	let over = 0;
	for (const { 0: begin, 1: label, index } of text.matchAll(/-----BEGIN ([A-Z0-9 ]{1,100})-----/g)) {
		const end = `-----END ${label}-----`;
		if (index < over || missing.has(label)) continue;
		const start = index + begin.length;
		const at = text.indexOf(end, start);
		if (at < 0) {
			missing.add(label);
			if (missing.size > maxLabels) break;
			continue;
		}
		over = at + end.length;
		blocks.push({ label, text: `-----BEGIN ${label}-----\n${repaired(text.slice(start, at))}\n${end}\n` });
	}
	return blocks;
}

/** A text that begins more kinds of blocks than this, and ends none of them, isn't PEM. */
const maxLabels = 20;

/** Initialization vectors have the cipher's block size, so that they end somewhere even where no line break shows it. */
const encryptionHeaders =
	/^\s*Proc-Type:\s*4,\s*ENCRYPTED\s*DEK-Info:\s*(?:(AES-\d{3}-CBC),([0-9A-F]{32})|((?:DES|DES-EDE3)-CBC),([0-9A-F]{16}))/i;

function repaired(content: string): string {
	const plain = content.replace(/\\r|\\n/g, '\n');
	const headers = encryptionHeaders.exec(plain);
	if (headers === null) return wrapped(plain);
	const [whole, aes, aesVector, des, desVector] = headers;
	const info = `Proc-Type: 4,ENCRYPTED\nDEK-Info: ${aes ?? des},${aesVector ?? desVector}`;
	return `${info}\n\n${wrapped(plain.slice(whole.length))}`;
}

function wrapped(base64: string): string {
	return (base64.replace(/\s+/g, '').match(/.{1,64}/g) ?? []).join('\n');
}

/** The bytes of a text that is nothing but base64 or base64url, in lines or not; undefined for any other text. */
export function base64Bytes(text: string): Buffer | undefined {
	const compact = text.replace(/\\r|\\n|\s/g, '');
	return /^[A-Za-z0-9+/_][A-Za-z0-9+/_-]*={0,2}$/.test(compact) ? Buffer.from(compact, 'base64') : undefined;
}
