import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';
import { startEngine, type BinaryDataMode } from './engine';

/** What n8n's editor shows of a file. */
export interface FileOfItem {
	content: Buffer | string;
	fileName?: string;
	mimeType?: string;
}

/** An item's binary field, stored as n8n would in `mode`: give the run the same `binaryDataMode`. */
export async function binaryField(
	{ content, fileName, mimeType = 'application/octet-stream' }: FileOfItem,
	mode: BinaryDataMode = 'filesystem',
): Promise<IBinaryData> {
	await startEngine(mode);
	return await Container.get(BinaryDataService).store(
		{ type: 'execution', workflowId: 'workflow-of-a-test', executionId: 'files-of-a-test' },
		Buffer.from(content),
		{ data: '', mimeType, fileName },
	);
}

/** The content of an item's binary field, whatever mode it was stored in. */
export async function binaryContent(item: INodeExecutionData, field: string): Promise<Buffer> {
	const binary = item.binary?.[field];
	if (binary === undefined) throw new Error(`The item has no binary field "${field}"`);
	return await Container.get(BinaryDataService).getAsBuffer(binary);
}
