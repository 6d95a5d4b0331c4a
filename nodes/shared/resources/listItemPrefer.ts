/** Graph gives and takes columns with links only for those who prefer its newer form. */
export const newerColumns = { Prefer: 'apiversion=2.1' };

/** Lets Graph filter by columns without an index, which small lists can take. Source: "Enumerate items in a list". */
export const notIndexedToo = {
	Prefer: `${newerColumns.Prefer},HonorNonIndexedQueriesWarningMayFailRandomly`,
};
