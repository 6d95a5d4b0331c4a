import { readReference } from '../../../nodes/shared/parameters/reference';

const json = { id: 'a', user: { id: 7, isMember: false, tags: ['x'], none: null }, '': 'empty' };
const locator = (mode: string, value: string) => ({ __rl: true, mode, value });

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
		['text around it', '=Hello {{ $json.id }}'],
		['white space around it, which makes a text of it', '= {{ $json.id }}'],
		['two references', '={{ $json.id }}{{ $json.id }}'],
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

	test('to an item that is not there is left to n8n', () => {
		expect(readReference('={{ $json.id }}', undefined)).toBeUndefined();
	});
});
