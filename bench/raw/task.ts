import type { Transport } from '../graph';

/** What raw undici is to do: as little as the task allows. */
export type RawTask =
	| {
			kind: 'batches';
			parts: RawPart[];
			/** Batches in flight at once. */
			atOnce: number;
	  }
	| {
			kind: 'pages';
			/** The first page, below the version. */
			path: string;
	  }
	| {
			/** One after the other. */
			kind: 'requests';
			parts: RawPart[];
			/** How many results they bring; without it, the rows of a range below its header row. */
			results?: number;
	  };

/** A request as part of a `$batch`, without its id. */
export interface RawPart {
	method: 'GET' | 'POST' | 'PATCH';
	url: string;
	headers?: Record<string, string>;
	body?: object;
}

/** Where Graph is, by one transport. */
export interface RawTarget {
	transport: Transport;
	/** `http(s)://127.0.0.1:<port>` */
	graph: string;
	login: string;
	/** With TLS: the authority to trust, the names that the hosts go by, and the URL of a proxy that knows them. */
	tls?: { authority: string; graphHost: string; loginHost: string; proxy: string };
	form: Record<string, string>;
	tenantId: string;
}

/** What the bench asks the process for. */
export type RawOrder =
	| { id: number; kind: 'open'; target: RawTarget }
	/** `connecting`: each call has a connection of its own. */
	| { id: number; kind: 'run'; transport: Transport; task: RawTask; connecting: boolean }
	| { id: number; kind: 'compareConnections' }
	| { id: number; kind: 'collectGarbage' };

/** What a run took, in ms, and how many results it brought. */
export interface RawResult {
	wall: number;
	cpu: number;
	done: number;
}

/** What one call over TLS takes, in ms, by the connection it goes over. */
export interface CallCost {
	openConnection: number;
	ownConnection: number;
	/** A new one, made through the proxy. */
	throughProxy: number;
}

export type RawReply = { id: number; result?: RawResult | CallCost; error?: string };
