import { storedWorkbook } from '../../../simulator/graph/routes/workbooks';
import { sampleWorkbook } from '../../operations/samples/workbook';
import { byId, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

test('a table becomes a range, whose cells keep their values, once', async () => {
	const file = sampleWorkbook(product.simulator);
	const convert = async (simplify: boolean) =>
		await product.run({
			...{ resource: 'workbook', operation: 'convertTableToRange', simplify },
			...{ userId: byId('adelev@contoso.example'), fileId: byId(file.id), tableId: byId('Table1') },
		});
	const { items, error } = await convert(true);
	expect(error).toBeUndefined();
	expect(JSON.stringify(jsonOf(items))).toContain('Pears');
	expect(storedWorkbook(file).book.tables).toEqual([]);
	expect((await convert(true)).error).toMatchObject({ httpCode: '404' });
	expect(product.graphPaths().every((path) => path.endsWith('/convertToRange'))).toBe(true);
});
