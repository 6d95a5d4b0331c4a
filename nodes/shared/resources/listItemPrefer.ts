/** Graph supports hyperlink columns only with this preference. */
export const newerColumns = { Prefer: 'apiversion=2.1' };

/** Lets Graph filter by columns without an index, which works for small lists. Source: "Enumerate items in a list". */
export const notIndexedToo = {
	Prefer: `${newerColumns.Prefer},HonorNonIndexedQueriesWarningMayFailRandomly`,
};
