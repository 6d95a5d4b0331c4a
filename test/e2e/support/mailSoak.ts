import { setTimeout as wait } from 'node:timers/promises';
import { itemsOf, type N8nClient } from '../../../scripts/n8nClient';
import type { Simulator } from '../../simulator';
import { seededRandom } from '../../simulator/random';
import { outcomeOf, passOn } from './triggers';

/** What happens to n8n and to the subscription while mails come, by how many mails have come. */
export type Happenings = Readonly<Record<number, () => Promise<void>>>;

const mailbox = 'adelev@contoso.example';

/** How n8n lists an execution whose process was killed. */
const died = ['crashed', 'error'];

/**
 * Has mails come at random moments.
 * @param gap the mean time between two, in ms
 * @returns how often each mail was put out by the workflow, once none comes any more, and what died with n8n was started again
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
	const startedAgain = new Set<string>();
	for (;;) {
		const { items, failed, empty, count } = await outcomeOf(client(), workflowId);
		const counts = new Map<string, number>(Array.from({ length: mails }, (_, n) => [`Mail ${n + 1}`, 0]));
		for (const { subject } of items as Array<{ subject: string }>)
			counts.set(subject, (counts.get(subject) ?? 0) + 1);
		const dead = failed.filter(({ id, status }) => died.includes(status) && !startedAgain.has(id));
		for (const { id } of dead) {
			// What was under way when n8n was killed, n8n does not start again by itself.
			await client().call('POST', `/executions/${id}/retry`, { loadWorkflow: false });
			startedAgain.add(id);
		}
		const all = dead.length === 0 && [...counts.values()].every((times) => times > 0);
		if (all || Date.now() - startedAt > within) {
			for (const [subject, times] of counts) {
				if (times !== 1) console.log(await whereabouts(client(), workflowId, subject));
			}
			console.log(
				`${mails} mails: ${count} executions, ${empty} without output, ${startedAgain.size} started again by hand, since they died with n8n.`,
			);
			return counts;
		}
		await wait(2_000);
	}
}

/** Which executions were given a mail, and which put it out. */
async function whereabouts(client: N8nClient, workflowId: string, subject: string): Promise<string> {
	const executions = await client.executions(workflowId);
	const given = executions.filter(({ text }) => text.includes(`"${subject}"`));
	return `${subject}: ${given
		.map((execution) => {
			const put = itemsOf(execution, passOn.name).some(({ json }) => json.subject === subject);
			return `${execution.id} ${execution.status} ${put ? 'put it out' : 'left it out'}`;
		})
		.join(', ')}`;
}
