import type { Message } from '@microsoft/microsoft-graph-types';

/** How long a sent message is kept under its key, in ms: longer than it takes to appear in the mailbox. */
const memory = 10 * 60_000;
/** How often to check whether another item with the same key has finished, in ms. */
const pause = 500;

/** The sent messages by key, with their times; the oldest first. */
const sent = new Map<string, { message: Message; at: number }>();
const onTheWay = new Set<string>();

/**
 * Sends under a key that others in this process may use too: items of one run, executions at the same time. They run
 * one at a time, and the next doesn't send what the one before sent. Checking the mailbox isn't enough: a message can
 * be missing from it for some seconds while it's being sent.
 * @param key identifies the message, the mailbox, and the app
 * @param wait waits, in ms
 * @param send sends the message, unless the mailbox has it
 * @throws what `wait` and `send` throw; then the next one sends
 */
export async function sendUnderKey(
	key: string,
	wait: (ms: number) => Promise<void>,
	send: () => Promise<Message>,
): Promise<Message> {
	while (onTheWay.has(key)) await wait(pause);
	forgetOld();
	const before = sent.get(key);
	if (before !== undefined) return before.message;
	onTheWay.add(key);
	try {
		const message = await send();
		sent.set(key, { message, at: Date.now() });
		return message;
	} finally {
		onTheWay.delete(key);
	}
}

function forgetOld(): void {
	for (const [key, { at }] of sent) {
		if (Date.now() - at < memory) return;
		sent.delete(key);
	}
}
