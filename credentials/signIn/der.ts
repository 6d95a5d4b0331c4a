/** One element of DER: what kind it is, and what it holds. */
export interface DerElement {
	tag: number;
	content: Buffer;
	/** The element with its tag and length. */
	whole: Buffer;
}

export const derTag = {
	integer: 0x02,
	octetString: 0x04,
	objectId: 0x06,
	sequence: 0x30,
	explicit0: 0xa0,
} as const;

/**
 * The elements that stand one after another in these bytes.
 * @throws RangeError where the bytes are no DER (the indefinite lengths of BER are none)
 * Source: X.690, section 8.1.
 */
export function derElements(bytes: Buffer): DerElement[] {
	const elements: DerElement[] = [];
	for (let at = 0; at < bytes.length;) {
		const element = readElement(bytes, at);
		elements.push(element);
		at += element.whole.length;
	}
	return elements;
}

function readElement(bytes: Buffer, start: number): DerElement {
	const first = bytes.readUInt8(start + 1);
	const lengthBytes = first < 0x80 ? 0 : first - 0x80;
	if (first === 0x80 || lengthBytes > 4) throw new RangeError('no definite length');
	const length = lengthBytes === 0 ? first : bytes.readUIntBE(start + 2, lengthBytes);
	const contentStart = start + 2 + lengthBytes;
	const end = contentStart + length;
	if (end > bytes.length) throw new RangeError('breaks off');
	return {
		tag: bytes.readUInt8(start),
		content: bytes.subarray(contentStart, end),
		whole: bytes.subarray(start, end),
	};
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

/** A small, positive integer. */
export function derNumber(element: DerElement | undefined): number {
	const content = derContent(element, derTag.integer);
	return content.readUIntBE(0, content.length);
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
