import { guidOf } from '../../../simulator/random';
import type { Simulator } from '../../../simulator/simulator';
import type { SimulatorClient } from '../../../simulator/client';
import { recoveryKeys } from '../../../simulator/graph/routes/deviceSecrets';
import { samplePlan } from '../../../simulator/graph/routes/planner';
import { sampleChannel, sampleTeam } from '../../../simulator/graph/routes/teams';
import { fact } from '../../reality/facts';
import { withClient } from './withClient';

let simulator: Simulator;
let client: SimulatorClient;
withClient((given) => ({ simulator, client } = given));

const user = '/users/adelev@contoso.example';
const team = `/teams/${sampleTeam}`;
const agent = { 'user-agent': 'test' };

test(fact(39, 'simulator', 'cloning and unarchiving a team are 202, with a `Location`'), async () => {
	const location = /^\/teams\('[^']+'\)\/operations\('[^']+'\)$/;
	const copy = { displayName: 'Copy', partsToClone: 'apps,channels' };
	for (const { status, headers } of [
		await client.post(`${team}/clone`, copy),
		await client.post(`${team}/unarchive`),
	]) {
		expect(status).toBe(202);
		expect(String(headers.location)).toMatch(location);
	}
	expect((await client.post(`${team}/clone`, { ...copy, partsToClone: 'files' })).status).toBe(400);
});

test('lists of Teams have a count, and 50 in a page at most', async () => {
	const { body } = await client.get(`${user}/chats`);
	expect(body).toMatchObject({ '@odata.count': 2 });
	expect((await client.get(`${user}/chats?$top=51`)).status).toBe(400);
});

test('members are found by the properties of their own type', async () => {
	const id = simulator.graph.findUser('adelev@contoso.example')?.id ?? '';
	const filter = `(microsoft.graph.aadUserConversationMember/userId eq '${id}')`;
	const { body } = await client.get(`${team}/members?$filter=${encodeURIComponent(filter)}`);
	expect((body as { value: object[] }).value).toMatchObject([{ userId: id }]);
});

test('a standard channel has no members of its own to change', async () => {
	const member = {
		'@odata.type': '#microsoft.graph.aadUserConversationMember',
		roles: [],
		'user@odata.bind': `${simulator.graphUrl}/v1.0/users('adelev@contoso.example')`,
	};
	expect((await client.post(`${team}/channels/${sampleChannel}/members`, member)).status).toBe(400);
});

test('a notification in a team or chat names its recipients', async () => {
	const notification = {
		topic: { source: 'text', value: 'a', webUrl: 'https://teams.microsoft.com/l/entity/a/b' },
		activityType: 'systemDefault',
		previewText: { content: 'a' },
		templateParameters: [{ name: 'systemDefaultText', value: 'a' }],
	};
	const recipient = {
		'@odata.type': '#microsoft.graph.teamMembersNotificationRecipient',
		teamId: sampleTeam,
	};
	expect((await client.post(`${team}/sendActivityNotification`, notification)).status).toBe(400);
	expect((await client.post(`${team}/sendActivityNotification`, { ...notification, recipient })).status).toBe(
		204,
	);
});

test('keys and passwords are shown only when they are selected, and never in a batch', async () => {
	const password = `/directory/deviceLocalCredentials/${guidOf('device ID DESKTOP-ADELE')}`;
	expect((await client.get(password, agent)).body).not.toHaveProperty('credentials');
	expect((await client.get(`${password}?$select=credentials`, agent)).body).toHaveProperty('credentials');
	const key = `${recoveryKeys.path}/${guidOf('recovery key 1')}`;
	expect((await client.get(key, agent)).body).not.toHaveProperty('key');
	expect((await client.get(`${key}?$select=key`, agent)).body).toHaveProperty('key');
	expect((await client.get(`${recoveryKeys.path}?$top=1`, agent)).status).toBe(400);
	const answers = await client.batch([{ id: '1', method: 'GET', url: password }]);
	expect(answers.get('1')?.status).toBe(400);
});

test('a plan is changed only with its ETag', async () => {
	const path = `/planner/plans/${samplePlan}`;
	const change = async (etag?: string) =>
		await client.call('PATCH', path, {
			body: { title: 'New' },
			headers: etag === undefined ? {} : { 'if-match': etag },
		});
	expect((await change()).status).toBe(400);
	expect((await change('W/"other"')).status).toBe(412);
	const { '@odata.etag': etag } = (await client.get(path)).body as { '@odata.etag': string };
	expect((await change(etag)).status).toBe(204);
	expect((await client.get(path)).body).toMatchObject({ title: 'New' });
});
