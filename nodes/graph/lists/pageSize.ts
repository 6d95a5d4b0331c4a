import type { IDataObject } from 'n8n-workflow';

/** The sizes of a list's pages, in entries. */
export interface PageSizes {
	/** Of the first page. */
	first: number;
	/** The most that Graph supports. */
	largest: number;
}

/** A page that was read. */
export interface PageRead {
	entries: readonly IDataObject[];
	/** How long its request took, in ms. */
	took: number;
}

/** The most that a page should take, in ms, and weigh, in characters of JSON: far from where Graph's gateway gives up. */
const target = { took: 5_000, weight: 8 * 1024 * 1024 };

/** The most by which one page is larger than the one before. */
const maxGrowth = 4;

/** How much smaller a page is after one that timed out. */
const shrinkBy = 4;

/** The smallest page: if it times out, something else is wrong. */
const smallest = 10;

/**
 * Finds the page size for a list: as large as pages stay light and quick, and smaller after one on which Graph's gateway
 * timed out.
 * Source: "List messages", on `$top` and gateway timeouts.
 */
export class PageSizer {
	private current: number;
	private largest: number;

	constructor({ first, largest }: PageSizes) {
		this.current = first;
		this.largest = Math.max(first, largest);
	}

	/** The next page's size. */
	get size(): number {
		return this.current;
	}

	/** Takes a page that was read into account. */
	add({ entries, took }: PageRead): void {
		if (entries.length === 0 || this.current >= this.largest) return;
		// By entry, since a page may have fewer than were requested.
		const heaviest = Math.max(took / target.took, weightOf(entries) / target.weight);
		const fitting = Math.floor(Math.min(maxGrowth * this.current, entries.length / heaviest));
		this.current = Math.min(this.largest, Math.max(this.current, fitting));
	}

	/** Takes a page that timed out into account: the list's later pages don't get that large again either. */
	shrink(): void {
		this.largest = Math.max(smallest, Math.floor(this.current / 2));
		this.current = Math.max(smallest, Math.floor(this.current / shrinkBy));
	}
}

/** The approximate weight of entries, in characters of JSON, from a few of them. */
function weightOf(entries: readonly IDataObject[]): number {
	const step = Math.ceil(entries.length / 10);
	const some = entries.filter((_, index) => index % step === 0);
	return (JSON.stringify(some).length / some.length) * entries.length;
}

/** `$top` of a link, with what stands before it; Outlook's links have it percent-encoded. */
const top = /([?&](?:\$|%24)top=)\d+/i;
/** The position that a link leads to, as a number of entries. */
const skip = /[?&](?:\$|%24)skip=\d+(?:&|$)/i;

/** Whether the size of a link's page may be changed: its position is a number, not a token that includes a size. */
export function isResizable(link: string): boolean {
	return top.test(link) && skip.test(link) && !/skiptoken/i.test(link);
}

/** The link to a page of another size. */
export function resized(link: string, size: number): string {
	return link.replace(top, `$1${size}`);
}
