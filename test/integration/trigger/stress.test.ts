import { setTimeout } from 'node:timers/promises';
import type { INodeParameters } from 'n8n-workflow';
import { changeKeyOf } from '../../../simulator/graph/state/messages';
import { seededRandom } from '../../../simulator/random';
import { sampleChannel, sampleTeam } from '../../../simulator/graph/routes/teams';
import { makeCertificate } from '../../unit/signIn/helpers/certificates';
import { byId, useProduct } from '../harness/product';
import { useTrigger, type Stored, type TriggerWorkflow } from '../harness/trigger';

const product = useProduct({ seed: { messages: 5 } });
const trigger = useTrigger(product);

const adele = 'adelev@contoso.example';
/** How many come, and after how many steps each of the worst happens. */
const many = 300;
const every = { pause: 3, poll: 12, crash: 90, expiry: 170 };

/** Something to watch, and what happens to it. */
interface Kind {
	parameters: INodeParameters;
	/** Names the version of an object, in what was emitted. */
	version: string;
	create(subject: string): { id: string; known: string };
	change(id: string, subject: string): void;
	remove(id: string, permanently: boolean): void;
	/** The versions of what is there now, by the ids that are emitted. */
	now(): Map<string, string>;
}

const own = makeCertificate();
const instant = { mode: 'instant', event: ['created', 'updated', 'deleted'] };
const withData = { options: { includeResourceData: true } };
const inbox: Kind = {
	parameters: { ...instant, resource: 'message', mailbox: byId(adele), simplify: false },
	version: 'changeKey',
	create(subject) {
		const { id, immutableId } = product.simulator.events.deliverMessage(adele, { subject });
		return { id, known: immutableId };
	},
	change: (id, subject) => void product.simulator.events.changeMessage(adele, id, { subject }),
	remove: (id, permanently) => product.simulator.events.deleteMessage(adele, id, permanently),
	now: () =>
		new Map(
			product.simulator.graph
				.mailbox(adele)
				.messagesIn('inbox')
				.map((message) => [message.immutableId, changeKeyOf(message)]),
		),
};
const channel = (): Kind => {
	const entities = new Map<string, { id: string }>();
	const { events } = product.simulator;
	const keep = (entity: { id: string }) => entities.set(entity.id, entity);
	return {
		parameters: {
			...instant,
			...withData,
			resource: 'channelMessage',
			teamId: byId(sampleTeam),
			channelId: byId(sampleChannel),
		},
		version: 'etag',
		create(content) {
			const entity = events.writeInChannel({ content });
			keep(entity);
			return { id: entity.id, known: entity.id };
		},
		change: (id, content) => void keep(events.changeInChannel(id, { content })),
		remove: (id) => void keep(events.deleteInChannel(id)),
		now: () => new Map([...entities].map(([id, entity]) => [id, String((entity as { etag?: string }).etag)])),
	};
};
const kinds: Record<string, () => Kind> = {
	messages: () => inbox,
	'messages with their data': () => ({ ...inbox, parameters: { ...inbox.parameters, ...withData } }),
	'channel messages with their data': channel,
};

interface Emission {
	event: string;
	id: string;
	version: string;
}

/** What the workflow got, in the order in which it got it. */
const emissions = ({ executions }: TriggerWorkflow, version: string): Emission[] =>
	executions.flatMap(({ items }) =>
		items.map(({ json }) => ({
			event: String((json.change as { event: string }).event),
			id: String(json.id),
			version: String(json[version]),
		})),
	);

const repeated = (texts: string[]) => texts.filter((text, index) => texts.indexOf(text) !== index);

test.each([
	['messages', 1],
	['messages', 2],
	['messages', 3],
	['messages with their data', 1],
	['channel messages with their data', 1],
])('300 %s, with all that may go wrong: seed %i', async (name, seed) => {
	const kind = kinds[name]?.() ?? inbox;
	const random = seededRandom(seed);
	const { set, expireDeltaLinks } = product.simulator;
	set({ notifications: { drop: 0.2, double: 0.2, delay: [0, 60], seed, retryBase: 20, bundle: 5 } });
	set({ delta: { repeat: true, emptyPages: true } });
	product.app.certificates = [own.certificate];
	const { privateKey, certificate } = own;
	const fields = { authentication: 'certificate', privateKey, certificate };
	const workflow = trigger(kind.parameters, { fields });
	await workflow.activate();

	const living: Array<{ id: string; known: string }> = [];
	const known = new Set<string>();
	const changed = new Set<string>();
	const gone = new Set<string>();
	const older: Stored[] = [workflow.stored];
	let steps = 0;
	const pick = () => living[Math.floor(random() * living.length)];
	const step = () => {
		const chance = random();
		const one = chance < 0.5 ? undefined : pick();
		if (one === undefined) {
			const made = kind.create(`New ${known.size}`);
			living.push(made);
			known.add(made.known);
		} else if (chance < 0.85) {
			kind.change(one.id, `Changed ${steps}`);
			changed.add(one.known);
		} else {
			kind.remove(one.id, random() < 0.5);
			living.splice(living.indexOf(one), 1);
			gone.add(one.known);
		}
	};
	while (known.size < many) {
		steps += 1;
		step();
		if (steps % every.pause === 0) await setTimeout(5);
		if (steps % every.poll === 0) {
			await workflow.poll();
			older.push(workflow.stored);
		}
		if (steps % every.crash === 0) {
			// The database holds what it held some polls ago.
			const from = older.at(-1 - Math.floor(random() * 2));
			await workflow.restart(from);
			older.push(workflow.stored);
		}
		if (steps % every.expiry === 0) {
			expireDeltaLinks();
		}
	}
	await workflow.settled();
	await workflow.poll();
	await workflow.settled();
	await workflow.poll();

	const all = emissions(workflow, kind.version);
	const of = (event: string) => all.filter((emission) => emission.event === event);
	const created = of('created').map(({ id }) => id);
	const updated = of('updated');
	expect(repeated(created)).toEqual([]);
	expect(repeated(updated.map(({ id, version }) => `${id} ${version}`))).toEqual([]);
	// What has gone has no version: after a crash it may go twice.
	expect(of('deleted').filter(({ id }) => !gone.has(id))).toEqual([]);

	// What came and went between two polls never existed for them.
	const emitted = new Set(created);
	const missed = [...known].filter((id) => !emitted.has(id));
	expect(missed.filter((id) => !gone.has(id))).toEqual([]);
	expect(created.filter((id) => !known.has(id))).toEqual([]);

	const now = kind.now();
	const emittedVersions = new Set(all.map(({ id, version }) => `${id} ${version}`));
	const behind = [...changed].filter((id) => !gone.has(id) && !emittedVersions.has(`${id} ${now.get(id)}`));
	expect(behind).toEqual([]);
	expect(new Set(workflow.executions.map(({ mode }) => mode))).toEqual(new Set(['webhook', 'trigger']));
});
