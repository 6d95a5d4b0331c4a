/** One element of DER or BER: what kind it is, and what it holds. */
export interface DerElement {
	tag: number;
	content: Buffer;
	/** The element with its tag and length. */
	whole: Buffer;
}

export const derTag = {
	integer: 0x02,
	bitString: 0x03,
	octetString: 0x04,
	objectId: 0x06,
	sequence: 0x30,
	explicit0: 0xa0,
	implicit0: 0x80,
} as const;

/** What makes an element's tag that of a constructed one. */
const constructed = 0x20;

/** No file in use nests deeper, or has more elements on a level. */
const maxDepth = 16;
const maxElements = 1_000;

/**
 * The elements that stand one after another in these bytes.
 * @throws RangeError where the bytes are neither DER nor BER, nest deeper than 16 levels of indefinite length, or hold more
 * than 1,000 elements on a level
 * Source: X.690, section 8.1.
 */
export function derElements(bytes: Buffer): DerElement[] {
	const elements: DerElement[] = [];
	for (let at = 0; at < bytes.length;) {
		if (elements.length >= maxElements) throw new RangeError('too many elements');
		const element = readElement(bytes, at, 0);
		elements.push(element);
		at += element.whole.length;
	}
	return elements;
}

function readElement(bytes: Buffer, start: number, depth: number): DerElement {
	if (depth > maxDepth) throw new RangeError('nests too deep');
	const tag = bytes.readUInt8(start);
	const first = bytes.readUInt8(start + 1);
	if (first === 0x80) return readIndefinite(bytes, start, depth);
	const lengthBytes = first < 0x80 ? 0 : first - 0x80;
	if (lengthBytes > 4) throw new RangeError('no length');
	const length = lengthBytes === 0 ? first : bytes.readUIntBE(start + 2, lengthBytes);
	const contentStart = start + 2 + lengthBytes;
	const end = contentStart + length;
	if (end > bytes.length) throw new RangeError('breaks off');
	return { tag, content: bytes.subarray(contentStart, end), whole: bytes.subarray(start, end) };
}

/** An element of BER that ends where two zero bytes stand for the next one. */
function readIndefinite(bytes: Buffer, start: number, depth: number): DerElement {
	const tag = bytes.readUInt8(start);
	if ((tag & constructed) === 0) throw new RangeError('no definite length');
	let at = start + 2;
	for (let count = 0; bytes.readUInt16BE(at) !== 0; count++) {
		if (count >= maxElements) throw new RangeError('too many elements');
		at += readElement(bytes, at, depth + 1).whole.length;
	}
	return { tag, content: bytes.subarray(start + 2, at), whole: bytes.subarray(start, at + 2) };
}

/**
 * What an element holds, one level deeper.
 * @throws RangeError where it is not of this kind
 */
export function derChildren(element: DerElement | undefined, tag: number = derTag.sequence): DerElement[] {
	return derElements(derContent(element, tag));
}

/**
 * The bytes that an element holds.
 * @throws RangeError where it is not of this kind
 */
export function derContent(element: DerElement | undefined, tag: number): Buffer {
	if (element?.tag !== tag) throw new RangeError('not the element that was looked for');
	return element.content;
}

/**
 * The bytes of an octet string, which BER may give in pieces.
 * @param tag its own, where another one stands for that of octet strings
 * @throws RangeError where it is none, or in pieces of pieces beyond 16 levels
 */
export function derOctets(
	element: DerElement | undefined,
	tag: number = derTag.octetString,
	depth = 0,
): Buffer {
	if (element?.tag !== (tag | constructed)) return derContent(element, tag);
	if (depth > maxDepth) throw new RangeError('nests too deep');
	const pieces = derElements(element.content).map((piece) => derOctets(piece, derTag.octetString, depth + 1));
	return Buffer.concat(pieces);
}

/**
 * A positive integer.
 * @returns `Infinity` for one of more than 48 bits
 * @throws RangeError where it is none, or negative
 */
export function derNumber(element: DerElement | undefined): number {
	const content = derContent(element, derTag.integer);
	if (content.length === 0 || content[0] >= 0x80) throw new RangeError('not a positive integer');
	return content.length > 6 ? Infinity : content.readUIntBE(0, content.length);
}

/** An object identifier in its dotted form. */
export function derObjectId(element: DerElement | undefined): string {
	const [first, ...rest] = derContent(element, derTag.objectId);
	const parts = [Math.floor(first / 40), first % 40];
	let value = 0;
	for (const byte of rest) {
		value = value * 128 + (byte & 0x7f);
		if (byte < 0x80) {
			parts.push(value);
			value = 0;
		}
	}
	return parts.join('.');
}
