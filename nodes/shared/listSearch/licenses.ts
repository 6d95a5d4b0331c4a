import { listSearch } from './listSearch';

/** The licenses of the tenant, with the number of available units. Source: "List subscribedSkus". */
export const searchLicenses = listSearch(['LicenseAssignment.Read.All'], () => ({
	request: { method: 'GET', path: ['subscribedSkus'] },
	searchHere: true,
	entry: ({ skuId, skuPartNumber, prepaidUnits, consumedUnits }) => {
		const { enabled = 0 } = (prepaidUnits ?? {}) as { enabled?: number };
		const left = enabled - Number(consumedUnits ?? 0);
		return { name: `${String(skuPartNumber)} (${left} left)`, value: String(skuId) };
	},
}));
