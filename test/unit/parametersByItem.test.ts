import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import {
	collectionField,
	flagField,
	jsonField,
	textField,
	textsField,
} from '../../nodes/shared/fields/build';
import { fieldsByName, parametersByItem } from '../../nodes/shared/parameters/itemParameters';

const fields: INodeProperties[] = [
	textField('subject', 'Subject'),
	textField('note', 'Note'),
	textsField('names', 'Names'),
	jsonField('body', 'Body'),
	collectionField('filters', 'Filters', [textField('city', 'City')]),
	collectionField('options', 'Options', [flagField('ignoreEmptyFilters', 'Ignore Empty Filters')]),
];

/** The parameters of two items; `value` is what n8n makes of an expression for an item. */
function items(parameters: IDataObject, value: (expression: string, itemIndex: number) => unknown = String) {
	const read: string[] = [];
	const resolved = (raw: unknown, itemIndex: number): unknown => {
		if (typeof raw === 'string' && raw.startsWith('=')) return value(raw, itemIndex);
		if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw;
		return Object.fromEntries(Object.entries(raw).map(([name, one]) => [name, resolved(one, itemIndex)]));
	};
	const context = {
		getTimezone: () => 'UTC',
		getInputData: () => [{ json: { id: 0 } }, { json: { id: 1 } }],
		getNodeParameter: (
			name: string,
			itemIndex: number,
			fallback: unknown,
			{ rawExpressions = false }: { rawExpressions?: boolean } = {},
		) => {
			if (!rawExpressions) read.push(`${name} of ${itemIndex}`);
			if (!Object.hasOwn(parameters, name)) return fallback;
			return rawExpressions ? parameters[name] : resolved(parameters[name], itemIndex);
		},
	};
	const parametersOf = parametersByItem(context as unknown as IExecuteFunctions, fieldsByName(fields));
	return { all: [parametersOf(0), parametersOf(1)] as const, read };
}

test('a field without an expression is read once for all items', () => {
	const { all, read } = items({ subject: ' Report ', names: 'a, b', options: { ignoreEmptyFilters: true } });
	for (const item of all) {
		expect(item.text('subject')).toBe('Report');
		expect(item.list('names')).toEqual(['a', 'b']);
		expect(item.collection('options')).toEqual({ ignoreEmptyFilters: true });
	}
	expect(read).toEqual(['subject of 0', 'names of 0', 'options of 0']);
});

test('a field with an expression is read once for each item', () => {
	const { all, read } = items({ subject: '={{ $now }}' }, (_, itemIndex) => `at ${itemIndex}`);
	expect(all.map((item) => [item.text('subject'), item.text('subject')])).toEqual([
		['at 0', 'at 0'],
		['at 1', 'at 1'],
	]);
	expect(read).toEqual(['subject of 0', 'subject of 1']);
});

test('each item has its own object of a JSON field', () => {
	const { all } = items({ body: '{ "list": [1] }' });
	const [one, other] = all.map((item) => item.value('body'));
	expect(one).toEqual({ list: [1] });
	expect(other).toEqual(one);
	expect(other).not.toBe(one);
});

test("whether an empty filter is ignored is each item's own matter", () => {
	const { all } = items(
		{ filters: { city: '' }, options: { ignoreEmptyFilters: '={{ $itemIndex === 0 }}' } },
		(_, itemIndex) => itemIndex === 0,
	);
	expect(all[0].collection('filters')).toEqual({});
	expect(() => all[1].collection('filters')).toThrow(/City/);
});

describe('what follows from parameters', () => {
	const derived = (parameters: IDataObject, names: readonly string[]) => {
		const { all } = items(parameters, (_, itemIndex) => `at ${itemIndex}`);
		let works = 0;
		const results = all.map((item) =>
			item.derive('joined', () => {
				works += 1;
				return names.map((name) => item.text(name)).join(', ');
			}),
		);
		return { results, works };
	};

	test('is worked out once if none has an expression', () => {
		const parameters = { subject: 'Report', note: '' };
		expect(derived(parameters, ['subject', 'note'])).toEqual({ results: ['Report, ', 'Report, '], works: 1 });
	});

	test('is worked out for each item if one has', () => {
		const parameters = { subject: 'Report', note: '={{ $now }}' };
		const results = ['Report, at 0', 'Report, at 1'];
		expect(derived(parameters, ['subject', 'note'])).toEqual({ results, works: 2 });
	});

	test('is worked out for each item if one was read before', () => {
		const { all } = items({ note: '={{ $now }}' }, (_, itemIndex) => `at ${itemIndex}`);
		for (const item of all) item.text('note');
		expect(all.map((item) => item.derive('note', () => item.text('note')))).toEqual(['at 0', 'at 1']);
	});

	test('is not kept if it fails', () => {
		const { all } = items({ subject: 'Report' });
		const fails = () => {
			throw new Error('no');
		};
		expect(() => all[0].derive('subject', fails)).toThrow('no');
		expect(all[1].derive('subject', () => 'yes')).toBe('yes');
	});
});
