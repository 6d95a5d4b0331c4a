import type { INodeExecutionData } from 'n8n-workflow';

import type { Trigger } from '../openTrigger';

/** A poll that is under way: the trigger that it opens, and the items that it finds. */
export interface PendingPoll {
	trigger: Promise<Trigger>;
	items: Promise<INodeExecutionData[]>;
}

/**
 * What is known of one activation of a workflow: whether it has begun, and which poll is under way. n8n gives each
 * activation a static data object of its own.
 */
export class Activation {
	private wasPolled = false;
	private hasBegun = false;
	private pending?: PendingPoll;

	/**
	 * Joins the poll that is under way, or starts one.
	 * @returns the poll, and whether it's the first of the activation
	 */
	joinPoll(start: () => PendingPoll): { poll: PendingPoll; isFirst: boolean } {
		const isFirst = !this.wasPolled;
		this.wasPolled = true;
		this.pending ??= start();
		return { poll: this.pending, isFirst };
	}

	/** Ends a poll. @returns whether this caller emits what it found: the first of several that waited for it */
	takePoll(poll: PendingPoll): boolean {
		if (this.pending !== poll) return false;
		this.pending = undefined;
		return true;
	}

	/** @returns whether the activation begins now */
	begin(): boolean {
		if (this.hasBegun) return false;
		this.hasBegun = true;
		return true;
	}
}

const activations = new WeakMap<object, Activation>();

/** The activation that n8n's static data belong to. */
export function activationOf(staticData: object): Activation {
	const known = activations.get(staticData) ?? new Activation();
	activations.set(staticData, known);
	return known;
}
