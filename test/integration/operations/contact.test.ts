import type { INodeParameters } from 'n8n-workflow';
import { newEntity } from '../../operations/entities';
import { contacts } from '../../../simulator/graph/routes/contacts';
import { byId, itemsOf, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';
const run = async (operation: string, parameters: INodeParameters = {}, settings = {}) =>
	await product.run({ resource: 'contact', operation, mailbox: byId(adele), ...parameters }, settings);
const bodies = () => product.graphCalls().map(({ body }) => body);
const contact = () => newEntity(product.simulator, contacts, [adele], { displayName: 'Sample' });

test('create makes Graph’s properties of the fields', async () => {
	const { items, error } = await run('create', {
		givenName: 'Pavel',
		additionalFields: {
			...{ surname: 'Bansky', emailAddresses: 'pavel@fabrikam.example, p@home.example', jobTitle: '' },
			...{
				businessPhones: '+1 425 555 0100,+1 425 555 0101',
				homePhones: '+1 425 555 0102',
				categories: 'Red, Blue',
			},
			businessAddress: { street: '123 Main Street', city: 'Redmond', countryOrRegion: 'United States' },
			homeAddress: { city: 'Seattle', postalCode: '98101' },
			birthday: '1990-05-17T22:00:00.000+02:00',
			moreProperties: '{"nickName":"Pasha"}',
		},
	});
	expect(error).toBeUndefined();
	const address = (one: string) => ({ address: one, name: one });
	expect(bodies()).toEqual([
		{
			givenName: 'Pavel',
			surname: 'Bansky',
			emailAddresses: [address('pavel@fabrikam.example'), address('p@home.example')],
			businessPhones: ['+1 425 555 0100', '+1 425 555 0101'],
			homePhones: ['+1 425 555 0102'],
			categories: ['Red', 'Blue'],
			businessAddress: { street: '123 Main Street', city: 'Redmond', countryOrRegion: 'United States' },
			homeAddress: { city: 'Seattle', postalCode: '98101' },
			birthday: '1990-05-17T12:00:00Z',
			nickName: 'Pasha',
		},
	]);
	expect(product.graphCalls()).toMatchObject([
		{ path: `/v1.0/users/${adele}/contacts`, headers: { prefer: 'IdType="ImmutableId"' } },
	]);
	expect(items[0].json).toMatchObject({ id: expect.any(String), displayName: 'Pavel Bansky' });
});

test('create is not repeated when its outcome is unknown', async () => {
	product.simulator.faults.add({
		host: 'graph',
		method: 'POST',
		after: true,
		times: Infinity,
		action: { status: 504 },
	});
	const { error } = await run('create', { givenName: 'Pavel' });
	expect(error?.message).toMatch(/outcome is unknown/);
	expect(product.graphPaths()).toHaveLength(1);
});

test('a birthday that is no day is refused', async () => {
	const { error } = await run('create', { givenName: 'Pavel', additionalFields: { birthday: '17.05.1990' } });
	expect(error).toMatchObject({
		message: expect.stringMatching(/"Birthday" isn't a time: "17\.05\.1990"/),
		description: expect.stringMatching(/Enter a date/),
	});
	expect(product.graphPaths()).toEqual([]);
});

describe('update', () => {
	test('sends what was added, and empties what is empty', async () => {
		const contactId = contact();
		const { items, error } = await run('update', {
			contactId,
			updateFields: {
				...{ givenName: 'Pasha', jobTitle: '', birthday: '', emailAddresses: '', businessPhones: '' },
				homeAddress: { street: '1 Way', city: null },
			},
		});
		expect(error).toBeUndefined();
		expect(bodies()).toEqual([
			{
				...{ givenName: 'Pasha', jobTitle: null, birthday: null, emailAddresses: [], businessPhones: [] },
				homeAddress: { street: '1 Way', city: null },
			},
		]);
		expect(product.graphPaths()).toEqual([`PATCH /v1.0/users/${adele}/contacts/${contactId}`]);
		expect(items[0].json).toMatchObject({ id: contactId, givenName: 'Pasha' });
	});

	test('of nothing is refused', async () => {
		const { error } = await run('update', { contactId: contact(), updateFields: {} });
		expect(error?.message).toMatch(/There's nothing to update/);
	});
});

describe('get many', () => {
	const names = async (parameters: INodeParameters) => {
		const { items, error } = await run('getAll', parameters);
		expect(error).toBeUndefined();
		return jsonOf(items).map(({ displayName }) => displayName);
	};

	test.each([
		[{ filters: { displayName: 'Pa' } }, ['Pavel Bansky']],
		[{ filters: { address: 'elvia@fabrikam.example' } }, ['Elvia Atkins']],
		[{ filters: { displayName: 'Pa' }, options: { filter: "surname eq 'Atkins'" } }, []],
		[{ options: { search: 'fabrikam.example' } }, ['Pavel Bansky', 'Elvia Atkins']],
		[{ options: { orderBy: 'displayName' } }, ['Elvia Atkins', 'Pavel Bansky']],
	])('by %j', async (parameters, expected) => {
		expect(await names(parameters)).toEqual(expected);
	});

	test('by an address with an apostrophe, words in quotes', async () => {
		await names({ filters: { address: "o'neill@fabrikam.example" } });
		await names({ options: { search: '"Acme" Inc' } });
		const [first, second] = product.graphCalls();
		expect(first.query.$filter).toBe("emailAddresses/any(a:a/address eq 'o''neill@fabrikam.example')");
		expect(second.query.$search).toBe('"Acme Inc"');
	});

	test('not by words in an order', async () => {
		const { error } = await run('getAll', { options: { search: 'fabrikam', orderBy: 'displayName' } });
		expect(error?.message).toMatch(/'\$orderBy' is not supported with '\$search'/);
	});

	test('simplified, or whole', async () => {
		const simple = await run('getAll');
		expect(simple.items[0].json).not.toHaveProperty('changeKey');
		const [{ id }] = jsonOf(simple.items);
		const whole = await run(
			'get',
			{ contactId: '={{ $json.id }}', simplify: false },
			{ input: itemsOf({ id: String(id) }) },
		);
		expect(whole.items[0].json).toMatchObject({ id, changeKey: expect.any(String) });
	});
});
