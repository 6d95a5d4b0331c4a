import type { IBinaryKeyData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

/** A file that an operation puts out. */
export interface OutputFile {
	/** The binary field that it goes into. */
	field: string;
	content: Buffer;
	fileName?: string;
	mimeType?: string;
}

/** An item with files: what is in `json` stands beside what is known of each file, for those who read no files. */
export class FileItem {
	constructor(
		readonly json: IDataObject,
		readonly files: readonly OutputFile[],
	) {}
}

/** The item as n8n has it, its files in n8n's binary storage. */
export async function toNodeItem(
	result: IDataObject | FileItem,
	{ helpers }: Pick<IExecuteFunctions, 'helpers'>,
): Promise<Pick<INodeExecutionData, 'json' | 'binary'>> {
	if (!(result instanceof FileItem)) return { json: result };
	const binary: IBinaryKeyData = {};
	for (const { field, content, fileName, mimeType } of result.files) {
		binary[field] = await helpers.prepareBinaryData(content, fileName, mimeType);
	}
	return { json: result.json, binary };
}
