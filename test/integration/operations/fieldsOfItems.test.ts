import type { IExecuteFunctions, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { MicrosoftGraphAppOnlyApi } from '../../../credentials/MicrosoftGraphAppOnlyApi.credentials';
import { MicrosoftGraph } from '../../../nodes/MicrosoftGraph/MicrosoftGraph.node';
import { executeItems } from '../../../nodes/MicrosoftGraph/execute';
import { runWorkflow } from '../harness';
import { mails, sendMail, usersOf } from '../harness/calls';
import { byId, credentialName, itemsOf, useProduct } from '../harness/product';

const product = useProduct({ seed: { users: 60 } });
const count = 20;

/** How a field was read from n8n. */
interface Read {
	name: string;
	itemIndex: number;
	raw: boolean;
	/** Whether n8n looks for the field among all fields of the node, which takes it longer than everything else. */
	validated: boolean;
}

/** Runs the node, and records which fields it reads from n8n. */
async function readsOf(parameters: INodeParameters, input: INodeExecutionData[]): Promise<Read[]> {
	const reads: Read[] = [];
	class Recorded extends MicrosoftGraph {
		override async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			const read = this.getNodeParameter.bind(this) as (...all: unknown[]) => unknown;
			const value = (
				name: string,
				itemIndex: number,
				fallback?: unknown,
				options: { rawExpressions?: boolean; skipValidation?: boolean } = {},
			) => {
				const { rawExpressions: raw = false, skipValidation = false } = options;
				reads.push({ name, itemIndex, raw, validated: !raw && !skipValidation });
				return read(name, itemIndex, fallback, options);
			};
			return [await executeItems(Object.create(this, { getNodeParameter: { value } }) as IExecuteFunctions)];
		}
	}
	const run = await runWorkflow({
		node: Recorded,
		parameters,
		input,
		credentials: { [credentialName]: product.fields() },
		credentialTypes: [MicrosoftGraphAppOnlyApi],
	});
	expect(run.error).toBeUndefined();
	expect(run.items).toHaveLength(count);
	return reads;
}

/** The names of the fields that were read for further items than the first. */
const namesForEach = (reads: Read[]) => [
	...new Set(reads.filter(({ itemIndex }) => itemIndex > 0).map(({ name }) => name)),
];
const validated = (reads: Read[]) => reads.filter((read) => read.validated).map(({ name }) => name);

test('a run reads fields once, and those with plain references from its items', async () => {
	const reads = await readsOf(sendMail(), mails(product, count));
	expect(namesForEach(reads)).toEqual([]);
});

test('n8n validates no field again for each item', async () => {
	const parameters = {
		resource: 'user',
		operation: 'get',
		userId: byId('={{ $json.id.trim() }}'),
		simplify: '={{ $json.simple }}',
		options: { select: ['={{ "id" }}'] },
	};
	const input = itemsOf(...usersOf(product, count).map((id) => ({ id, simple: false })));
	const reads = await readsOf(parameters, input);
	expect(namesForEach(reads).sort()).toEqual(['options', 'userId']);
	expect(validated(reads)).toEqual(['resource', 'operation']);
});
