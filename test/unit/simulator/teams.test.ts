import { fact } from '../../reality/facts';
import type { Simulator } from '../../../simulator/simulator';
import type { SimulatorClient } from '../../../simulator/client';
import { sampleTeam } from '../../../simulator/graph/routes/teams';
import { addFile, driveOf } from '../../../simulator/graph/state/drive';
import { withClient } from './withClient';

let simulator: Simulator;
let client: SimulatorClient;
withClient((given) => ({ simulator, client } = given));

const operation = /^\/teams\('[^']+'\)\/operations\('[^']+'\)$/;

test(
	fact(39, 'simulator', 'a new team is a 202 without a body, whose `Location` is the operation'),
	async () => {
		const owner = {
			'@odata.type': '#microsoft.graph.aadUserConversationMember',
			roles: ['owner'],
			'user@odata.bind': `${simulator.graphUrl}/v1.0/users('adelev@contoso.example')`,
		};
		const template = `${simulator.graphUrl}/v1.0/teamsTemplates('standard')`;
		const { status, headers, body } = await client.post('/teams', {
			'template@odata.bind': template,
			displayName: 'Alpha',
			members: [owner],
		});
		expect(status).toBe(202);
		expect(body ?? '').toHaveLength(0);
		expect(headers).toMatchObject({
			location: expect.stringMatching(operation),
			'content-type': 'application/octet-stream',
		});
		expect((await client.get(String(headers.location))).body).toMatchObject({ operationType: 'createTeam' });
	},
);

test(
	fact(39, 'simulator', 'archiving a team and copying a file are 202, too, with a `Location`'),
	async () => {
		const archived = await client.post(`/teams/${sampleTeam}/archive`, {});
		expect(archived).toMatchObject({ status: 202, headers: { location: expect.stringMatching(operation) } });
		const drive = driveOf(simulator.graph, 'own', {
			name: 'Documents',
			driveType: 'business',
			webUrl: 'https://x.example',
		});
		const file = addFile(drive, drive.rootId, 'A.txt', Buffer.from('x'));
		const copied = await client.post(`/drives/${drive.id}/items/${file.id}/copy`, { name: 'B.txt' });
		expect(copied).toMatchObject({ status: 202, headers: { location: expect.stringMatching(/^https?:/) } });
	},
);
