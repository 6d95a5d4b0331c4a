import { explanations } from '../core/entraErrorCodes';
import { shortened, titleOf, withoutTags } from '../core/quoted';
import { redact } from '../core/redact';
import { pauseSentence, readRetryAfter } from '../core/retryAfter';
import type { CredentialFields } from '../core/settings';
import { signInError, type SignInError } from '../core/signInError';
import { tokenFault } from '../core/accessToken';
import type { TokenAnswer } from '../core/signInContext';

/** The maximum length of a response's text that is read, in characters. */
const maxReadLength = 20_000;

/** Why there is no token, and what to do. */
interface Reason {
	what: string;
	fix: string;
}

/** Where Azure puts the address and the secret of an endpoint. */
const variables = {
	appService: ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER'],
	machineLearning: ['MSI_ENDPOINT', 'MSI_SECRET'],
} as const;

/**
 * Explains a managed identity endpoint that couldn't be reached. What n8n's own settings block keeps its
 * explanation; any other error says what such an endpoint needs.
 */
export function explainEndpointUnreachable(
	unreachable: SignInError,
	{ hostname }: URL,
	{ managedIdentitySource }: CredentialFields,
): SignInError {
	const { what, why, transient } = unreachable.parts;
	if (transient === undefined) return unreachable;
	const place =
		managedIdentitySource !== 'imds'
			? `The endpoint exists only inside the app itself, and its address changes: use expressions that read ${variables[managedIdentitySource].join(' and ')}.`
			: 'It exists only inside Azure (virtual machine, scale set, AKS). Elsewhere sign in with a certificate or a federated credential.';
	return signInError({
		what,
		why,
		fix: `${place} If n8n runs there, requests must bypass the proxy: NO_PROXY must name ${hostname}.`,
		transient,
	});
}

/**
 * Explains an answer of a managed identity endpoint that brought no token.
 * Source: "How to use managed identities for Azure resources on an Azure VM to acquire an access token", error handling.
 */
export function explainManagedIdentityAnswer(
	answer: TokenAnswer,
	{ fields, resource }: { fields: CredentialFields; resource: string },
): SignInError {
	const words = wordsOf(answer.body, (text) => redact(text, fields))
		.slice(0, maxReadLength)
		.replace(/\s+/g, ' ')
		.trim();
	const { what, fix } = reasonFor(answer, words, fields, resource);
	const wait = readRetryAfter(answer.headers);
	const code = /AADSTS\d+/.exec(words)?.[0];
	return signInError({
		what,
		fix: [fix, pauseSentence(hostOf(fields), wait)].filter(Boolean).join(' '),
		response: `The endpoint's response: HTTP ${answer.status}${words === '' ? ', with an empty body' : `, ${shortened(words, 500)}`}`,
		...(code === undefined ? {} : { entraCode: code }),
		...(wait === undefined ? {} : { retryAfter: wait.applied }),
		transient: isPassing(answer.status),
	});
}

/** Whether an answer is made for a browser. */
export function isPage(body: unknown): boolean {
	return typeof body === 'string' && /<html|<!doctype|<title/i.test(body.slice(0, 10_000));
}

function isPassing(status: number): boolean {
	return status === 410 || status === 429 || status >= 500;
}

function reasonFor(
	{ status, body, headers }: TokenAnswer,
	words: string,
	fields: CredentialFields,
	resource: string,
): Reason {
	if (isPage(body) || (status >= 300 && status < 400)) return proxyInBetween(fields);
	if (/x-forwarded-for|metadata header|through a proxy/i.test(words)) return proxyInBetween(fields);
	if (/\.key\b|Basic realm=/.test(String(headers['www-authenticate'] ?? ''))) return azureArc;
	const explained = entrasExplanation(words, resource);
	if (explained !== undefined) return explained;
	if (/multiple user[ -]assigned/i.test(words)) return severalIdentities;
	if (/identity not found|no (managed )?identity|not (been )?assigned/i.test(words) || status === 404) {
		return identityNotFound(fields);
	}
	if (status === 401 || status === 403) return headerRefused(fields);
	if (status === 410) return updating;
	if (isPassing(status)) return busy;
	return {
		what: 'The managed identity endpoint returned no token.',
		fix: 'Check the identity that is named in the credential, and that the endpoint is the one of this machine or app.',
	};
}

