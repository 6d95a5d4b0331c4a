/** How many messages a delta function with a filter gives at most. Source: "message: delta". */
export const maxFiltered = 5_000;
