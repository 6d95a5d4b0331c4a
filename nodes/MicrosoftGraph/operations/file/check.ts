import { requestError } from '../../../graph/requestError';
import { hashIn, type Hashes } from './hashes';

/** What Graph tells of a file that its content can be compared with. */
export interface Facts {
	name?: string;
	size?: number;
	file?: { hashes?: Hashes };
}

/** What SharePoint writes its own properties into, so that neither size nor hash stay as they were. */
const rewritten =
	/\.(docx|docm|dotx|dotm|xlsx|xlsm|xltx|xltm|xlsb|pptx|pptm|potx|ppsx|one|aspx|html?|mht|msg)$/i;

/**
 * Compares a file with what it should be.
 * @param known what Graph tells of it
 * @param real what was counted here; its hash is of the kind that `hashIn` gives
 * @throws RequestError when they differ
 */
export function checkFile(
	known: Facts,
	real: { size: number; hash?: string },
	done: 'uploaded' | 'downloaded',
): void {
	const { name = '', size, file } = known;
	const hash = hashIn(file?.hashes);
	if (rewritten.test(name)) return;
	if (size !== undefined && size !== real.size) {
		throw differs(`it has ${size} bytes in the drive, and ${real.size} were ${done}`);
	}
	if (hash !== undefined && real.hash !== undefined && !hash.fits(real.hash)) {
		throw differs(`its ${hash.title} is ${hash.value} in the drive, and ${real.hash} as ${done}`);
	}
}

function differs(how: string): Error {
	return requestError({
		what: 'The file did not arrive as it was.',
		why: `${how.charAt(0).toUpperCase()}${how.slice(1)}.`,
		fix: 'Run the item again. If it stays so, somebody changes the file at the same time, or something on the way changes it.',
	});
}
