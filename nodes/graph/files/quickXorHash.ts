/** Each byte is XORed in 11 bits after the previous one, so that the positions repeat after this many bytes. */
const period = 160;
const hashBytes = 20;
const step = 11;

/** An incremental hash. */
export interface Hasher {
	update(bytes: Uint8Array): void;
	/** The hash as Graph writes it. */
	result(): string;
}

/** The hash that OneDrive and SharePoint report for files, in base64. Source: "Code Snippets: QuickXorHash Algorithm". */
export function quickXorHash(): Hasher {
	// Bytes for the same position are combined first; the positions follow at the end.
	const words = new Uint32Array(period / 4);
	const sums = new Uint8Array(words.buffer);
	let length = 0;

	const one = (byte: number) => {
		const at = length % period;
		sums[at] = (sums[at] ?? 0) ^ byte;
		length += 1;
	};
	return {
		update: (bytes) => {
			let at = 0;
			// Four bytes at a time, one period after the other, if they're aligned.
			if ((bytes.byteOffset - length) % 4 === 0) {
				while (length % period !== 0 && at < bytes.length) one(bytes[at++] ?? 0);
				const count = Math.floor((bytes.length - at) / period) * words.length;
				const whole = new Uint32Array(bytes.buffer, count === 0 ? 0 : bytes.byteOffset + at, count);
				for (let index = 0; index < count; index += words.length) {
					for (let word = 0; word < words.length; word++) {
						words[word] = (words[word] as number) ^ (whole[index + word] as number);
					}
				}
				at += count * 4;
				length += count * 4;
			}
			for (; at < bytes.length; at++) one(bytes[at] ?? 0);
		},
		result: () => {
			const hash = Buffer.alloc(hashBytes);
			for (const [index, sum] of sums.entries()) {
				const bit = (index * step) % (hashBytes * 8);
				const shifted = sum << (bit % 8);
				xorAt(hash, bit >> 3, shifted & 0xff);
				xorAt(hash, ((bit >> 3) + 1) % hashBytes, shifted >> 8);
			}
			const size = Buffer.alloc(8);
			size.writeBigUInt64LE(BigInt(length));
			for (const [index, byte] of size.entries()) xorAt(hash, hashBytes - 8 + index, byte);
			return hash.toString('base64');
		},
	};
}

function xorAt(bytes: Buffer, at: number, value: number): void {
	bytes[at] = (bytes[at] ?? 0) ^ value;
}
