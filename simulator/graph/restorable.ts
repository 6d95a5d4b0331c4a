import type { CallContext } from './call';
import type { GraphWorld } from './world';

/** A type whose objects can be restored. */
export interface Restorable {
	type: string;
	/** Any of these permissions restores its objects, or removes them permanently. */
	permissions: readonly string[];
	has(world: GraphWorld, id: string): boolean;
	/** @returns the restored object. @throws GraphError 400 for what stands against it */
	restore(world: GraphWorld, id: string, call: CallContext['call']): object;
	/** Removes it permanently. */
	remove(world: GraphWorld, id: string): void;
}
