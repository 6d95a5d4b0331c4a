import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { certificateExpiry } from '../../credentials/auth/keys/keyAndCertificate';
import { readFields } from '../../credentials/auth/core/settings';
import { asHtml } from '../shared/errors/nodeError';

/** The most names that a hint has. */
const maxNames = 5;

/** The hints of the items of one run of a node. */
export interface Hints {
	/** Adds a hint: its text is shown once for all items, with the names of what it concerns. */
	add(text: string, about?: string): void;
	/** Shows the hints with the node's output. */
	show(): void;
}

/** The hints of a run, none so far. */
export function hintsOf(context: Pick<IExecuteFunctions, 'addExecutionHints'>): Hints {
	const hints = new Map<string, Set<string>>();
	return {
		add: (text, about) => {
			const names = hints.get(text) ?? new Set();
			hints.set(text, about === undefined ? names : names.add(about));
		},
		show: () => {
			for (const [text, names] of hints) {
				const more = names.size > maxNames ? ` and ${names.size - maxNames} more` : '';
				const named = [...names].slice(0, maxNames).join(', ');
				const message = names.size === 0 ? text : `${text} (${named}${more})`;
				addHint(context, message);
			}
		},
	};
}

const day = 24 * 60 * 60_000;
/** How long before a certificate expires the hint is shown, in ms. */
const notice = 30 * day;

/** Adds a warning to the node's output. */
function addHint(context: Pick<IExecuteFunctions, 'addExecutionHints'>, message: string): void {
	// The editor renders it as HTML.
	context.addExecutionHints({ message: asHtml(message), type: 'warning', location: 'outputPane' });
}

/** How long a run waits for Graph before a hint says so, in ms. */
const longWaitMs = 10_000;

/**
 * Adds a hint to the node's output when it took long because Graph throttled.
 * @param waitedMs how long its requests waited for that, in ms
 */
export function addWaitHint(context: Pick<IExecuteFunctions, 'addExecutionHints'>, waitedMs: number): void {
	if (waitedMs < longWaitMs) return;
	addHint(
		context,
		`The node waited ${Math.round(waitedMs / 1000)} s for Graph, which throttled its requests. Run fewer items at a time, or less often; "Max Wait" in the options limits the wait.`,
	);
}

/** Adds a hint to the node's output when the app's certificate expires within 30 days. */
export function addExpiryHint(context: IExecuteFunctions, credentials: ICredentialDataDecryptedObject): void {
	const end = certificateExpiry(readFields(credentials));
	if (end === undefined || end.getTime() - Date.now() > notice) return;
	const days = Math.max(0, Math.floor((end.getTime() - Date.now()) / day));
	addHint(
		context,
		`The credential's certificate expires in ${days} days, on ${end.toISOString().slice(0, 10)}. Upload a new one to the app registration, then enter it in the credential.`,
	);
}
