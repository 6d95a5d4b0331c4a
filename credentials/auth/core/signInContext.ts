import type { IHttpRequestOptions } from 'n8n-workflow';

import type { Challenge } from './claims';
import type { CredentialFields } from './settings';

/** n8n's HTTP helper, which knows the proxy, TLS and SSRF settings of the installation. */
export type HttpRequest = (options: IHttpRequestOptions) => Promise<unknown>;

/** What a sign-in method has to work with. */
export interface SignInContext {
	fields: CredentialFields;
	/** Where the token is requested; `''` for a managed identity, which has its own endpoint. */
	tokenEndpoint: string;
	/** Without a trailing `/.default`, such as `https://graph.microsoft.com`. */
	resource: string;
	httpRequest: HttpRequest;
	/** ms since the epoch */
	now: () => number;
	/** Fails once no one waits for the token anymore. */
	wait: (ms: number) => Promise<void>;
	/** The waits before a transient failure is retried, in ms. */
	pauses: readonly number[];
	/** What Graph requires of the token, where it refused the one before. */
	challenge?: Challenge;
	/** Cancels all requests: no one waits for the token anymore. */
	signal?: AbortSignal;
}

/** The response of a token issuer, whatever its status. */
export interface TokenAnswer {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string | string[] | undefined>;
	/** Parsed JSON, or the text where it is none. */
	body: unknown;
}

/**
 * How an app authenticates: the parameters to add to a token request.
 * @throws SignInError where it can't authenticate, before anything is sent
 */
export type ClientAuthentication = (context: SignInContext) => Promise<Record<string, string>>;
