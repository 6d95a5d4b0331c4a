import { simulatorCredential } from '../../scripts/demo';
import { itemsOf, signInToN8n } from '../../scripts/n8nClient';
import { servers } from './support/servers';
import { manualTrigger, workflowOf } from './support/workflows';

jest.setTimeout(240_000);

const { n8n, simulator } = servers();

test("n8n's HTTP Request node signs in with the credential", async () => {
	const client = await signInToN8n(n8n.url, n8n.owner);
	const type = 'microsoftGraphAppOnlyApi';
	const credential = await client.saveCredential('HTTP Request', type, simulatorCredential(simulator));
	const id = await client.saveWorkflow(
		workflowOf('HTTP Request', [
			manualTrigger,
			{
				name: 'HTTP Request',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					url: `${simulator.graphUrl}/v1.0/users/adelev@contoso.example`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: type,
					options: {},
				},
				credentials: { [type]: credential },
			},
		]),
	);
	const execution = await client.runWorkflow(id, manualTrigger.name);
	expect(execution.error?.message).toBeUndefined();
	expect(itemsOf(execution, 'HTTP Request')).toMatchObject([
		{ json: { userPrincipalName: 'adelev@contoso.example', displayName: 'Adele Vance' } },
	]);
});

test('the credential gives its token to no other host', async () => {
	const client = await signInToN8n(n8n.url, n8n.owner);
	const type = 'microsoftGraphAppOnlyApi';
	const credential = await client.saveCredential('HTTP Request', type, simulatorCredential(simulator));
	const id = await client.saveWorkflow(
		workflowOf('HTTP Request to another host', [
			manualTrigger,
			{
				name: 'HTTP Request',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				parameters: {
					url: `${simulator.controlUrl}/settings`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: type,
					options: {},
				},
				credentials: { [type]: credential },
			},
		]),
	);
	const execution = await client.runWorkflow(id, manualTrigger.name);
	expect(execution.status).toBe('error');
	expect(execution.error?.message).toContain(new URL(simulator.controlUrl).host);
});
