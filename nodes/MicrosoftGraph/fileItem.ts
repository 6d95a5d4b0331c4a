import type {
	IBinaryData,
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';

/** A file that an operation puts out, into a binary field: its content, or what n8n's storage has already. */
export type OutputFile = { field: string } & (
	{ content: Buffer; fileName?: string; mimeType?: string } | { stored: IBinaryData }
);

/** An item with files: what is in `json` stands beside what is known of each file, for those who read no files. */
export class FileItem {
	constructor(
		readonly json: IDataObject,
		readonly files: readonly OutputFile[],
	) {}
}

/** Results as n8n has them, their files in n8n's binary storage. */
export async function toNodeItems(
	results: ReadonlyArray<IDataObject | FileItem>,
	context: Pick<IExecuteFunctions, 'helpers'>,
): Promise<Array<Pick<INodeExecutionData, 'json' | 'binary'>>> {
	const items: Array<Pick<INodeExecutionData, 'json' | 'binary'>> = [];
	for (const result of results) {
		items.push(result instanceof FileItem ? await store(result, context) : { json: result });
	}
	return items;
}

async function store(
	{ json, files }: FileItem,
	{ helpers }: Pick<IExecuteFunctions, 'helpers'>,
): Promise<Pick<INodeExecutionData, 'json' | 'binary'>> {
	const binary: IBinaryKeyData = {};
	for (const file of files) {
		binary[file.field] =
			'stored' in file
				? file.stored
				: await helpers.prepareBinaryData(file.content, file.fileName, file.mimeType);
	}
	return { json, binary };
}
