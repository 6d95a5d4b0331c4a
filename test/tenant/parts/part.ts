import type { IDataObject } from 'n8n-workflow';
import type { Scope } from '../settings';
import type { KindName } from '../things';

/** One operation that is tried. */
export interface Step {
	/** What it does, as a command. */
	does: string;
	/** Resource and operation, such as `message.send`. */
	operation: string;
	/** The fields; of a resource locator the plain ID. */
	parameters: (scope: Scope) => IDataObject;
	/** For requests of one's own: the permissions that the path needs. */
	permissions?: readonly string[];
	/** Names of what earlier steps gave; without them it isn't tried. */
	needs?: readonly string[];
	/** The name by which later steps find its first item. */
	gives?: string;
	/** What it gives, where that isn't its first item. @returns undefined for nothing */
	giving?: (items: IDataObject[], scope: Scope) => IDataObject | undefined;
	/** Set for what changes something; `makes` says so too. */
	writes?: boolean;
	/** What it makes, to be found by its name. */
	makes?: KindName;
	/** What it makes is called so; where a step gets no answer, it is looked for by that name. */
	named?: (scope: Scope) => string;
	/** It removes what an earlier step made: that it is gone already is no failure. */
	removes?: boolean;
	/** The subject of a mail that arrives later, which the clean-up waits for; `…` before it stands for that of a reply. */
	mails?: (scope: Scope) => string;
	/** Repeated until it fits, for what Graph does later. */
	until?: (items: IDataObject[], scope: Scope) => boolean;
	/** The file that its item has. */
	file?: { content: string | Buffer; fileName: string };
	/** Why it can't be tried here, if so. */
	unless?: (scope: Scope) => string | undefined;
	/** Statuses that say something of the tenant, not of the node: with the reason. */
	excused?: Readonly<Record<number, string>>;
	/** The open fact that it looks at, and what was seen of it; `run` tells of the refusal where there is one. */
	fact?: number;
	sees?: (items: IDataObject[], refusal: Refusal | undefined, scope: Scope) => string;
}

/** How Graph refused a step. */
export interface Refusal {
	status?: number;
	code: string;
	/** In lower case; for deciding only, never shown in a report. */
	text: string;
}

/** A part of the run: what belongs together, and can be left out. */
export interface Part {
	name: string;
	title: string;
	steps: readonly Step[];
}

/** Another name for `request` with the path, which has no permissions of its own. */
export function request(
	does: string,
	permissions: readonly string[],
	method: string,
	path: (scope: Scope) => string,
	more: Partial<Step> & { body?: (scope: Scope) => IDataObject; list?: number; headers?: IDataObject[] } = {},
): Step {
	const { body, list, headers, ...step } = more;
	return {
		does,
		operation: 'api.request',
		permissions,
		parameters: (scope) => ({
			method,
			path: path(scope),
			...(body && { body: JSON.stringify(body(scope)) }),
			...(list !== undefined && { responseKind: 'list', returnAll: false, limit: list }),
			...(headers && { headers: { pairs: headers } }),
			...(method === 'POST' && { repeat: 'never' }),
		}),
		...step,
	};
}

/** A property of something that an earlier step gave. */
export const of = ({ made }: Scope, name: string, property = 'id'): string =>
	String(made.get(name)?.[property] ?? '');
