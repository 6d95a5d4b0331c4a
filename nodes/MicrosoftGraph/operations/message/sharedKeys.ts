import type { Message } from '@microsoft/microsoft-graph-types';

/** How long it is remembered what was sent under a key, in ms: longer than a message is hidden on its way. */
const memory = 10 * 60_000;
/** How often it is looked whether another item with the same key has ended, in ms. */
const pause = 500;

/** What was sent under a key, and when; the oldest first. */
const sent = new Map<string, { message: Message; at: number }>();
const onTheWay = new Set<string>();

/**
 * Sends under a key that others in this process may use too: items of one run, executions at the same time. One after the
 * other, and what one has sent the next does not send again. The mailbox alone cannot tell: while a message leaves it,
 * it can show it nowhere for some seconds.
 * @param key names the message, the mailbox and the app
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
