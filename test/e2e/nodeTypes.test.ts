import { signInToN8n } from '../../scripts/n8nClient';
import { servers } from './support/servers';

const { n8n } = servers();
const PACKAGE = 'n8n-nodes-microsoft-graph-app-only';

test('n8n lists the node, its variants for AI agents (a tool, and human review of tools), and the trigger', async () => {
	const client = await signInToN8n(n8n.url, n8n.owner);
	const own = (await client.nodeTypes()).filter(({ name }) => name.startsWith(`${PACKAGE}.`));
	expect(own.map(({ name }) => name).sort()).toEqual([
		`${PACKAGE}.microsoftGraph`,
		`${PACKAGE}.microsoftGraphHitlTool`,
		`${PACKAGE}.microsoftGraphTool`,
		`${PACKAGE}.microsoftGraphTrigger`,
	]);
});
