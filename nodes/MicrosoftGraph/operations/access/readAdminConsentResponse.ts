import { createHash, timingSafeEqual } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import { jsonField, textField } from '../../../shared/fields/build';
import type { Operation } from '../../operation';
import type { ItemParameters } from '../../../shared/parameters/itemParameters';
import { jsonObject } from '../../../shared/parameters/values/json';
import { readAs } from '../../../shared/parameters/values/reading';
import { emptyRefusal } from '../../../shared/parameters/values/refusal';
import { isEmpty, readText } from '../../../shared/parameters/values/text';

const consentQuery = readAs(
	jsonField('consentQuery', 'Query', {
		default: '={{ $json.query }}',
		required: true,
		description:
			'Query parameters of the redirect, as the Webhook node returns them, or as the text after the "?"',
	}),
	{ kind: 'any', whenEmpty: 'notGiven' },
);

/** Without it, no response is the one to the link that was sent. */
const expectedState = readAs(
	textField('expectedState', 'Expected State', {
		required: true,
		description: 'State of the link that you sent; a response with another state belongs to another link',
	}),
	{ whenEmpty: 'notGiven' },
);

/** Source: "Admin consent on the Microsoft identity platform", successful and error response. */
export const readAdminConsentResponse: Operation = {
	name: 'Read Admin Consent Response',
	value: 'readAdminConsentResponse',
	action: 'Read admin consent response',
	description: 'Check the response that Entra sent to the redirect URI',
	permissions: [],
	fields: [consentQuery, expectedState],
	steps: async ({ item }) => [judge(item)],
};

function judge(item: ItemParameters): IDataObject {
	const query = readQuery(item.value('consentQuery'));
	const { tenant, scope, admin_consent: consent, error, error_description: errorDescription } = query;
	const refusal = refusalOf(query, item.text('expectedState'));
	return {
		consented: refusal === undefined,
		...refusal,
		// These values came through the browser of the person who opened the link, so they prove nothing.
		tenant,
		scope,
		adminConsent: consent,
		error,
		errorDescription,
	};
}

function refusalOf(
	query: Record<string, string>,
	expectedState: string,
): { reason: string; fix: string } | undefined {
	const { state, error, error_description: description, admin_consent: consent } = query;
	if (expectedState === '' || state === undefined || !same(state, expectedState)) {
		return {
			reason: "The state doesn't match the link that was sent.",
			fix: "Don't use this response. Create a new link and compare with its state.",
		};
	}
	if (error !== undefined) {
		return {
			reason: `Consent wasn't granted: ${description ?? error}`,
			fix:
				error === 'access_denied'
					? "An administrator declined, or the person who opened the link can't consent: that takes a Privileged Role Administrator."
					: "Send the link again. Entra's page says what's wrong.",
		};
	}
	if (consent?.toLowerCase() !== 'true') {
		return { reason: "The response doesn't confirm consent.", fix: 'Send the link again.' };
	}
	return undefined;
}

/** Compares in constant time, wherever the two texts differ. */
function same(one: string, other: string): boolean {
	const digest = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(one), digest(other));
}

/** The parameters, each with one value: a repeated name can't be trusted. */
function readQuery(value: unknown): Record<string, string> {
	const { displayName: label } = consentQuery;
	if (isEmpty(value))
		throw emptyRefusal(
			label,
			'Enter the query parameters that the Webhook node received: {{ $json.query }}.',
		);
	const isText = typeof value === 'string' && !value.trim().startsWith('{');
	const given = isText ? new URLSearchParams(value.slice(value.indexOf('?') + 1)) : jsonObject(value, label);
	const entries: Array<[string, unknown]> = isText
		? [...(given as URLSearchParams)]
		: Object.entries(given as IDataObject);
	return Object.fromEntries(
		entries.map(([name, entry]) => [name, readText(entry ?? '', `${label}: ${name}`)]),
	);
}
