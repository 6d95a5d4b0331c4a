import { checks } from '../../test/versions/checks';
import { n8nVersions } from '../../test/versions/n8nVersions';
import { table } from '../markdown';

/** The table in README.md of the versions of n8n: each passes each check, or `npm run test:versions` fails. */
export function versionsTable(): string {
	const rows = n8nVersions.map(({ n8n, node }) => [n8n, node, `${checks.length} of ${checks.length} checks`]);
	return table(['n8n', 'needs Node.js', 'Result'], rows);
}

/** The table in docs/tested.md of the same versions, check by check. */
export function checksTable(): string {
	const rows = n8nVersions.map(({ n8n, core, workflow, node, differs }) => [
		n8n,
		core,
		workflow,
		node,
		...checks.map(() => '✔'),
		differs || '–',
	]);
	const heads = ['n8n', 'n8n-core', 'n8n-workflow', 'needs Node.js', ...checks.map(({ name }) => name)];
	const shown = checks.map(({ name, shows }) => `- **${name}**: ${shows}`).join('\n');
	return `${table([...heads, 'What differs from the newest there'], rows)}\n\n${shown}`;
}
