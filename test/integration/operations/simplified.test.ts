import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { resources } from '../../../nodes/MicrosoftGraph/operations';
import { parametersOf, type Entry } from '../../operations/samples';
import { useTrigger } from '../harness/trigger';
import { byId, useProduct } from '../harness/product';
import { tenantOf } from '../trigger/tenant';

/* What every simple output has in common, of the node and of the trigger. */
const product = useProduct({ settings: { unknownPaths: 'answer' } });
const trigger = useTrigger(product);
const tenant = tenantOf(product);

const adele = 'adelev@contoso.example';

const entries = resources.flatMap((resource) =>
	resource.operations.flatMap((operation): Array<[string, Entry, readonly string[]]> => {
		const names = operation.simple ?? operation.simpleInNode;
		return names ? [[`${resource.value}: ${operation.value}`, { resource, operation }, names]] : [];
	}),
);

/** The objects that an operation returns with its samples. */
async function outputOf(entry: Entry, more: INodeParameters = {}): Promise<IDataObject[]> {
	const parameters = { ...(await parametersOf(entry, product.simulator)), ...more };
	const { items, error } = await product.run(parameters);
	expect(error).toBeUndefined();
	return items.flatMap(({ json }) => ('changes' in json ? (json.changes as IDataObject[]) : [json]));
}

/** The names of the properties in a value, at any depth. */
function namesIn(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(namesIn);
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
}

describe.each(entries)('%s', (_, entry, names) => {
	const columns = names.map((name) => name.split('/').at(-1) ?? '');

	test('its useful properties come first, in their order, as plain values', async () => {
		const objects = await outputOf(entry, { simplify: true });
		expect(objects.length).toBeGreaterThan(0);
		for (const object of objects) {
			const own = Object.keys(object).filter((name) => columns.includes(name));
			expect(Object.keys(object).slice(0, own.length)).toEqual(columns.filter((name) => own.includes(name)));
			// A type is there only where objects of several types can be.
			const { '@odata.type': type, ...rest } = object;
			expect(['string', 'undefined']).toContain(typeof type);
			const noise = namesIn(rest).filter((name) => name.includes('@odata.') && !columns.includes(name));
			expect(noise).toEqual([]);
			const wrapped = own.filter((name) => {
				const inner = namesIn(object[name]);
				return inner.includes('emailAddress') || (inner.includes('user') && inner.includes('displayName'));
			});
			expect(wrapped).toEqual([]);
		}
	});
});

test.each(entries.filter(([name]) => /^(message|event|file): get$/.test(name)))(
	'%s: what the person selects stays as it is',
	async (_, entry, names) => {
		const parameters = await parametersOf(entry, product.simulator);
		const options = { select: names.join(',') };
		const [raw, selected] = await Promise.all(
			[false, true].map(async (simplify) => {
				const { items } = await product.run({ ...parameters, simplify, options });
				return items[0].json;
			}),
		);
		expect(raw).toMatchObject(selected);
		expect(Object.keys(selected).sort()).toEqual(
			expect.arrayContaining(names.filter((name) => name in raw).sort()),
		);
		expect(namesIn(selected)).not.toContain('@odata.etag');
	},
);

const messages = (parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'message',
	operation: 'getAll',
	mailbox: byId(adele),
	...parameters,
});

const watched: INodeParameters = {
	mode: 'polling',
	resource: 'message',
	event: ['created'],
	mailbox: byId(adele),
	folderId: byId('inbox'),
};

const create = async (subject: string) => {
	const recipient = (address: string) => ({ emailAddress: { name: 'Somebody', address } });
	await tenant.create(`/users/${adele}/mailFolders/inbox/messages`, {
		subject,
		from: recipient('alexw@contoso.example'),
		toRecipients: [recipient(adele)],
	});
};

