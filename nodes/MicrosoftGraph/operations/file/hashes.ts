import { createHash } from 'node:crypto';

import { quickXorHash, type Hasher } from '../../../graph/files/quickXorHash';

/**
 * The hashes that Graph reports of a file: which of them depends on the type of drive. Source: "hashes resource type".
 */
export type Hashes = { [name in HashName]?: string };
type HashName = 'quickXorHash' | 'sha256Hash' | 'sha1Hash';

/** A hash that Graph reports, and how to compute it. */
export interface KnownHash {
	name: HashName;
	/** Its name for people. */
	title: string;
	value: string;
	begin: () => Hasher;
	/** Whether a computed hash is the same. */
	fits: (made: string) => boolean;
}

/** In order of preference: business drives have the first. */
const kinds: ReadonlyArray<[HashName, string, () => Hasher]> = [
	['quickXorHash', 'QuickXorHash', quickXorHash],
	['sha256Hash', 'SHA-256', () => hexHash('sha256')],
	['sha1Hash', 'SHA-1', () => hexHash('sha1')],
];

/** The hash by which a file can be compared; `undefined` if Graph reports none. */
export function hashIn(hashes: Hashes = {}): KnownHash | undefined {
	for (const [name, title, begin] of kinds) {
		const value = hashes[name];
		// Hexadecimal digits come as capitals or not, base64 has both.
		const plain = (hash: string) => (name === 'quickXorHash' ? hash : hash.toLowerCase());
		if (value) return { name, title, value, begin, fits: (made) => plain(made) === plain(value) };
	}
	return undefined;
}

function hexHash(algorithm: 'sha256' | 'sha1'): Hasher {
	const hash = createHash(algorithm);
	return {
		update: (bytes) => {
			hash.update(bytes);
		},
		result: () => hash.digest('hex'),
	};
}
