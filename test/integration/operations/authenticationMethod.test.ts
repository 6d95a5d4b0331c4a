import type { INodeParameters } from 'n8n-workflow';
import { licence } from '../../../simulator/graph/routes/auditLogs';
import { phoneIds } from '../../../simulator/graph/routes/authenticationMethods';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';
const method = (operation: string, parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'authenticationMethod',
	operation,
	...parameters,
});
const ofAdele = (operation: string, parameters: INodeParameters = {}) =>
	method(operation, { userId: byId(adele), ...parameters });
const textOf = (error: unknown) => {
	const { message, description } = error as { message: string; description?: string };
	return `${message} ${description}`;
};
const methods = async () => jsonOf((await product.run(ofAdele('getAll', { returnAll: true }))).items);

describe('authentication methods', () => {
	test('come with their type as people name it, next to Graph’s own', async () => {
		expect(await methods()).toMatchObject([
			{ methodType: 'Password', '@odata.type': '#microsoft.graph.passwordAuthenticationMethod' },
			{ methodType: 'Phone', phoneType: 'mobile' },
			{ methodType: 'Phone', phoneType: 'alternateMobile' },
			{ methodType: 'Microsoft Authenticator', displayName: 'Pixel 9' },
		]);
	});

	test('are deleted from the collection of their type', async () => {
		const authenticator = (await methods()).find(
			({ methodType }) => methodType === 'Microsoft Authenticator',
		);
		for (const id of [phoneIds.alternateMobile, phoneIds.mobile, String(authenticator?.id)]) {
			const run = await product.run(ofAdele('delete', { methodId: byId(id) }));
			expect(jsonOf(run.items)).toEqual([{ deleted: true }]);
		}
		expect((await methods()).map(({ methodType }) => methodType)).toEqual(['Password']);
		const removed = product.graphPaths().filter((path) => path.startsWith('DELETE'));
		expect(removed.map((path) => path.split('/').at(-2))).toEqual([
			'phoneMethods',
			'phoneMethods',
			'microsoftAuthenticatorMethods',
		]);
	});

	test.each([
		['a password', '28c10230-6103-485e-b985-444c60001490', /type "Password".*Reset Password/],
		['a mobile phone with an alternate one', phoneIds.mobile, /alternate mobile phone first/],
		['one that is missing', 'none', /no method with this ID.*Get Many/],
	])('are not deleted: %s', async (_, id, expected) => {
		const run = await product.run(ofAdele('delete', { methodId: byId(id) }));
		expect(textOf(run.error)).toMatch(expected);
		expect(await methods()).toHaveLength(4);
	});

	test('can be chosen, but not the password', async () => {
		const { results } = await product.list('searchAuthenticationMethods', {
			parameters: ofAdele('delete'),
		});
		expect(results.map(({ name }) => name)).toEqual([
			'Phone (+1 4255550100)',
			'Phone (+1 4255550199)',
			'Microsoft Authenticator (Pixel 9)',
		]);
	});
});

describe('a temporary access pass', () => {
	const create = (additionalFields: INodeParameters = {}) =>
		ofAdele('createTemporaryAccessPass', { additionalFields });

	test('comes once, and replaces the one before', async () => {
		const first = await product.run(
			create({ lifetimeInMinutes: 30, isUsableOnce: true, startDateTime: '2030-01-31T09:00:00Z' }),
		);
		expect(jsonOf(first.items)).toMatchObject([
			{
				temporaryAccessPass: expect.stringMatching(/.{8}/),
				lifetimeInMinutes: 30,
				isUsableOnce: true,
				startDateTime: '2030-01-31T09:00:00.000Z',
				methodUsabilityReason: 'NotYetValid',
			},
		]);
		await product.run(create());
		const passes = (await methods()).filter(({ methodType }) => methodType === 'Temporary Access Pass');
		expect(passes).toMatchObject([{ temporaryAccessPass: null, lifetimeInMinutes: 60 }]);
	});

	test('is not created twice when the outcome is unknown', async () => {
		product.simulator.faults.add({
			host: 'graph',
			path: /temporaryAccessPassMethods/,
			after: true,
			action: { status: 504 },
		});
		const run = await product.run(create());
		expect(textOf(run.error)).toMatch(/outcome is unknown/i);
		expect(product.graphPaths()).toHaveLength(1);
	});

	test.each([
		[{ lifetimeInMinutes: 5 }, /Lifetime \(Minutes\).*10 or more/],
		[{ startDateTime: '={{ undefined }}' }, /Valid From/],
	])('needs valid times: %j', async (fields, expected) => {
		expect(textOf((await product.run(create(fields))).error)).toMatch(expected);
	});
});

describe('registration details', () => {
	test('are filtered by what matters', async () => {
		const run = await product.run(
			method('getRegistrationDetails', { filters: { isMfaRegistered: false, userType: 'member' } }),
		);
		expect(jsonOf(run.items)).toMatchObject([{ userDisplayName: 'Alex Wilber', methodsRegistered: [] }]);
		expect(product.graphCalls()[0].query.$filter).toBe("isMfaRegistered eq false and userType eq 'member'");
	});

	test('name the license that they need', async () => {
		const { collections } = product.simulator.graph;
		collections.set(licence, new Map([['none', { id: 'none' }]]));
		const run = await product.run(method('getRegistrationDetails'));
		expect(textOf(run.error)).toMatch(/Microsoft Entra ID P1 or P2/);
	});
});
