import { requestError } from '../../../graph/errors/requestError';
import { hashIn, type Hashes } from './hashes';

/** What Graph reports of a file that its content can be compared with. */
export interface Facts {
	name?: string;
	size?: number;
	file?: { hashes?: Hashes };
}

/** A file's size and hash as counted here; the hash is of the type that `hashIn` returns. */
export interface Counted {
	size: number;
	hash?: string;
}

/** Files into which SharePoint writes its own properties, which changes size and hash. */
const rewritten =
	/\.(docx?|docm|dotx|dotm|xlsx?|xlsm|xltx|xltm|xlsb|pptx?|pptm|potx|ppsx|pdf|one|aspx|html?|mht|msg)$/i;

/** Whether SharePoint rewrites files of that name: then a difference says nothing. */
export const isRewritten = ({ name = '' }: Facts): boolean => rewritten.test(name);

/**
 * Compares a file with what Graph reports of it.
 * @returns how they differ; `undefined` when they don't, as far as Graph reports
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

/** Says that an uploaded file differs for no known reason. The upload is done: so it isn't a failure. */
export const differsHint =
	'The file in the drive differs from the uploaded one. Compare them: someone may have changed the file at the same time.';

/**
 * Checks a file that was downloaded in full. Files that SharePoint rewrites differ from what Graph reports; if the
 * host's Content-Length matches the download, Graph's size is out of date.
 * @param contentLength the Content-Length of the host's response; `undefined` without one
 * @returns a difference that isn't a failure
 * @throws RequestError when the content isn't that of the file
 */
export function checkDownload(
	known: Facts,
	real: Counted,
	contentLength: number | undefined,
): string | undefined {
	const difference = differenceOf(known, real, 'downloaded');
	if (difference === undefined || isRewritten(known)) return undefined;
	if (known.size !== real.size && contentLength === real.size) return difference;
	throw requestError({
		what: 'The transferred file differs from the original.',
		why: `${difference.charAt(0).toUpperCase()}${difference.slice(1)}.`,
		fix: 'Run the item again. If this persists, someone changes the file at the same time, or a proxy changes it on the way.',
	});
}
