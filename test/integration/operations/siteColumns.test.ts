import type { INodeParameters } from 'n8n-workflow';
import { siteColumnsOf, siteOf } from '../../../simulator/graph/state/sites';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();
const run = async (operation: string, parameters: object = {}) =>
	await product.run({
		...{ resource: 'site', operation, siteId: byId('https://contoso.sharepoint.com/sites/marketing') },
		...parameters,
	} as INodeParameters);
const column = (name: string) => {
	const { graph } = product.simulator;
	return siteColumnsOf(graph, siteOf(graph, 'contoso.sharepoint.com:/sites/marketing')).find(
		(one) => one.name === name,
	);
};
const byName = (value: string) => ({ __rl: true, mode: 'name', value });
const textOf = (error: unknown) => {
	const { message = '', description = '' } = (error ?? {}) as { message?: string; description?: string };
	return `${message} ${description}`;
};
const last = () => product.graphCalls().at(-1);

test('a column of a site is added, listed, changed by its name, and deleted', async () => {
	const added = await run('addColumn', {
		...{ name: 'CostCenter', type: 'choice', choices: 'North, South' },
		additionalFields: { columnGroup: 'Contoso', displayName: 'Cost Center' },
	});
	expect(added.error).toBeUndefined();
	expect(last()).toMatchObject({
		headers: { prefer: 'apiversion=2.1' },
		body: {
			name: 'CostCenter',
			choice: { choices: ['North', 'South'] },
			columnGroup: 'Contoso',
			displayName: 'Cost Center',
		},
	});
	const listed = await run('getColumns', { returnAll: true });
	expect(jsonOf(listed.items)).toContainEqual(expect.objectContaining({ name: 'CostCenter' }));

	const updateFields = { choices: 'North, South, West', propagateChanges: true };
	const changed = await run('updateColumn', { columnId: byName('CostCenter'), updateFields });
	expect(changed.error).toBeUndefined();
	expect(last()?.body).toEqual({
		choice: { choices: ['North', 'South', 'West'] },
		propagateChanges: true,
	});
	expect(column('CostCenter')).toMatchObject({ choice: { choices: ['North', 'South', 'West'] } });

	const id = String(added.items[0].json.id);
	expect(jsonOf((await run('deleteColumn', { columnId: byId(id) })).items)).toEqual([{ deleted: true }]);
	expect(column('CostCenter')).toBeUndefined();
});

test.each([
	['updateColumn', { columnId: byName('Nothing'), updateFields: { indexed: true } }, /site has no column/],
	['updateColumn', { columnId: byName('CostCenter'), updateFields: {} }, /nothing to update/],
	['addColumn', { name: 'Title', type: 'text' }, /The site, or one above it, already has a column/],
	['deleteColumn', { columnId: byName('InvoiceNumber') }, /Remove the column from the content types/],
])('%s is refused: %j', async (operation, parameters, message) => {
	expect(textOf((await run(operation, parameters)).error)).toMatch(message);
});

test('a picker has the columns that can be changed', async () => {
	const { results } = await product.list('searchSiteColumns', {
		parameters: {
			...{ resource: 'site', operation: 'updateColumn' },
			siteId: byId('https://contoso.sharepoint.com/sites/marketing'),
		},
	});
	const names = results.map(({ name }) => name);
	expect(names).toContain('InvoiceNumber (InvoiceNumber)');
	expect(names).not.toContain('Modified (Modified)');
});
