import type { INodeProperties } from 'n8n-workflow';
import { fieldsOf } from '../../../nodes/MicrosoftGraph/description';
import { resources } from '../../../nodes/MicrosoftGraph/operations';
import { kindOf } from '../../../nodes/shared/parameters/values/reading';

/** Every field of every operation, those in collections included. */
const fields = resources.flatMap((resource) =>
	resource.operations.flatMap((operation) =>
		[...fieldsOf(operation).values()]
			.flatMap((field) => [field, ...innerOf(field)])
			.map((field) => ({ path: `${resource.value}: ${operation.value}: ${field.name}`, field })),
	),
);

function innerOf({ options = [] }: INodeProperties): INodeProperties[] {
	return options.flatMap((option) =>
		'type' in option ? [option, ...innerOf(option)] : 'values' in option ? option.values : [],
	);
}

const isText = ({ field }: { field: INodeProperties }) => ['text', 'texts'].includes(kindOf(field));

test('a field for the name of a binary field says so below it, where it stays visible', () => {
	const texts = fields.filter(isText);
	const about = texts.filter(
		({ field: { name, description = '', hint = '' } }) =>
			/binary fields?\b/i.test(`${description} ${hint}`) || /binaryPropertyName|^attachments$/i.test(name),
	);
	expect(about.length).toBeGreaterThan(15);
	const silent = about.filter(
		({ field: { hint = '' } }) => !/^The (name|prefix).* (in|out)put binary fields?/.test(hint),
	);
	expect(silent.map(({ path }) => path)).toEqual([]);
});

test('a field for several binary fields says how to separate them, and what is done without any', () => {
	const several = fields.filter(
		({ field: { hint = '' } }) => /binary fields/.test(hint) && !/prefix/.test(hint),
	);
	expect(several.length).toBeGreaterThan(5);
	const unclear = several.filter(
		({ field }) =>
			kindOf(field) !== 'texts' || !/separated by commas; leave empty to /.test(field.hint ?? ''),
	);
	expect(unclear.map(({ path }) => path)).toEqual([]);
});

test('every message that is written has its attachments as a plain field', () => {
	const message = resources.find(({ value }) => value === 'message');
	const writing = ['createDraft', 'forward', 'reply', 'replyAll', 'send', 'sendAndWait'];
	const without = writing.filter(
		(name) =>
			!message?.operations
				.find(({ value }) => value === name)
				?.fields.some(({ name: field }) => field === 'attachments'),
	);
	expect(without).toEqual([]);
});
