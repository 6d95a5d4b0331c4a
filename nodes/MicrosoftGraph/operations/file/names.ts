import { requestError } from '../../../graph/errors/requestError';

/** What SharePoint doesn't allow in a name. Source: "Restrictions and limitations in OneDrive and SharePoint". */
const characters = /["*:<>?/\\|]/;
const reserved = /^(\.{1,2}|\.lock|con|prn|aux|nul|com\d|lpt\d|desktop\.ini)$/i;
const maxNameLength = 255;

/**
 * Checks the name that a file or folder gets.
 * @throws RequestError for a name that OneDrive and SharePoint don't allow, with the reason
 * Source: "Restrictions and limitations in OneDrive and SharePoint".
 */
export function checkNewName(name: string): void {
	const why = objectionTo(name);
	if (why === undefined) return;
	throw requestError({
		what: `${JSON.stringify(name)} can't be the name of a file or folder in OneDrive and SharePoint.`,
		why,
		fix: 'Choose another name. The parent folder has its own field.',
	});
}

function objectionTo(name: string): string | undefined {
	if (characters.test(name)) return 'Names can\'t contain " * : < > ? / \\ |.';
	if (name.trim() !== name) return "Names can't begin or end with a space.";
	if (name.startsWith('~$')) return "Names can't begin with ~$.";
	if (/_vti_/i.test(name)) return "Names can't contain _vti_.";
	if (reserved.test(name)) return 'SharePoint or Windows reserves this name.';
	if (name.length > maxNameLength) return `It is longer than ${maxNameLength} characters.`;
	return undefined;
}

/**
 * The path of a file or folder by its names below a folder, and of what is below it.
 * @param folder the path of the folder: by its ID, by its path, or the root of a drive
 * @param names of each level; none for the folder itself
 */
export function inFolder(
	folder: readonly string[],
	names: readonly string[],
	...below: readonly string[]
): string[] {
	if (names.length === 0 && below.length === 0) return [...folder];
	const byPath = folder.includes('root:');
	const last = folder.at(-1) ?? '';
	if (names.length === 0)
		return byPath ? [...folder.slice(0, -1), `${last}:`, ...below] : [...folder, ...below];
	const start = byPath ? folder : [...folder.slice(0, -1), `${last}:`];
	const [end = ''] = names.slice(-1);
	return [...start, ...names.slice(0, -1), below.length > 0 ? `${end}:` : end, ...below];
}
