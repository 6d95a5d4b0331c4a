import { quickXorHash } from '../../../nodes/graph/files/quickXorHash';
import { hashOf } from '../../../simulator/graph/state/drive';

const hash = (...pieces: Uint8Array[]) => {
	const hasher = quickXorHash();
	for (const piece of pieces) hasher.update(piece);
	return hasher.result();
};

test.each([
	['', 'AAAAAAAAAAAAAAAAAAAAAAAAAAA='],
	['Sg==', 'SgAAAAAAAAAAAAAAAQAAAAAAAAA='],
	['tbQ=', 'taAFAAAAAAAAAAAAAgAAAAAAAAA='],
])('known hashes: %s', (content, expected) => {
	expect(hash(Buffer.from(content, 'base64'))).toBe(expected);
});

test('in whichever pieces the bytes come, and wherever they lie in memory', () => {
	const content = Buffer.from(Array.from({ length: 5_003 }, (_, index) => (index * 31 + 7) % 256));
	const whole = hashOf(content);
	for (const size of [1, 3, 4, 159, 160, 161, 1024, 5_003]) {
		for (const offset of [0, 1, 2, 3]) {
			const shifted = Buffer.concat([Buffer.alloc(offset), content]).subarray(offset);
			const pieces = Array.from({ length: Math.ceil(content.length / size) }, (_, index) =>
				shifted.subarray(index * size, (index + 1) * size),
			);
			expect(hash(...pieces)).toBe(whole);
		}
	}
});
