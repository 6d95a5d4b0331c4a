import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';

/** An item with files: what is in `json` stands beside what is known of each file, for those who read no files. */
export class FileItem {
	constructor(
		readonly json: IDataObject,
		/** By binary field, what n8n's storage has. */
		readonly binary: IBinaryKeyData,
	) {}
}

/** A result as n8n has it. */
export function toNodeItem(result: IDataObject | FileItem): Pick<INodeExecutionData, 'json' | 'binary'> {
	return result instanceof FileItem ? { json: result.json, binary: result.binary } : { json: result };
}
