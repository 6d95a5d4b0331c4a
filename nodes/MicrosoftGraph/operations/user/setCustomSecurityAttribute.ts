import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { choiceField, textField, textsField } from '../../../shared/fields/build';
import { userId } from '../../../shared/fields/locators';
import { succeeded } from '../../../shared/fields/outputs';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import { readAs } from '../../../shared/parameters/values/reading';
import { refusal, shown } from '../../../shared/parameters/values/refusal';
import type { Operation } from '../../operation';
import { waitForReplication } from '../../replication';

const lists = ['texts', 'numbers'];

const attributeSet = textField('attributeSet', 'Attribute Set', {
	required: true,
	placeholder: 'e.g. Engineering',
});

const attributeName = textField('attributeName', 'Attribute Name', {
	required: true,
	placeholder: 'e.g. Project',
});

const attributeValue = readAs(
	textField('attributeValue', 'Value', {
		placeholder: 'e.g. Confidential',
		description: 'Leave empty to remove the attribute from the user',
		displayOptions: { hide: { valueType: lists } },
	}),
	{ whenEmpty: 'mayBeBlank' },
);

const attributeValues = readAs(
	textsField('attributeValues', 'Values', {
		placeholder: 'e.g. Baker, Cascade',
		description: 'All values, separated by commas; leave empty to remove the attribute from the user',
		displayOptions: { show: { valueType: lists } },
	}),
	{ whenEmpty: 'mayBeBlank' },
);

/** Source: "Update user", on customSecurityAttributes, and "Examples: Assign, update, … custom security attributes". */
export const setCustomSecurityAttribute: Operation = {
	name: 'Set Custom Security Attribute',
	value: 'setCustomSecurityAttribute',
	action: 'Set custom security attribute of user',
	description: 'Set or remove a custom security attribute of a user; other attributes stay',
	permissions: ['CustomSecAttributeAssignment.ReadWrite.All'],
	permissionNote:
		'If the tenant limits attributes to attribute sets, the app needs the role Attribute Assignment Administrator for the set.',
	fields: [
		userId,
		attributeSet,
		attributeName,
		choiceField(
			'valueType',
			'Value Type',
			{
				text: 'Text',
				number: 'Number',
				flag: 'True or False',
				texts: 'List of Texts',
				numbers: 'List of Numbers',
			},
			{ default: 'text', description: 'As the attribute is defined in the Microsoft Entra admin center' },
		),
		attributeValue,
		attributeValues,
	],
	options: [waitForReplication],
	guards: [
		{
			when: { status: 400, message: /custom security attribute/i },
			fix: 'Check the attribute set, the name, and the value type: they must be as defined in the Microsoft Entra admin center, under "Custom security attributes".',
		},
	],
	request: (item) => ({
		method: 'PATCH',
		path: ['users', item.id('userId')],
		expectedResponse: 'nothing',
		body: {
			customSecurityAttributes: {
				[nameIn(item, attributeSet)]: {
					'@odata.type': '#Microsoft.DirectoryServices.CustomSecurityAttributeValue',
					...valueOf(item),
				},
			},
		},
		idempotent: true,
	}),
	output: succeeded,
};

/** The name of a set or an attribute, which becomes a property's: Entra allows no space and no special character. */
function nameIn(item: ItemParameters, { name, displayName }: INodeProperties): string {
	const text = item.text(name);
	if (/^[\p{L}\p{N}][\p{L}\p{N}_]{0,31}$/u.test(text)) return text;
	throw refusal(displayName, `isn't such a name: ${shown(text)}`, 'Enter up to 32 letters and digits.');
}

/** The attribute with its value, and with the type that Graph needs for numbers and lists. */
function valueOf(item: ItemParameters): IDataObject {
	const name = nameIn(item, attributeName);
	const type = item.text('valueType');
	if (lists.includes(type)) {
		const values = item.list('attributeValues');
		const isNumbers = type === 'numbers';
		return {
			[`${name}@odata.type`]: `#Collection(${isNumbers ? 'Int32' : 'String'})`,
			[name]: isNumbers ? values.map((value) => wholeNumber(value, attributeValues.displayName)) : values,
		};
	}
	const value = item.text('attributeValue');
	if (value === '') return { [name]: null };
	if (type === 'number')
		return { [`${name}@odata.type`]: '#Int32', [name]: wholeNumber(value, attributeValue.displayName) };
	return { [name]: type === 'flag' ? trueOrFalse(value) : value };
}

/** Graph has 32 bits for such a number. */
function wholeNumber(text: string, label: string): number {
	const number = Number(text);
	if (/^[+-]?\d{1,10}$/.test(text) && Math.abs(number) < 2 ** 31) return number;
	throw refusal(label, `isn't a whole number: ${shown(text)}`, 'Enter digits only, up to 2147483647.');
}

function trueOrFalse(text: string): boolean {
	if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
	throw refusal(
		attributeValue.displayName,
		`isn't true or false: ${shown(text)}`,
		'Enter "true" or "false".',
	);
}
