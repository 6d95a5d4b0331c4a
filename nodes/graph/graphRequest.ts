import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

/** A request to Graph, before it is known where Graph is and with which token. */
export interface GraphRequest {
	method: IHttpRequestMethods;
	/** Path segments below the version, as they are meant; they are encoded once, here. */
	path: readonly string[];
	query?: Query;
	/** A link that Graph gave (nextLink, deltaLink), followed as it is in place of path and query, on Graph's host only. */
	link?: string;
	/** The field that `link` comes from, where that is an item's data: then it has to lead where `path` does. */
	linkField?: string;
	/**
	 * A URL that Graph gave and that carries its own authorization, such as a copy's monitor: asked without the token, on
	 * Microsoft's storage hosts only, in place of path and query. Never in a batch.
	 */
	preauthUrl?: string;
	headers?: Readonly<Record<string, string>>;
	body?: IDataObject;
	/** A body that is no JSON, in place of `body`: a photo, a message as MIME. Never in a batch. */
	content?: { bytes: Buffer; type: string };
	/**
	 * Set where the answer is a file, by `fetchFile`, which reads it: `body` is a stream then, or the header `location` says
	 * where the file is. Never in a batch.
	 */
	expectsFile?: boolean;
	/**
	 * Set for a list where Microsoft doesn't say whether it needs an advanced query: its first page is asked once the other way
	 * after `Request_UnsupportedQuery`.
	 */
	tryBothQueryModes?: boolean;
	/** The answer that Graph's reference names for it, where that is not the usual one of its action or method (`dueOf`). */
	expectedResponse?: ExpectedResponse;
	/** Whether repeating it does no harm; by default decided by the method. */
	idempotent?: boolean;
	/**
	 * Set where a throttled answer that asks for no wait can mean that the request itself is too much, so that no wait mends
	 * it: then it is sent a few times only, and holds back no other.
	 */
	mayNeverSucceed?: boolean;
	/** Set for what takes away again what was begun: it is sent after the execution was cancelled, too, once. */
	sendAfterCancel?: boolean;
	/** What this request needs where that is not what its operation always needs: told when Graph refuses it. */
	needs?: Needs;
	/** `false` for what Graph takes in no batch beside files: sign-ins, `Prefer: respond-async`. */
	batchable?: boolean;
}

/** Permissions, all of them, and why they are needed: a sentence. */
export interface Needs {
	permissions: readonly string[];
	because: string;
}

/** Query parameters by name; OData's begin with `$`. Those that are empty are not sent. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Graph's answer to a request. Header names are in lower case. */
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
	| 'nothing'
	| 'done'
	| 'objectOrNothing'
	| 'changedSoon'
	| 'batch'
	| 'anything';
