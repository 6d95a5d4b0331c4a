import { answerDifferences, answerShape, differences, linkForm, mergeShapes, shapeOf } from '../shape';
import type { Answer, Shape } from '../shape';

describe('the shape of a value', () => {
	const id = '7f0a5f0c-0b3e-4f39-9c5a-2d8a1f6f0c11';
	const kinds: Array<[value: unknown, shape: Shape]> = [
		[undefined, 'nothing'],
		[null, 'null'],
		['', 'empty string'],
		['Adele', 'string'],
		[id, 'guid'],
		[id.toUpperCase(), 'guid'],
		[`{${id}}`, 'string'],
		[3, 'number'],
		[false, 'boolean'],
		[[], 'empty array'],
		['2026-01-01T09:00:00Z', 'dateTimeZ'],
		['2026-01-01T09:00:00.123Z', 'dateTime.3Z'],
		['2026-01-01T09:00:00.1234567Z', 'dateTime.7Z'],
		['2026-01-01T09:00:00.0000000', 'dateTime.7 without offset'],
		['2026-01-01T09:00:00', 'dateTime without offset'],
		['2026-01-01T09:00:00+01:00', 'dateTime+offset'],
		['2026-01-01', 'string'],
	];
	for (const [value, shape] of kinds) {
		it(`of ${JSON.stringify(value) ?? 'no body'} is ${JSON.stringify(shape)}`, () =>
			expect(shapeOf(value)).toEqual(shape));
	}

	it('has the properties of an object, and one shape for all items of a list', () => {
		expect(
			shapeOf({
				value: [
					{ id, mail: null },
					{ id, mail: 'a@b.example', age: 3 },
				],
			}),
		).toEqual({
			is: 'object',
			properties: {
				value: {
					is: 'array',
					items: {
						is: 'object',
						properties: {
							id: 'guid',
							mail: 'null|string',
							age: { is: 'number', sometimesAbsent: true },
						},
					},
				},
			},
		});
		expect(shapeOf(['a', 'b'])).toEqual({ is: 'array', items: { is: 'string' } });
	});
	it('is merged over several values, with what is in each of them', () => {
		const merged = mergeShapes([{ a: [] }, { a: ['x'], b: null }, { a: null, b: { c: 1 } }].map(shapeOf));
		expect(merged).toEqual({
			is: 'object',
			properties: {
				a: { is: 'array|empty array|null', items: { is: 'string' } },
				b: { is: 'null|object', properties: { c: 'number' }, sometimesAbsent: true },
			},
		});
		expect(mergeShapes([merged, shapeOf({ a: [3] })])).toMatchObject({
			properties: { a: { items: { is: 'number|string' } }, b: { sometimesAbsent: true } },
		});
		expect(() => mergeShapes([])).toThrow('no shape');
	});
});

describe('differences of shapes', () => {
	const found = (real: unknown[], mine: unknown) =>
		differences(mergeShapes(real.map(shapeOf)), shapeOf(mine)).map(
			({ path, kind, expected, actual }) => `${path} ${kind}: ${expected} → ${actual}`,
		);

	it('are none between values of the same shape', () => {
		const user = { id: 'x', tags: ['a'], start: { dateTime: '2026-01-01T09:00:00Z' } };
		expect(found([user], { ...user, id: 'y', tags: [] })).toEqual([]);
		expect(found([user, { ...user, tags: [] }], { ...user, tags: ['c', 'd'] })).toEqual([]);
	});
	it('name a property that the real one lacks', () => {
		expect(found([{ a: [{ b: 1 }] }], { a: [{ b: 1, c: 'x' }] })).toEqual([
			'a[].c extra property:  → string',
		]);
	});
	it('name a property that the real one always has', () => {
		expect(found([{ a: 1, b: 'x' }], { a: 1 })).toEqual(['b missing property: string → ']);
		expect(found([[{ a: 1 }]], [{ a: 1 }, {}])).toEqual(['[].a missing property: number → absent at times']);
		expect(found([{ a: 1 }, { a: 2, b: 'x' }], { a: 1 })).toEqual([]);
	});
	it('name annotations as such', () => {
		expect(found([{ '@odata.etag': 'W/"x"' }], { 'body@odata.type': '#x' })).toEqual([
			'body@odata.type extra annotation:  → string',
			'@odata.etag missing annotation: string → ',
		]);
	});
	it('name a value of another type', () => {
		expect(found([{ a: 1 }], { a: '1' })).toEqual(['a type: number → string']);
		expect(found([{ a: 'x' }], { a: null })).toEqual(['a type: string → null']);
		expect(found([{ a: { b: 1 } }], { a: [1] })).toEqual(['a type: object → array']);
		expect(found([{ a: 'opaque' }], { a: '7f0a5f0c-0b3e-4f39-9c5a-2d8a1f6f0c11' })).toEqual([
			'a type: string → guid',
		]);
	});
	it('name a time of another format, where the real one leaves out no zeros', () => {
		const at = (text: string) => ({ at: `2026-01-01T09:00:00${text}` });
		expect(found([at('Z')], at('.000Z'))).toEqual(['at time format: dateTimeZ → dateTime.3Z']);
		expect(found([at('.0000000')], at('.0000000Z'))).toEqual([
			'at time format: dateTime.7 without offset → dateTime.7Z',
		]);
		expect(found([at('.12Z'), at('.123Z')], at('.1Z'))).toEqual([]);
		expect(found([at('.123456Z')], at('.1234567Z'))).toEqual([]);
		expect(found([at('Z')], { at: 'yesterday' })).toEqual(['at type: dateTimeZ → string']);
	});
	it('leave open what the real one had only empty', () => {
		expect(found([{ a: null, b: [], c: '' }], { a: 3, b: ['x'], c: 'x' })).toEqual([]);
		expect(found([{ b: [] }], { b: 'x' })).toEqual(['b type: empty array → string']);
	});
	it('ask the second opinion where there is one', () => {
		const opinion = {
			allows: (path: string, kind: string) => (path === 'a' ? kind === 'string' : kind === 'null'),
		};
		const asked = (real: unknown, mine: unknown) => differences(shapeOf(real), shapeOf(mine), opinion);
		expect(asked({ a: null }, { a: 'x' })).toEqual([]);
		expect(asked({ a: null }, { a: 3 })).toMatchObject([{ path: 'a', kind: 'type' }]);
		expect(asked({ b: 'x' }, { b: null })).toEqual([]);
	});
});

