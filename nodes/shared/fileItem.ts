import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';

/** An item with files: each file's metadata is also in `json`, for workflows that read no files. */
export class FileItem {
	constructor(
		readonly json: IDataObject,
		/** Files in n8n's storage, by binary field. */
		readonly binary: IBinaryKeyData,
	) {}
}

/** A result in n8n's format. */
export function toNodeItem(result: IDataObject | FileItem): Pick<INodeExecutionData, 'json' | 'binary'> {
	return result instanceof FileItem ? { json: result.json, binary: result.binary } : { json: result };
}
