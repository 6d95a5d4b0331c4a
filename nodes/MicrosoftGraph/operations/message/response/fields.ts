import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import {
	choiceField,
	collectionField,
	flagField,
	longTextField,
	textField,
	textsField,
} from '../../../../shared/fields/build';
import { required } from '../../../../shared/parameters/values/reading';

/** n8n's names for the fields of such operations, so that n8n can also offer the node for human review of AI tools. */
export const message = longTextField('message', 'Message', {
	required: true,
	placeholder: 'e.g. Please approve order 4711.',
	description: 'Text or HTML above the buttons of the mail',
});

export const responseType = choiceField(
	'responseType',
	'Response Type',
	{ approval: 'Approval', customForm: 'Custom Form', freeText: 'Free Text' },
	{ description: 'How the recipient responds, on a page that a button of the mail opens' },
);

export const approvalOptions = collectionField(
	'approvalOptions',
	'Approval Options',
	[
		choiceField(
			'approvalType',
			'Type of Approval',
			{ single: 'Approve Only', double: 'Approve and Decline' },
			{ description: 'Which buttons the mail has' },
		),
		textField('approveLabel', 'Approve Button Label', { default: 'Approve' }),
		textField('disapproveLabel', 'Decline Button Label', {
			default: 'Decline',
			displayOptions: { show: { approvalType: ['double'] } },
		}),
	],
	{ displayOptions: { show: { responseType: ['approval'] } } },
);

const withChoices: IDisplayOptions = { show: { fieldType: ['checkboxes', 'dropdown'] } };

export const formFields: INodeProperties = {
	displayName: 'Form Fields',
	name: 'formFields',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Form Field',
	default: {},
	description: 'The fields of the form; the output has their values by their labels',
	displayOptions: { show: { responseType: ['customForm'] } },
	options: [
		{
			displayName: 'Field',
			name: 'field',
			values: [
				required(textField('fieldLabel', 'Label', { placeholder: 'e.g. Cost center' })),
				choiceField('fieldType', 'Type', {
					text: 'Text',
					checkboxes: 'Checkboxes',
					date: 'Date',
					dropdown: 'Dropdown',
					email: 'Email',
					number: 'Number',
					textarea: 'Textarea',
				}),
				textsField('fieldOptions', 'Choices', {
					placeholder: 'e.g. Berlin, Munich',
					description: 'What can be chosen, separated by commas or line breaks',
					displayOptions: withChoices,
				}),
				flagField('requiredField', 'Required', { description: 'Whether the field must be filled in' }),
			],
		},
	],
};

const forForms: IDisplayOptions = { show: { '/responseType': ['customForm', 'freeText'] } };

const limitWaitTime: INodeProperties = {
	displayName: 'Limit Wait Time',
	name: 'limitWaitTime',
	type: 'fixedCollection',
	default: { values: { limitType: 'afterTimeInterval', resumeAmount: 45, resumeUnit: 'minutes' } },
	description:
		'How long to wait for a response; then the workflow continues with the input item, which has no "data.approved"',
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				choiceField('limitType', 'Limit Type', {
					afterTimeInterval: 'After Time Interval',
					atSpecifiedTime: 'At Specified Time',
				}),
				{
					displayName: 'Amount',
					name: 'resumeAmount',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: 1,
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
				},
				choiceField(
					'resumeUnit',
					'Unit',
					{ minutes: 'Minutes', hours: 'Hours', days: 'Days' },
					{ default: 'hours', displayOptions: { show: { limitType: ['afterTimeInterval'] } } },
				),
				{
					displayName: 'Date and Time',
					name: 'maxDateAndTime',
					type: 'dateTime',
					default: '',
					description: "A time without an offset is in the workflow's time zone",
					displayOptions: { show: { limitType: ['atSpecifiedTime'] } },
				},
			],
		},
	],
};

/** What can be set about the wait, and about the page. */
export const responseOptions: readonly INodeProperties[] = [
	limitWaitTime,
	textField('messageButtonLabel', 'Message Button Label', { default: 'Respond', displayOptions: forForms }),
	textField('responseFormButtonLabel', 'Response Form Button Label', {
		default: 'Submit',
		displayOptions: forForms,
	}),
	longTextField('responseFormDescription', 'Response Form Description', {
		description: 'Text above the form; by default, the message',
		displayOptions: forForms,
	}),
	textField('responseFormTitle', 'Response Form Title', {
		description: 'Title of the form; by default, the subject',
		displayOptions: forForms,
	}),
];
