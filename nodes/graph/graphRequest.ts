import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

/** A request to Graph, without its host and token. */
export interface GraphRequest {
	method: IHttpRequestMethods;
	/** Path segments below the version, unencoded. */
	path: readonly string[];
	query?: Query;
	/** A link from Graph (nextLink, deltaLink), used unchanged instead of path and query, only on Graph's host. */
	link?: string;
	/** The field of `link`, if it comes from an item's data: then it must point to the same path as `path`. */
	linkField?: string;
	/**
	 * A preauthenticated URL from Graph, such as a copy's monitor, used instead of path and query: called without the
	 * token, only on Microsoft's storage hosts. Never in a batch.
	 */
	preauthUrl?: string;
	headers?: Readonly<Record<string, string>>;
	body?: IDataObject;
	/** A body that isn't JSON, instead of `body`: a photo, a message as MIME. Never in a batch. */
	content?: { bytes: Buffer; type: string };
	/**
	 * Set by `fetchFile` if the response is a file: then `body` is a stream, or the header `location` has the file's
	 * URL. Never in a batch.
	 */
	expectsFile?: boolean;
	/**
	 * Set for a list if Microsoft doesn't document whether it needs an advanced query: its first page is retried once
	 * in the other mode after `Request_UnsupportedQuery`.
	 */
	tryBothQueryModes?: boolean;
	/** The documented response, if it isn't the usual one of its action or method (`expectedResponseOf`). */
	expectedResponse?: ExpectedResponse;
	/** Whether a retry is harmless; by default, the method decides. */
	idempotent?: boolean;
	/**
	 * Set if a 429 without `Retry-After` can mean that the request itself is too large, so that no wait helps: then
	 * it's retried only a few times, and throttles no other request.
	 */
	mayNeverSucceed?: boolean;
	/** Set for a page that may be too large: what to retry after Graph's gateway timed out (504), a smaller page. */
	afterTimeout?: () => GraphRequest;
	/** Set for a cleanup, which is also sent, once, after the execution was cancelled. */
	sendAfterCancel?: boolean;
	/** The request's permissions, if they differ from its operation's, for the error. */
	needs?: Needs;
	/** `false` for what Graph doesn't support in a batch, apart from files: sign-ins, `Prefer: respond-async`. */
	batchable?: boolean;
}

/** Permissions, all of them, and why they are needed: a sentence. */
export interface Needs {
	permissions: readonly string[];
	because: string;
}

/** Query parameters by name; OData's start with `$`. Empty ones aren't sent. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Graph's response to a request. Header names are in lower case. */
export interface GraphResponse {
	status: number;
	headers: Readonly<Record<string, string | string[] | undefined>>;
	body: unknown;
}

/** The name of the response that a request gets when it succeeds; `expectedResponse.ts` has the statuses and the shape of each. */
export type ExpectedResponse =
	| 'object'
	| 'list'
	| 'created'
	| 'createdOrFound'
	| 'accepted'
	| 'createdOrAccepted'
	| 'createdOrLocated'
	| 'createdOrMonitored'
	| 'nothing'
	| 'done'
	| 'objectOrMonitored'
	| 'objectOrNothing'
	| 'changedSoon'
	| 'batch'
	| 'anything';
