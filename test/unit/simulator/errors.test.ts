import { fact } from '../../reality/facts';
import type { Simulator } from '../../../simulator/simulator';
import type { SimulatorClient } from '../../../simulator/client';
import { refusalAction, refusals } from '../../../simulator/refusals';
import { withClient } from './withClient';

let simulator: Simulator;
let client: SimulatorClient;
withClient((given) => ({ simulator, client } = given));

const missing = '01ZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZZ';
const alex = '/users/alexw@contoso.example';

describe('the body of an error', () => {
	test.each(['/drives/b!unknown/root', `${alex}/drive/items/${missing}`, '/sites/unknown'])(
		fact(45, 'simulator', 'of SharePoint has code and message only; its ID and date are headers: %s'),
		async (path) => {
			const { status, headers, body } = await client.get(path);
			expect(status).toBe(404);
			expect(Object.keys((body as { error: object }).error).sort()).toEqual(['code', 'message']);
			expect(headers['request-id']).toMatch(/^[\da-f-]{36}$/);
			expect(headers.date).toBeDefined();
		},
	);

	test(
		fact(45, 'simulator', 'of a part of a batch is the same, and so is that of a refused mail'),
		async () => {
			const { body } = await client.post('/$batch', {
				requests: [
					{ id: '1', method: 'GET', url: `${alex}/drive/items/${missing}` },
					{
						id: '2',
						method: 'POST',
						url: `${alex}/sendMail`,
						headers: { 'Content-Type': 'application/json' },
						body: { message: { subject: 'x', toRecipients: [] } },
					},
					{ id: '3', method: 'GET', url: `${alex}/messages/AAMkAGI2THVSAAA0000000000000000000000000=` },
				],
			});
			const { responses } = body as {
				responses: Array<{ id: string; body: { error: object }; headers: object }>;
			};
			const keys = Object.fromEntries(responses.map(({ id, body: { error } }) => [id, Object.keys(error)]));
			expect(keys['1']).toEqual(['code', 'message']);
			expect(keys['2']).toEqual(['code', 'message']);
			expect(keys['3']).toEqual(['code', 'message', 'innerError']);
		},
	);

	test('of the directory, and of a path that there is not, has the request ID and the date', async () => {
		for (const path of ['/users/nobody@contoso.example', '/nothing']) {
			const { body } = await client.get(path);
			expect(body).toMatchObject({ error: { innerError: { 'request-id': expect.any(String) } } });
		}
	});
});

test.each(Object.keys(refusals) as Array<keyof typeof refusals>)(
	fact(50, 'simulator', 'can refuse as %s'),
	async (code) => {
		simulator.faults.add({ path: /users/, action: refusalAction(code) });
		const { status, body } = await client.get('/users');
		expect(status).toBe(refusals[code].status);
		expect(body).toMatchObject({ error: { code, message: refusals[code].message } });
	},
);
