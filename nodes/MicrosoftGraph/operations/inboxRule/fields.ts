import type { MessageRuleActions, MessageRulePredicates, Recipient } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import {
	choiceField,
	flagField,
	jsonField,
	locatorField,
	recipientsField,
	textField,
	textsField,
} from '../../../shared/fields/build';
import { jsonObject } from '../../../shared/parameters/values/json';
import { listed } from '../../../shared/parameters/values/text';

/** The rule of an operation. */
export const ruleId = locatorField('ruleId', 'Rule', {
	list: { method: 'searchInboxRules', placeholder: 'Select a rule…' },
	example: 'e.g. AQAAAJ5dZp8=',
});

export const ruleName = textField('displayName', 'Name', { placeholder: 'e.g. Invoices to their folder' });

const words = 'Words or phrases separated by commas; any of them matches';

export const conditionFields = [
	textsField('bodyContains', 'Body Contains', { placeholder: 'e.g. payment due', description: words }),
	textsField('senderContains', 'From Contains', {
		placeholder: 'e.g. billing@fabrikam.com',
		description: words,
	}),
	flagField('hasAttachments', 'Has Attachments', {
		default: true,
		description: 'Whether the message must have attachments',
	}),
	choiceField('importance', 'Importance', { high: 'High', normal: 'Normal', low: 'Low' }),
	jsonField('moreConditions', 'More Conditions (JSON)', {
		placeholder: 'e.g. {"sentToMe": true}',
		description: "Conditions with Graph's names, in JSON; they override the fields",
	}),
	textsField('recipientContains', 'Recipient Contains', {
		placeholder: 'e.g. sales@contoso.com',
		description: words,
	}),
	textsField('subjectContains', 'Subject Contains', { placeholder: 'e.g. invoice', description: words }),
];

export const actionFields = [
	textsField('assignCategories', 'Assign Categories', {
		placeholder: 'e.g. Blue category',
		description: 'Names separated by commas',
	}),
	recipientsField('forwardTo', 'Forward To', {
		placeholder: 'e.g. alex@contoso.com',
		description: 'Addresses separated by commas',
	}),
	flagField('markAsRead', 'Mark as Read', {
		default: true,
		description: 'Whether the message is marked as read',
	}),
	jsonField('moreActions', 'More Actions (JSON)', {
		placeholder: 'e.g. {"stopProcessingRules": true}',
		description: "Actions with Graph's names, in JSON; they override the fields",
	}),
	recipientsField('redirectTo', 'Redirect To', {
		placeholder: 'e.g. alex@contoso.com',
		description: 'Addresses separated by commas; the message keeps its sender',
	}),
	flagField('stopProcessingRules', 'Stop Processing Rules', {
		default: true,
		description: 'Whether to skip later rules for the message',
	}),
];

export const exceptionsField = jsonField('exceptions', 'Exceptions (JSON)', {
	placeholder: 'e.g. {"senderContains": ["boss@contoso.com"]}',
	description: "Conditions under which the rule doesn't apply, with Graph's names",
});

/** Graph's errors for rules that it refuses. */
export const ruleGuards = [
	{
		when: { code: 'ErrorInvalidIdMalformed' },
		fix: 'Check the IDs of the rule and its folders: rules accept folder IDs, not names or paths.',
	},
];

/** The conditions that were filled in. */
export function conditionsOf({
	moreConditions,
	hasAttachments,
	importance,
	...lists
}: IDataObject): IDataObject {
	const conditions: MessageRulePredicates = {
		...(hasAttachments !== undefined && { hasAttachments: hasAttachments === true }),
		...(importance !== undefined && { importance: importance as MessageRulePredicates['importance'] }),
	};
	return {
		...filled(lists),
		...(conditions as IDataObject),
		...jsonObject(moreConditions, 'More Conditions (JSON)'),
	};
}

/** The actions that were filled in. */
export function actionsOf(
	{ moreActions, forwardTo, redirectTo, assignCategories, ...flags }: IDataObject,
	moveToFolder: string,
): IDataObject {
	const actions: MessageRuleActions = {
		...(moveToFolder !== '' && { moveToFolder }),
		...(forwardTo !== undefined && { forwardTo: forwardTo as Recipient[] }),
		...(redirectTo !== undefined && { redirectTo: redirectTo as Recipient[] }),
	};
	return {
		...flags,
		...filled({ assignCategories }),
		...(actions as IDataObject),
		...jsonObject(moreActions, 'More Actions (JSON)'),
	};
}

/** Those of some lists that hold something. */
function filled(lists: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(lists).filter(([, list]) => listed(list).length > 0));
}