describe('messages', () => {
	test('have plain addresses, and the beginning of their text', async () => {
		const { items } = await product.run(messages({ limit: 1 }));
		expect(items[0].json).toMatchObject({
			subject: expect.any(String) as string,
			from: expect.stringContaining('@') as string,
			bodyPreview: expect.any(String) as string,
			toRecipients: [expect.stringContaining('@') as string],
		});
		expect(items[0].json).not.toHaveProperty('body');
	});

	test('have their text as text', async () => {
		const { items } = await product.run(messages({ limit: 1, options: { bodyAsText: true } }));
		expect(items[0].json.body).toEqual(expect.any(String));
	});

	test('are as Graph returns them when it is off', async () => {
		const { items } = await product.run(messages({ limit: 1, simplify: false }));
		expect(items[0].json).toMatchObject({
			from: { emailAddress: { address: expect.any(String) as string } },
			body: { contentType: expect.any(String) as string },
			'@odata.etag': expect.any(String) as string,
		});
	});

	describe.each(['omitted', 'refused'] as const)(
		'where the app may not read bodies, which are %s',
		(basicBodies) => {
			beforeEach(() => {
				product.app.roles = ['Mail.ReadBasic.All'];
				product.simulator.set({ outlook: { basicBodies } });
			});
			const previews = () =>
				product.simulator.requests.filter(({ query }) => query.$select?.includes('bodyPreview')).length;

			test('come without the preview, and that is learned once', async () => {
				const before = previews();
				const input = Array.from({ length: 3 }, () => ({ json: {} }));
				const { items, error } = await product.run(messages({ limit: 1, options: { batching: false } }), {
					input,
				});
				expect(error).toBeUndefined();
				expect(items.length).toBe(3);
				for (const { json } of items) {
					expect(json).toHaveProperty('from', expect.stringContaining('@'));
					expect(json).not.toHaveProperty('bodyPreview');
				}
				expect(previews() - before).toBeLessThanOrEqual(3);
			});

			test('are watched without it', async () => {
				const workflow = trigger(watched);
				await workflow.activate();
				await create('New');
				const [emitted] = await workflow.poll();
				expect(emitted.json).toMatchObject({ subject: 'New', from: 'alexw@contoso.example' });
			});
		},
	);

	test('a preview that the person selects is refused as such', async () => {
		product.app.roles = ['Mail.ReadBasic.All'];
		product.simulator.set({ outlook: { basicBodies: 'refused' } });
		const { error } = await product.run(messages({ options: { select: 'id,bodyPreview' } }));
		expect(error?.message).toBeDefined();
	});

	test('look the same from the trigger', async () => {
		const workflow = trigger(watched);
		await workflow.activate();
		await create('New');
		const [emitted] = await workflow.poll();
		const { change, ...object } = emitted.json;
		expect(change).toMatchObject({ event: 'created' });
		const { items } = await product.run(messages({ operation: 'get', messageId: String(object.id) }));
		expect(Object.entries(object)).toEqual(Object.entries(items[0].json));
		expect(object).toMatchObject({ from: 'alexw@contoso.example', toRecipients: [adele] });
	});

	test('have their text from the trigger, too', async () => {
		const workflow = trigger({ ...watched, options: { bodyAsText: true } });
		await workflow.activate();
		await create('New');
		const [{ json }] = await workflow.poll();
		expect(json.body).toEqual(expect.any(String));
		expect(json).not.toHaveProperty('changeKey');
	});
});

test('a calendar says who was asked, and what they answered', async () => {
	const at = (hour: number) => ({ dateTime: `2030-03-04T${hour}:00:00`, timeZone: 'UTC' });
	const { id } = await tenant.create(`/users/${adele}/events`, {
		subject: 'Lunch',
		start: at(12),
		end: at(13),
		location: { displayName: 'Canteen' },
		attendees: [
			{ emailAddress: { name: 'Alex Wilber', address: 'alexw@contoso.example' }, type: 'optional' },
		],
	});
	const { items } = await product.run({
		resource: 'event',
		operation: 'get',
		mailbox: byId(adele),
		eventId: id,
	});
	expect(items[0].json).toMatchObject({
		subject: 'Lunch',
		start: { dateTime: '2030-03-04T12:00:00.0000000', timeZone: 'UTC' },
		location: 'Canteen',
		organizer: adele,
		attendees: [{ address: 'alexw@contoso.example', type: 'optional', response: 'none' }],
	});
});
