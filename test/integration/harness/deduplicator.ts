import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { DataDeduplicationService } from 'n8n-core';
import type { ICheckProcessedContextData, IDataDeduplicator } from 'n8n-workflow';

interface Row {
	mode: string;
	/** Hashes of what was recorded, oldest first. */
	data: string[];
}

/** n8n's table of what nodes have processed: a row for each node. */
const table = new Map<string, Row>();
let begun = false;
let latency = 0;

/**
 * Empties the table, and lets n8n-core ask it.
 * @param takes how long a read and a write take each, in ms
 */
export async function startDeduplication(takes = 0): Promise<void> {
	table.clear();
	latency = takes;
	if (begun) return;
	begun = true;
	await DataDeduplicationService.init(deduplicator);
}

/** The next write is made, and its answer is lost. */
export function loseAnswer(): void {
	isLost = true;
}
let isLost = false;

const database = async () => await wait(latency);
const hashOf = (value: unknown) => createHash('md5').update(String(value)).digest('base64');

function keyOf(scope: string, { node, workflow }: ICheckProcessedContextData): string {
	if (!workflow.id) throw new Error('The workflow has no id');
	return `${workflow.id} ${scope === 'node' ? `n:${node?.id ?? ''}` : ''}`;
}

/**
 * What n8n's server does behind `helpers.checkProcessedAndRecord`, observed on n8n 2.41.1: it reads a row, compares, and
 * writes the whole row, with nothing that keeps others out meanwhile. The mode `entries` only.
 */
const deduplicator: IDataDeduplicator = {
	async checkProcessedAndRecord(items, scope, where, { mode, maxEntries = Infinity }) {
		if (mode !== 'entries') throw new Error(`Not available in a test: mode ${mode}`);
		const key = keyOf(scope, where);
		await database();
		const read = table.get(key);
		const known = new Set(read?.data);
		const isKnown = (item: unknown) => known.has(hashOf(item));
		const data = [...(read?.data ?? []), ...items.filter((item) => !isKnown(item)).map(hashOf)];
		await database();
		if (read === undefined && table.has(key)) throw new Error('UNIQUE constraint failed: processed_data');
		table.set(key, { mode, data: data.slice(-maxEntries) });
		if (isLost) {
			isLost = false;
			throw new Error('Connection terminated unexpectedly');
		}
		return { new: items.filter((item) => !isKnown(item)), processed: items.filter(isKnown) };
	},
	async removeProcessed() {
		throw new Error('Not available in a test: removeProcessed');
	},
	async clearAllProcessedItems(scope, where) {
		table.delete(keyOf(scope, where));
	},
	async getProcessedDataCount(scope, where) {
		return table.get(keyOf(scope, where))?.data.length ?? 0;
	},
};
