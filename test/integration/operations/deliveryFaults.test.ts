import type { INodeParameters } from 'n8n-workflow';
import type { Fault, FaultAction } from '../../../simulator';
import { seededRandom } from '../../../simulator/random';
import { mails, sendMail, submissionsOf, usersOf } from '../harness/calls';
import type { WorkflowRun } from '../harness';
import { useProduct } from '../harness/product';

/*
 * Mails under faults that a seed chooses: at each call of a mail, before it is carried out or after. Jest fails a test with
 * an unhandled rejection by itself.
 */

const product = useProduct({ seed: { users: 130, messages: 0, messagesOfOthers: 0 } });
// The shortest pauses before something is repeated.
beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0));
afterEach(() => jest.restoreAllMocks());

const together = 50;
const shortly = { 'retry-after': '0.05' };

/** What may happen to a call, by name. */
const actions: Record<string, FaultAction> = {
	'400': { status: 400 },
	'401': { status: 401 },
	'403': { status: 403 },
	'409': { status: 409 },
	'429': { status: 429 },
	'429 with Retry-After': { status: 429, headers: shortly },
	'500': { status: 500 },
	'503': { status: 503 },
	'503 with Retry-After': { status: 503, headers: shortly },
	'504': { status: 504 },
	'509 with Retry-After': { status: 509, headers: shortly },
	reset: { reset: true },
};
/** After these Microsoft has a request repeated: "at most once" takes their word that it was not carried out. */
const notCarriedOut = ['401', '429', '429 with Retry-After'];
/** Refusals that nobody can doubt: they come before anything is done. */
const refusals = ['400', '403'];

interface Mail {
	user: string;
	subject: string;
	/** What was planted, for who reads a failure. */
	planted: string[];
}

/** Plants up to three faults for each mail. */
function plant(mail: Mail, random: () => number, calls: Record<string, Partial<Fault>>, verified: boolean) {
	const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)];
	for (let count = 1 + Math.floor(random() * 3); count > 0; count--) {
		const call = pick(Object.keys(calls));
		const name = pick(Object.keys(actions));
		const after = random() < 0.5 && !refusals.includes(name) && (verified || !notCarriedOut.includes(name));
		const { path, method } = calls[call];
		mail.planted.push(`${call}: ${name} ${after ? 'after' : 'before'}`);
		product.simulator.faults.add({
			host: 'graph',
			method,
			path: new RegExp(`${mail.user}${String(path)}`),
			after,
			action: actions[name],
		});
	}
}

const delivery: Record<string, { options: INodeParameters; calls: Record<string, Partial<Fault>> }> = {
	atMostOnce: { options: {}, calls: { sendMail: { path: '/sendMail$' } } },
	verified: {
		options: { delivery: 'verified', settleTime: 1 },
		calls: {
			create: { path: '/messages$', method: 'POST' },
			send: { path: '/messages/.*/send$' },
			find: { path: '/messages$', method: 'GET' },
			remove: { path: '/messages/.*/permanentDelete$' },
		},
	},
};

/** The drafts of a mailbox that were not submitted. */
const draftsOf = (user: string) =>
	product.simulator.graph
		.mailbox(user)
		.visible()
		.filter(({ properties, submission }) => properties.isDraft === true && submission === undefined);

/** What does not hold for a mail; empty when all does. */
function broken(mail: Mail, told: { error?: string; everything: string }, verified: boolean): string[] {
	const times = submissionsOf(product)[mail.subject] ?? 0;
	const wrong: string[] = [];
	if (times > 1) wrong.push(`sent ${times} times`);
	if (told.error === undefined && times !== 1) wrong.push('told as sent, and was not');
	if (told.error !== undefined && !told.error.startsWith('The outcome is unknown') && times > 0)
		wrong.push(`told as failed, and was sent: ${told.error}`);
	if (verified && told.error !== undefined && times > 0) wrong.push('the mailbox shows it as sent');
	for (const { immutableId } of draftsOf(mail.user))
		if (!told.everything.includes(immutableId)) wrong.push(`left a draft without a word: ${told.error}`);
	return wrong.map((what) => `${mail.subject} (${mail.planted.join(', ')}): ${what}`);
}

const toldOf = (run: WorkflowRun) => {
	const { message, description } = (run.error ?? {}) as { message?: string; description?: string };
	return { error: message, everything: `${message} ${description} ${JSON.stringify(run.items)}` };
};

describe.each(Object.keys(delivery))('%s, whatever a call is answered', (kind) => {
	const { options, calls } = delivery[kind];
	const verified = kind === 'verified';
	const planted = (seed: number): Mail[] => {
		const random = seededRandom(seed);
		return usersOf(product, together).map((user, n) => {
			const mail = { user, subject: `mail ${n}`, planted: [] };
			plant(mail, random, calls, verified);
			return mail;
		});
	};

	test.each([1, 2, 3])('goes out once, and is told as it is, by itself (seed %i)', async (seed) => {
		const letters = planted(seed);
		const input = mails(product, together);
		const runs = await Promise.all(
			input.map(async (item) => await product.run(sendMail(options), { input: [item] })),
		);
		expect(letters.flatMap((mail, n) => broken(mail, toldOf(runs[n]), verified))).toEqual([]);
		expect(product.simulator.faults.struck).toBeGreaterThan(together / 2);
	});

	test.each([4, 5, 6])('goes out once, and is told as it is, in batches (seed %i)', async (seed) => {
		const letters = planted(seed);
		const run = await product.run(sendMail(options), {
			input: mails(product, together),
			continueOnFail: 'continueRegularOutput',
		});
		const wrong = letters.flatMap((mail, n) => {
			const { json } = run.items[n];
			const told = { error: json.error as string | undefined, everything: JSON.stringify(json) };
			return broken(mail, told, verified);
		});
		expect(wrong).toEqual([]);
		expect(product.simulator.faults.struck).toBeGreaterThan(together / 2);
	});
});
