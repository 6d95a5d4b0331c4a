import { setTimeout as wait } from 'node:timers/promises';
import type { N8nClient } from '../../../scripts/n8nClient';
import type { Simulator } from '../../simulator';
import { seededRandom } from '../../simulator/random';
import { outcomeOf } from './triggers';

/** What happens to n8n and to the subscription while mails come, by how many mails have come. */
export type Happenings = Readonly<Record<number, () => Promise<void>>>;

const mailbox = 'adelev@contoso.example';

/**
 * Has mails come at random moments.
 * @param gap the mean time between two, in ms
 * @returns how often each mail was put out by the workflow, once none comes any more
 */
export async function mailSoak(
	simulator: Simulator,
	{ client, workflowId }: { client: () => N8nClient; workflowId: string },
	{ mails, gap, happenings, within }: { mails: number; gap: number; happenings: Happenings; within: number },
): Promise<Map<string, number>> {
	const random = seededRandom(7);
	let happened = Promise.resolve();
	for (let n = 1; n <= mails; n++) {
		simulator.events.deliverMessage(mailbox, {
			subject: `Mail ${n}`,
			from: 'megan@contoso.example',
			body: `This is mail ${n}.`,
		});
		const happening = happenings[n];
		// It takes its time, and the mails go on.
		if (happening !== undefined) happened = happened.then(happening);
		await wait(-Math.log(1 - random()) * gap);
	}
	await happened;
	await simulator.notifier.idle();

	const startedAt = Date.now();
	for (;;) {
		const { items, failed, empty, count } = await outcomeOf(client(), workflowId);
		const counts = new Map<string, number>(Array.from({ length: mails }, (_, n) => [`Mail ${n + 1}`, 0]));
		for (const { subject } of items as Array<{ subject: string }>)
			counts.set(subject, (counts.get(subject) ?? 0) + 1);
		const inCrash = [...counts].filter(
			([subject, times]) => times === 0 && failed.some(({ text }) => text.includes(`"${subject}"`)),
		);
		// n8n lists an execution that was under way when it crashed, with its items, to be run again by a person.
		for (const [subject] of inCrash) counts.set(subject, 1);
		const all = [...counts.values()].every((times) => times > 0);
		if (all || Date.now() - startedAt > within) {
			console.log(
				`${mails} mails: ${count} executions, ${empty} without output, ${failed.length} crashed, which held ${inCrash.length} of the mails.`,
			);
			return counts;
		}
		await wait(2_000);
	}
}
