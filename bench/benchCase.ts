import type { SettingsChange } from '../simulator';
import type { Simulator } from '../simulator/simulator';
import type { NodeParameters, Offer } from './n8n/offer';
import type { RawTask } from './raw/task';

/** Which of n8n's own nodes. */
export type OwnNode = 'Excel' | 'Outlook';

/** One task that every contender does as well as it can. */
export interface BenchCase {
	id: string;
	/** @param size how many items or entries */
	title(size: number): string;
	size: number;
	/** Size with `--quick`. */
	quickSize: number;
	/** Simulator settings in addition to the bench's own model. */
	settings?: SettingsChange;
	/** How long the simulator is left alone before each run, in ms. */
	pauseBefore?: number;
	/** Resets the tenant to the state before the task, in the simulator of each transport. */
	reset?(simulator: Simulator, size: number): void;
	/** The input items. */
	items(simulator: Simulator, size: number): object[];
	/** Our node's parameters, or why it can't. */
	ours(offer: Offer): NodeParameters | { cannot: string };
	/** n8n's own node for the task; Outlook unless given. */
	ownNode?: OwnNode;
	/** Its parameters, or why it can't. */
	own: NodeParameters | { cannot: string };
	/** The parameters of n8n's HTTP Request node, where no node of n8n's own has the operation. */
	byHand?: (graphUrl: string) => NodeParameters;
	raw(items: object[]): RawTask;
	/** How many results there are now, by the simulator's state; without it, only the check run counts them. */
	done?(simulator: Simulator): number;
}
