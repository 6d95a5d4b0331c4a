/** An object as a collection keeps it. */
export type Entity = Record<string, unknown> & { id: string };
