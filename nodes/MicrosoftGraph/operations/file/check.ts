import { requestError } from '../../../graph/errors/requestError';
import { hashIn, type Hashes } from './hashes';

/** What Graph tells of a file that its content can be compared with. */
export interface Facts {
	name?: string;
	size?: number;
	file?: { hashes?: Hashes };
}

/** What was counted here of a file; its hash is of the kind that `hashIn` gives. */
export interface Counted {
	size: number;
	hash?: string;
}

/** What SharePoint writes its own properties into, so that neither size nor hash stay as they were. */
const rewritten =
	/\.(docx?|docm|dotx|dotm|xlsx?|xlsm|xltx|xltm|xlsb|pptx?|pptm|potx|ppsx|pdf|one|aspx|html?|mht|msg)$/i;

/** Whether SharePoint rewrites files of that name: then a difference says nothing. */
export const isRewritten = ({ name = '' }: Facts): boolean => rewritten.test(name);

/**
 * Compares a file with what Graph tells of it.
 * @returns how they differ; `undefined` when they don't, as far as Graph tells
 */
export function differenceOf(
	{ size, file }: Facts,
	real: Counted,
	done: 'uploaded' | 'downloaded',
): string | undefined {
	const hash = hashIn(file?.hashes);
	if (size !== undefined && size !== real.size) {
		return `it has ${size} bytes in the drive, but ${real.size} were ${done}`;
	}
	if (hash !== undefined && real.hash !== undefined && !hash.fits(real.hash)) {
		return `its ${hash.title} is ${hash.value} in the drive, but ${real.hash} as ${done}`;
	}
	return undefined;
}

/** Says that SharePoint has rewritten an uploaded file. */
export const rewrittenHint =
	'SharePoint rewrote the uploaded file, so its size and hash differ from the original. SharePoint does this with Office files, PDF, and HTML.';

/** Says that an uploaded file differs for no known reason. The upload is done: it is no failure any more. */
export const differsHint =
	'The file in the drive differs from the uploaded one. Compare them: someone may have changed the file at the same time.';

/**
 * Checks a file that was downloaded in full. What SharePoint rewrites has other facts than Graph tells; where the host has
 * told the length that came, Graph's size is out of date.
 * @param told bytes, as the host has told them; `undefined` where it has not
 * @returns what differs and is no failure
 * @throws RequestError when the content isn't that of the file
 */
export function checkDownload(known: Facts, real: Counted, told: number | undefined): string | undefined {
	const difference = differenceOf(known, real, 'downloaded');
	if (difference === undefined || isRewritten(known)) return undefined;
	if (known.size !== real.size && told === real.size) return difference;
	throw requestError({
		what: 'The transferred file differs from the original.',
		why: `${difference.charAt(0).toUpperCase()}${difference.slice(1)}.`,
		fix: 'Run the item again. If this persists, someone changes the file at the same time, or a proxy changes it on the way.',
	});
}
