import type { IDataObject } from 'n8n-workflow';

import { requestError } from '../../../../graph/errors/requestError';
import { isHtml } from '../../../../shared/fields/html';
import type { NodeParameters } from '../../../../shared/parameters/itemParameters';
import { listed, optionalText } from '../../../../shared/parameters/values/text';

/** What a field of the form takes. */
export type FormFieldType = 'text' | 'textarea' | 'number' | 'email' | 'date' | 'dropdown' | 'checkboxes';

/** A field of the form. */
export interface FormField {
	label: string;
	type: FormFieldType;
	/** What can be chosen; empty where anything can be entered. */
	choices: readonly string[];
	required: boolean;
}

/** A button of the mail, and what it stands for. */
export interface Choice {
	approved: boolean;
	label: string;
}

/** What is asked of the recipient. */
export interface ResponseRequest {
	title: string;
	/** Text above the form or the button of the page; `''` for none. */
	description: string;
	ask:
		| { kind: 'approval'; choices: readonly Choice[] }
		| {
				kind: 'form';
				fields: readonly FormField[];
				openLabel: string;
				submitLabel: string;
				isFreeText: boolean;
		  };
}

/** The label of the only field of a free text. */
const freeTextField: FormField = { label: 'Response', type: 'textarea', choices: [], required: true };

/** The most characters of the message on the page. */
const maxDescription = 20_000;

/**
 * What the fields of an item ask of the recipient.
 * @throws RequestError for a form without fields, with the same label twice, or without choices
 */
export function responseRequest(item: NodeParameters): ResponseRequest {
	const options = item.collection('options');
	const subject = item.text('subject');
	const message = item.text('message');
	// A page doesn't show the HTML of a mail.
	const text = isHtml(message) ? '' : message.slice(0, maxDescription);
	const responseType = item.text('responseType');
	if (responseType === 'approval') {
		const choices = choicesOf(item.collection('approvalOptions'));
		return { title: subject, description: text, ask: { kind: 'approval', choices } };
	}
	return {
		title: optionalText(options.responseFormTitle) || subject,
		description: optionalText(options.responseFormDescription) || text,
		ask: {
			kind: 'form',
			fields: responseType === 'freeText' ? [freeTextField] : formFieldsOf(item.collection('formFields')),
			openLabel: optionalText(options.messageButtonLabel) || 'Respond',
			submitLabel: optionalText(options.responseFormButtonLabel) || 'Submit',
			isFreeText: responseType === 'freeText',
		},
	};
}

function choicesOf({ approvalType, approveLabel, disapproveLabel }: IDataObject): Choice[] {
	const approve = { approved: true, label: optionalText(approveLabel) || 'Approve' };
	if (approvalType !== 'double') return [approve];
	return [approve, { approved: false, label: optionalText(disapproveLabel) || 'Decline' }];
}

function formFieldsOf({ field = [] }: IDataObject): FormField[] {
	const fields = (field as IDataObject[]).map(
		({ fieldLabel, fieldType, fieldOptions, requiredField }): FormField => ({
			label: String(fieldLabel),
			type: (fieldType ?? 'text') as FormFieldType,
			choices: ['dropdown', 'checkboxes'].includes(String(fieldType)) ? listed(fieldOptions) : [],
			required: requiredField === true,
		}),
	);
	if (fields.length === 0) {
		throw requestError({
			what: 'The form has no fields.',
			fix: 'Add a field under "Form Fields", or set "Response Type" to "Free Text".',
		});
	}
	const labels = fields.map(({ label }) => label);
	const twice = labels.find((label, index) => labels.indexOf(label) !== index);
	if (twice !== undefined) {
		throw requestError({
			what: `Two fields of the form have the label "${twice}".`,
			fix: 'Choose different labels: the output has the values by their labels.',
		});
	}
	const empty = fields.find(({ type, choices }) => isChosen(type) && choices.length === 0);
	if (empty === undefined) return fields;
	throw requestError({
		what: `The form field "${empty.label}" has no choices.`,
		fix: 'Enter the choices of the field, separated by commas.',
	});
}

/** Whether values of a field are chosen from a list. */
export const isChosen = (type: FormFieldType): boolean => type === 'dropdown' || type === 'checkboxes';

/**
 * Until when to wait; `undefined` for indefinitely.
 * @param options the "Options" of the item
 * @param now in ms since the epoch
 * @throws RequestError for a limit that has passed
 */
export function waitLimit(options: IDataObject, now: number): Date | undefined {
	const { values } = (options.limitWaitTime ?? {}) as { values?: IDataObject };
	if (values === undefined) return undefined;
	const { limitType = 'afterTimeInterval', resumeAmount = 1, resumeUnit = 'hours', maxDateAndTime } = values;
	const until =
		limitType === 'atSpecifiedTime'
			? Date.parse(optionalText(maxDateAndTime))
			: now + Number(resumeAmount) * (unitMs[String(resumeUnit)] ?? unitMs.hours);
	if (until > now && until < maxTime) return new Date(until);
	throw requestError({
		what: `"Limit Wait Time" isn't a time in the future.`,
		fix:
			limitType === 'atSpecifiedTime'
				? 'Enter a later "Date and Time", or remove "Limit Wait Time".'
				: 'Enter an "Amount" greater than 0, or remove "Limit Wait Time".',
	});
}

const unitMs: Readonly<Record<string, number>> & { hours: number } = {
	minutes: 60_000,
	hours: 3_600_000,
	days: 86_400_000,
};

/** The start of the year 3000, in ms since the epoch: for n8n, that's indefinitely. */
const maxTime = Date.UTC(3000, 0, 1);
