import { Workflow, type IDataObject, type INodeTypes } from 'n8n-workflow';
import { readReference } from '../../../nodes/shared/parameters/reference';

const json = { id: 'a', user: { id: 7, isMember: false, tags: ['x'], none: null }, '': 'empty' };
const locator = (mode: string, value: string) => ({ __rl: true, mode, value });

/** What n8n makes of an expression for an item. */
function readByN8n(expression: string, item: IDataObject): unknown {
	const description = { properties: [], defaults: {}, inputs: [], outputs: [] };
	const node = { id: '1', name: 'node', type: 'node', typeVersion: 1, position: [0, 0] as [number, number] };
	const workflow = new Workflow({
		nodes: [{ ...node, parameters: {} }],
		connections: {},
		active: false,
		nodeTypes: { getByNameAndVersion: () => ({ description }) } as unknown as INodeTypes,
	});
	return workflow.expression.getParameterValue(
		expression,
		null,
		0,
		0,
		'node',
		[{ json: item }],
		'manual',
		{},
	);
}

describe('a plain reference', () => {
	test.each<[unknown, unknown]>([
		['={{ $json.id }}', 'a'],
		['={{$json.id}}', 'a'],
		['={{ $json.user.id }}', 7],
		['={{ $json.user.isMember }}', false],
		[locator('id', '={{ $json.id }}'), 'a'],
		[locator('list', '={{ $json.user.id }}'), 7],
		[locator('path', '={{ $json.id }}'), 'a'],
	])('is read: %j', (parameter, value) => {
		expect(readReference(parameter, json)).toBe(value);
	});

	test.each<[string, unknown]>([
		['a text with a calculation', '=Hello {{ $json.id + 1 }}'],
		['a text with what is not there', '={{ $json.id }} and {{ $json.name }}'],
		['a text with an object', '=Hello {{ $json.user }}'],
		['a text with other braces', '=<style>p { color: red }</style>{{ $json.id }}'],
		['a text with an escape', '=\\{{ $json.id }} {{ $json.id }}'],
		['a text without a reference', '=Hello'],
		['a calculation', '={{ $json.user.id + 1 }}'],
		['a method', '={{ $json.id.toUpperCase() }}'],
		['another node', '={{ $("Start").item.json.id }}'],
		['brackets', '={{ $json["id"] }}'],
		['optional chaining', '={{ $json?.id }}'],
		['an object', '={{ $json.user }}'],
		['a list', '={{ $json.user.tags }}'],
		['null', '={{ $json.user.none }}'],
		['what is not there', '={{ $json.user.name.first }}'],
		['what every object has', '={{ $json.constructor.name }}'],
		['the length of a text', '={{ $json.id.length }}'],
		['a plain text', '$json.id'],
		['a value', 7],
		['nothing', undefined],
	])('is not made of %s: n8n reads it', (_what, parameter) => {
		expect(readReference(parameter, json)).toBeUndefined();
	});

	test.each([
		['=Hello {{ $json.id }}', 'Hello a'],
		['= {{ $json.id }}', ' a'],
		['={{ $json.id }}{{$json.user.id}}', 'a7'],
		['={{ $json.user.isMember }}!', 'false!'],
		['=one\n{{ $json.user.id\n}}\ntwo', 'one\n7\ntwo'],
		['={{ $json.braces }} "$1" `$&`', '{{ 1 }} "$1" `$&`'],
		['={{ $json.price }} and {{ $json.large }}', '1.5 and 1e+21'],
		['={{ $json.zero }} and {{ $json.quoted }}', "0 and it's \\"],
	])('in a text is read as n8n reads it: %j', (parameter, value) => {
		const more = { ...json, braces: '{{ 1 }}', price: 1.5, large: 1e21, zero: -0, quoted: "it's \\" };
		expect(readReference(parameter, more)).toBe(value);
		expect(readByN8n(parameter, more)).toBe(value);
	});

	test('to an item that is not there is left to n8n', () => {
		expect(readReference('={{ $json.id }}', undefined)).toBeUndefined();
	});
});
