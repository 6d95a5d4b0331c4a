/** How many messages a delta function with a filter returns at most. Source: "message: delta". */
export const maxFiltered = 5_000;
