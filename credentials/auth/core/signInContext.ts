import type { IHttpRequestOptions } from 'n8n-workflow';

import type { Challenge } from './claims';
import type { CredentialFields } from './settings';

/** n8n's HTTP helper, which knows the proxy, TLS and SSRF settings of the installation. */
export type HttpRequest = (options: IHttpRequestOptions) => Promise<unknown>;

/** What a sign-in method has to work with. */
export interface SignInContext {
	fields: CredentialFields;
	/** Where the token is asked for; `''` for a managed identity, which has an endpoint of its own. */
	tokenEndpoint: string;
	/** Without a trailing `/.default`, such as `https://graph.microsoft.com`. */
	resource: string;
	httpRequest: HttpRequest;
	/** ms since the epoch */
	now: () => number;
	/** Ends with an error when nobody waits for the token any more. */
	wait: (ms: number) => Promise<void>;
	/** The waits before a request is repeated that failed in a way that may pass, in ms. */
	pauses: readonly number[];
	/** What Graph wants of the token, where it refused the one before. */
	challenge?: Challenge;
	/** Ends all requests: nobody waits for the token any more. */
	signal?: AbortSignal;
}

/** The answer of whoever issues tokens, whatever its status. */
export interface TokenAnswer {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string | string[] | undefined>;
	/** Parsed JSON, or the text where it is none. */
	body: unknown;
}

/**
 * How an app proves itself: the parameters to add to a token request.
 * @throws SignInError where the proof cannot be made, before anything is sent
 */
export type ClientAuthentication = (context: SignInContext) => Promise<Record<string, string>>;
