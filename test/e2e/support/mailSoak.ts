import { setTimeout as wait } from 'node:timers/promises';
import { itemsOf, type N8nClient } from '../../../scripts/n8nClient';
import type { Simulator } from '../../../simulator/simulator';
import { seededRandom } from '../../../simulator/random';
import { mailbox, outcomeOf, passOn } from './triggers';

/** What happens to n8n and to the subscription while mails come, by how many mails have come. */
export type Happenings = Readonly<Record<number, () => Promise<void>>>;

/** n8n polls every minute, and the trigger leaves what it finds to the notifications for some seconds. */
const untilNextPoll = 70_000;

/** Graph sends what n8n did not take again and again, with longer and longer pauses; a poll finds the mails before. In ms. */
const longestQuiet = 60_000;

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
	await quiet(simulator);

	const startedAt = Date.now();
	const startedAgain = new Set<string>();
	for (;;) {
		const { counts, failed } = await countsOf(client(), workflowId, mails);
		// Somebody starts again by hand whatever died with n8n. (In queue mode n8n may call one crashed that has come to its end.)
		const dead = failed.filter(
			(execution) =>
				died.includes(execution.status) &&
				execution.text.includes('"Mail ') &&
				itemsOf(execution, passOn.name).length === 0 &&
				!startedAgain.has(execution.id),
		);
		for (const { id } of dead) {
			await client().call('POST', `/executions/${id}/retry`, { loadWorkflow: false });
			startedAgain.add(id);
		}
		const isComplete = dead.length === 0 && [...counts.values()].every((times) => times > 0);
		if (isComplete || Date.now() - startedAt > within) break;
		await wait(2_000);
	}
	// A poll that comes now finds nothing that was told already.
	await wait(untilNextPoll);
	const { counts, count, empty } = await countsOf(client(), workflowId, mails);
	const wrong = [...counts].flatMap(([subject, times]) => (times === 1 ? [] : [subject]));
	if (wrong.length > 0) console.log(await whereabouts(client(), workflowId, wrong));
	console.log(
		`${mails} mails: ${count} executions, ${empty} without output, ${startedAgain.size} started again by hand, since they died with n8n.`,
	);
	return counts;
}

/** Waits until nothing is on its way any more, or for so long as Graph would not be waited for. */
async function quiet({ notifier }: Simulator): Promise<void> {
	const isQuiet = notifier.idle().then(() => true);
	if (await Promise.race([isQuiet, wait(longestQuiet, false)])) return;
	const open = notifier.deliveries.map(({ attempts }) => attempts.at(-1)?.status ?? 0);
	const refused = open.filter((status) => status < 200 || status >= 300);
	console.log(
		`After ${longestQuiet / 1000} s n8n had not yet taken ${refused.length} notifications: answers ${[...new Set(refused)].join(', ')} (0 is none within 3 s).`,
	);
}

/** What came of the mails: how often each was put out, and what n8n says of the executions. */
async function countsOf(client: N8nClient, workflowId: string, mails: number) {
	const outcome = await outcomeOf(client, workflowId);
	const counts = new Map<string, number>(Array.from({ length: mails }, (_, n) => [`Mail ${n + 1}`, 0]));
	for (const { subject } of outcome.items as Array<{ subject: string }>)
		counts.set(subject, (counts.get(subject) ?? 0) + 1);
	return { ...outcome, counts };
}

/**
 * Which executions n8n keeps mails of, and which put them out; of what a finished one left out, n8n keeps nothing. Then the
 * executions that ended otherwise than well, or with no mail, and the numbers without an execution.
 */
async function whereabouts(client: N8nClient, workflowId: string, subjects: string[]): Promise<string> {
	const executions = await client.executions(workflowId);
	const kept = subjects.map((subject) => {
		const given = executions.filter(({ text }) => text.includes(`"${subject}"`));
		const told = given.map((execution) => {
			const put = itemsOf(execution, passOn.name).some(({ json }) => json.subject === subject);
			return `${execution.id} ${execution.status} ${put ? 'put it out' : 'left it out'}`;
		});
		return `${subject}: ${told.join(', ') || 'in none'}`;
	});
	const odd = executions
		.filter(({ status, text }) => status !== 'success' || !text.includes('"Mail '))
		.map(({ id, status, text }) => `${id} ${status} ${text.slice(0, 2_000)}`);
	const ids = executions.map(({ id }) => Number(id));
	const gaps = ids.filter((id, n) => n > 0 && id !== Number(ids[n - 1]) + 1).map((id) => `before ${id}`);
	return [...kept, ...odd, `Numbers left out: ${gaps.join(', ') || 'none'}`].join('\n');
}