/** The endpoint passes Entra's refusals on as they are. */
function entrasExplanation(words: string, resource: string): Reason | undefined {
	const code = Number(/AADSTS(\d+)/.exec(words)?.[1]);
	if (code === 500011 || code === 500014 || code === 50001) {
		return {
			what: `The tenant of the managed identity has no resource ${resource}.`,
			fix: 'Choose the cloud that this machine is in; for another resource than Graph, check that its URI matches exactly.',
		};
	}
	const known = explanations[code];
	if (known === undefined || /\{(app|tenant|host|thumbprint)\}/.test(known.cause + known.cure))
		return undefined;
	return {
		what: known.cause.replace('{resource}', resource),
		fix: known.cure.replace('{resource}', resource),
	};
}

/** The host of the identity's endpoint, as far as it can be read. */
function hostOf(
	{ managedIdentitySource, identityEndpoint, msiEndpoint, imdsUrl }: CredentialFields,
	part: 'host' | 'hostname' = 'host',
): string {
	const url = { appService: identityEndpoint, machineLearning: msiEndpoint, imds: imdsUrl }[
		managedIdentitySource
	];
	return URL.canParse(url) ? new URL(url)[part] : url;
}

function proxyInBetween(fields: CredentialFields): Reason {
	const host = hostOf(fields, 'hostname');
	return {
		what: 'A proxy seems to have responded instead of the managed identity endpoint.',
		fix: `n8n sends all its requests through the proxy of its environment: the n8n administrator must add ${host} to NO_PROXY.`,
	};
}

const azureArc: Reason = {
	what: 'This is the endpoint of Azure Arc, which requires the content of a file on this machine as proof.',
	fix: "A community node can't read files: on Azure Arc machines, sign in with a certificate.",
};

const severalIdentities: Reason = {
	what: 'The machine has several user-assigned identities, and none is chosen.',
	fix: 'Choose "user-assigned" in the credential and enter the ID of the one to use.',
};

function identityNotFound({ managedIdentityType }: CredentialFields): Reason {
	return managedIdentityType === 'user'
		? {
				what: 'The machine has no managed identity with this ID.',
				fix: 'Assign the identity to the machine or app in the Azure portal ("Identity", "User assigned"), and check that the ID is of the kind that is chosen (client, object, or resource ID). A new assignment takes a few minutes.',
			}
		: {
				what: 'The machine has no system-assigned managed identity.',
				fix: 'Turn it on in the Azure portal ("Identity", "System assigned"), or choose "user-assigned" in the credential and enter the ID of the one to use. A new assignment takes a few minutes.',
			};
}

function headerRefused({ managedIdentitySource }: CredentialFields): Reason {
	return managedIdentitySource !== 'imds'
		? {
				what: `The identity endpoint doesn't accept the ${managedIdentitySource === 'appService' ? 'identity header' : 'managed identity secret'}.`,
				fix: `Its value changes at restarts: use an expression, {{ $env.${variables[managedIdentitySource][1]} }}, instead of a copy.`,
			}
		: {
				what: 'The metadata service refused the request.',
				fix: 'On AKS the cluster may block pods from it: use workload identity or the identity of the node pool; on a virtual machine check its firewall rules.',
			};
}

const updating: Reason = {
	what: 'The metadata service is being updated.',
	fix: 'It will be back within 70 seconds: try again.',
};

const busy: Reason = {
	what: 'The managed identity endpoint is overloaded or unavailable.',
	fix: 'Try again in a minute.',
};

/**
 * The endpoint's own words: each of them writes its refusals in another way.
 * @param clean takes secrets out; before anything is cut, so that no part of one is left
 */
function wordsOf(body: unknown, clean: (text: string) => string, depth = 5): string {
	if (typeof body === 'string') {
		const text = clean(body);
		const title = titleOf(text);
		return title === undefined ? withoutTags(text.slice(0, 2_000)) : `a page titled "${title}"`;
	}
	if (typeof body !== 'object' || body === null || depth === 0) return '';
	const fault = tokenFault(body);
	if (fault !== undefined) return clean(`its access_token ${fault}`);
	const { error, error_description: description, message, Message } = body as Record<string, unknown>;
	if (typeof error === 'object' && error !== null) return wordsOf(error, clean, depth - 1);
	return [error, description, message, Message]
		.filter((part) => typeof part === 'string')
		.map(clean)
		.join(': ');
}
