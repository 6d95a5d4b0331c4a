import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { findWrite } from './findWrite';
import { parsedJson } from './json';
import { graphUrlOf, type CredentialFields } from './settings';
import { signInError } from './signInError';

/** Marks credentials of the trigger. No JSON and no expression can have it. */
const ownSubscriptions = Symbol('manages its own subscriptions');

/** The credentials as the trigger uses them: also a read-only one may manage the trigger's own subscription. */
export function forOwnSubscriptions(
	credentials: ICredentialDataDecryptedObject,
): ICredentialDataDecryptedObject {
	return { ...credentials, [ownSubscriptions]: true };
}

/** Whether these credentials, or what they were copied from, are the trigger's. */
export function mayManageSubscriptions(credentials: ICredentialDataDecryptedObject): boolean {
	return Object.hasOwn(credentials, ownSubscriptions);
}

/** Whether a credential allows only reads. What isn't a boolean counts; `readFields` refuses it. */
export function isReadOnly({ readOnly }: ICredentialDataDecryptedObject): boolean {
	return readOnly !== undefined && readOnly !== false;
}

/**
 * Checks a request before it gets the token of a read-only credential.
 * @param url the request's absolute URL
 * @param request a batch's body in it is replaced by what was checked
 * @throws SignInError for a request that does more than read
 */
export function checkReadOnly(
	fields: CredentialFields,
	url: URL,
	request: IHttpRequestOptions,
	credentials: ICredentialDataDecryptedObject,
): void {
	if (!fields.readOnly) return;
	const { method = 'GET', headers, qs } = request;
	// A name that comes twice in JSON may mean the other one to Graph.
	if (typeof request.body === 'string' || Buffer.isBuffer(request.body)) {
		const parsed = parsedJson(String(request.body));
		if (typeof parsed === 'object' && parsed !== null) {
			const json = JSON.stringify(parsed);
			request.body = typeof request.body === 'string' ? json : Buffer.from(json);
		}
	}
	const full = new URL(url);
	for (const name of Object.keys(qs ?? {})) full.searchParams.append(name, '');
	const write = findWrite(
		{ method, url: full.href, headers, body: request.body },
		{ graphUrl: graphUrlOf(fields), subscriptions: mayManageSubscriptions(credentials) },
	);
	if (write === undefined) return;
	throw signInError({
		what: `The request wasn't sent, because it does more than read: ${write}.`,
		why: '"Read Only" is on in the credential.',
		fix: 'Turn it off there if everything that uses the credential may change data, or use another credential for changes.',
	});
}