describe('differences of answers', () => {
	const answer = (change: Partial<Answer> = {}): Answer => ({
		status: 200,
		headers: { 'content-type': 'application/json;charset=utf-8', 'odata-version': '4.0', server: 'x' },
		body: {},
		...change,
	});
	const found = (real: Partial<Answer>, mine: Partial<Answer>) =>
		answerDifferences(answerShape([answer(real)]), answerShape([answer(mine)])).map(
			({ path, kind, expected, actual }) => `${path} ${kind}: ${expected} → ${actual}`,
		);

	it('are none between answers of the same shape', () => expect(found({}, {})).toEqual([]));
	it('name the status', () => expect(found({}, { status: 201 })).toEqual([' status: 200 → 201']));
	it('name headers that are missing, unexpected, or of another form', () => {
		const headers = answer().headers;
		expect(found({}, { headers: { 'content-type': 'application/json' } })).toEqual([
			'content-type header: application/json;charset=utf-8 → application/json',
			'odata-version header: 4.0 → ',
		]);
		const to = (location: string) => ({ headers: { ...headers, location } });
		expect(
			found(to("https://graph.microsoft.com/v1.0/teams('a')"), to("http://127.0.0.1:1/v1.0/teams('b')")),
		).toEqual([]);
		expect(found(to('/v1.0/teams/7'), to("/v1.0/teams('7')"))).toEqual([
			"location header: /v1.0/teams/{} → /v1.0/teams('…')",
		]);
		expect(found({}, to('/v1.0/teams'))).toEqual(['location header:  → /v1.0/teams']);
	});
	it('name links that are spelled otherwise', () => {
		const link = (text: string) => ({
			body: { '@odata.nextLink': `https://graph.microsoft.com/v1.0${text}` },
		});
		expect(found(link('/users?$top=5&$skiptoken=x'), link('/users?$top=2&$skiptoken=y'))).toEqual([]);
		expect(found(link('/me/messages?%24top=2&%24skip=2'), link('/users/a/messages?$top=2&$skip=2'))).toEqual([
			'@odata.nextLink link: /v1.0/me/messages?%24top=2&%24skip=2 → /v1.0/users/{}/messages?$top=2&$skip=2',
		]);
	});
	it('name what an error has beyond the real one', () => {
		const error = { code: 'itemNotFound', message: 'The resource could not be found.' };
		expect(
			found({ status: 404, body: { error } }, { status: 404, body: { error: { ...error, innerError: {} } } }),
		).toEqual(['error.innerError extra property:  → object']);
	});
	it('know a text, and a body that is not there', () => {
		expect(found({ body: 'x' }, { body: undefined })).toEqual([' type: text → nothing']);
	});
});

describe('an answer shape', () => {
	it('counts the statuses, and keeps the codes and messages of errors', () => {
		const error = { code: 'itemNotFound', message: 'Item not found' };
		expect(
			answerShape([
				{ status: 200, headers: {}, body: { id: 'x' } },
				{ status: 404, headers: { etag: 'W/"1"' }, body: { error } },
			]),
		).toEqual({
			statuses: { 200: 1, 404: 1 },
			headers: { etag: ['"…"'] },
			errors: [{ status: 404, ...error }],
			answer: {
				is: 'object',
				properties: {
					id: { is: 'string', sometimesAbsent: true },
					error: { is: 'object', properties: { code: 'string', message: 'string' }, sometimesAbsent: true },
				},
			},
		});
	});
	it('has no value in the form of a link', () => {
		expect(
			linkForm("https://graph.microsoft.com/v1.0/users('a@b.example')/mailFolders('AAMk=')?%24skip=10"),
		).toBe("/v1.0/users('…')/mailFolders('…')?%24skip=10");
		expect(linkForm('/v1.0/drives/b!xyz/root/delta?$top=5&token=abc')).toBe(
			'/v1.0/drives/{}/root/delta?$top=5&token=…',
		);
		expect(linkForm('https://contoso.sharepoint.com/_api/v2.0/x')).toBe('https://…');
	});
});
