import type { INodeProperties } from 'n8n-workflow';
import { sharedFields, shownFor } from '../../../nodes/shared/fields/displayOptions';

const field = (name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
	...more,
});

test('a field that several share comes once, shown for all of them', () => {
	const hide = { hide: { mode: ['id'] }, show: { mode: ['list'] } };
	const [mailbox, folder, limit] = [
		field('mailbox'),
		field('folder', { displayOptions: hide }),
		field('limit'),
	];
	const fields = sharedFields(
		[
			['get', [mailbox, folder]],
			['list', [mailbox, limit]],
			['move', [folder, limit]],
		],
		(operation) => ({ operation }),
	);
	expect(fields.map(({ name, displayOptions }) => [name, displayOptions])).toEqual([
		['mailbox', { show: { operation: ['get', 'list'] } }],
		['folder', { hide: { mode: ['id'] }, show: { mode: ['list'], operation: ['get', 'move'] } }],
		['limit', { show: { operation: ['list', 'move'] } }],
	]);
	expect(mailbox).not.toHaveProperty('displayOptions');
});

test('a field without conditions of its own is shown for the given values', () => {
	expect(shownFor({ resource: ['user'] })).toEqual({ show: { resource: ['user'] } });
});
