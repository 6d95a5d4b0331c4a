// Where the editor's help links lead: to this package's own pages, once package.json says where they are.

/** What the address of the pages is made from, of package.json. */
interface Manifest {
	repository?: unknown;
}

/** The page that explains what a built file is about, by the file's name. */
const pages: Readonly<Record<string, string>> = {
	'MicrosoftGraph.node.json': 'docs/node.md',
	'MicrosoftGraphTrigger.node.json': 'docs/trigger.md',
	'MicrosoftGraphAppOnlyApi.credentials.js': 'docs/setup.md',
};
const credentialPage = 'docs/setup.md';

/** As npm takes it: an address, or `owner/name`. */
const onGitHub =
	/^(?:github:|git@github\.com:|(?:git\+)?(?:https|ssh|git):\/\/(?:git@)?github\.com\/)?([\w.-]+)\/([\w.-]+?)(?:\.git)?$/;

/**
 * Where a page of the repository is shown, as its main branch has it.
 * @param page its path in the repository
 * @returns `undefined` unless package.json names a repository on GitHub, from where the package is published
 */
export function pageUrl({ repository }: Manifest, page: string): string | undefined {
	const address =
		typeof repository === 'object' && repository !== null && 'url' in repository
			? repository.url
			: repository;
	const [, owner, name] = onGitHub.exec(typeof address === 'string' ? address : '') ?? [];
	return name === undefined ? undefined : `https://github.com/${owner}/${name}/blob/HEAD/${page}`;
}

/**
 * The help links of a codex file or of the compiled credential. The links in the source lead to pages of Microsoft; they stay
 * until package.json names the repository.
 * @param fileName without its folder
 * @param text what the build would write
 * @returns the same text with links to this package's own pages
 * @throws Error for a file without a page, and for a credential without `documentationUrl`
 */
export function addHelpLinks(fileName: string, text: string, manifest: Manifest): string {
	const page = Object.hasOwn(pages, fileName) ? pages[fileName] : undefined;
	if (page === undefined) throw new Error(`scripts/helpLinks.ts: ${fileName} has no page.`);
	const url = pageUrl(manifest, page);
	if (url === undefined) return text;
	return fileName.endsWith('.json')
		? codexWith(text, url, pageUrl(manifest, credentialPage))
		: credentialWith(text, url);
}

function codexWith(text: string, node: string, credential?: string): string {
	const resources = { primaryDocumentation: [{ url: node }], credentialDocumentation: [{ url: credential }] };
	return `${JSON.stringify({ ...(JSON.parse(text) as object), resources }, null, '\t')}\n`;
}

function credentialWith(text: string, url: string): string {
	const assignment = /(documentationUrl = ')[^']*(')/g;
	if (text.match(assignment)?.length !== 1) throw new Error('The credential has no single documentationUrl.');
	return text.replace(assignment, `$1${url}$2`);
}
