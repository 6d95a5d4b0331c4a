import { request } from 'undici';
import {
	itemsOf,
	signInToN8n,
	withCredential,
	type Execution,
	type N8nClient,
	type Workflow,
} from '../../scripts/n8nClient';
import { exampleFiles, permissionsInNote, readExample } from '../exampleWorkflows';
import type { Simulator } from '../../simulator/simulator';
import { defaultTenantId } from '../../simulator/entra';
import { addFile, childNamed, driveOf } from '../../simulator/graph/state/drive';
import {
	itemEntity,
	itemsOf as itemsOfList,
	listEntity,
	listsOf,
	marketingUrl,
	siteOf,
} from '../../simulator/graph/state/sites';
import type { Entity } from '../../simulator/graph/entity';
import { guidOf } from '../../simulator/random';
import { useSimulator } from './support/ownSimulator';
import { madeUpSecret, secretsIn } from './support/secrets';
import { startScriptedModel, toolResults } from './support/scriptedModel';
import { servers } from './support/servers';
import { until } from './support/until';
import { activate, deactivate } from './support/webhooks';

jest.setTimeout(120_000);

const type = 'microsoftGraphAppOnlyApi';
const adele = 'adelev@contoso.example';
const alex = 'alexw@contoso.example';
const diego = 'diegos@contoso.example';
const reports = ['January report.xlsx', 'February report.xlsx'];
const day = 24 * 60 * 60_000;
/** n8n refuses a poll time of less than a minute; several, each at a second of its own, it takes. */
const everyFewSeconds = Array.from({ length: 20 }, (_, n) => ({
	mode: 'custom',
	cronExpression: `${n * 3} * * * * *`,
}));

const { n8n } = servers();
const own = useSimulator();
let client: N8nClient;
const installed = new Set<string>();

/** How an example is tried. */
interface Trial {
	/** Makes the state that the workflow finds. Returns what a person would fill in. */
	prepare?: (simulator: Simulator) => Record<string, string | number> | void;
	/** For a workflow that starts by itself: makes happen what it waits for. */
	happen?: (simulator: Simulator) => void;
	/** Nodes that have nothing to do in this run. */
	idle?: string[];
	/** Checks what the workflow did; `again` runs it once more, or makes it happen once more. */
	check: (
		simulator: Simulator,
		execution: Execution,
		again: () => Promise<Execution>,
	) => Promise<void> | void;
}

const sentBy = ({ graph }: Simulator, via: string) =>
	graph.submissions
		.filter((one) => one.via === via)
		.map(({ mailbox, subject, to }) => ({ mailbox, subject, to }));
const lastIn = ({ graph }: Simulator, user: string, folder = 'inbox') =>
	graph.mailbox(user).messagesIn(folder).at(-1)?.properties;
const folderId = ({ graph }: Simulator, user: string) => graph.mailbox(user).folder('inbox')?.id ?? '';

function addMessage(simulator: Simulator, subject: string, from: string, at: number, file?: string) {
	const receivedDateTime = new Date(at).toISOString().replace(/\.\d+/, '');
	return simulator.graph.mailbox(adele).create(folderId(simulator, adele), {
		properties: {
			subject,
			receivedDateTime,
			isDraft: false,
			isRead: false,
			hasAttachments: file !== undefined,
			from: { emailAddress: { name: from, address: from } },
			toRecipients: [{ emailAddress: { name: adele, address: adele } }],
		},
		attachments:
			file === undefined
				? []
				: [
						{
							id: guidOf(file),
							type: '#microsoft.graph.fileAttachment',
							name: file,
							contentType: 'text/plain',
							size: 4,
							isInline: false,
							contentId: null,
							content: Buffer.from('text'),
							lastModifiedDateTime: receivedDateTime,
						},
					],
	});
}

/** The document library of a group. */
const filesOf = ({ graph }: Simulator, group: string) =>
	driveOf(graph, group, { name: 'Documents', driveType: 'documentLibrary', webUrl: '' });
const oneDriveOf = (simulator: Simulator, user: string) =>
	driveOf(simulator.graph, idOf(simulator, user), { name: 'OneDrive', driveType: 'business', webUrl: '' });

const marketing = ({ graph }: Simulator) => siteOf(graph, 'contoso.sharepoint.com:/sites/marketing');

const groupNamed = ({ graph }: Simulator, name: string) => {
	const group = [...graph.groups.values()].find(({ displayName }) => displayName === name);
	if (group === undefined) throw new Error(`There is no group ${name}.`);
	return group;
};
const idOf = ({ graph }: Simulator, user: string) => graph.findUser(user)?.id ?? '';

const trials: Record<string, Trial> = {
	'get-user-list-messages-send-mail.json': {
		check: (simulator) => {
			expect(sentBy(simulator, 'sendMail')).toEqual([
				{ mailbox: adele, subject: 'Your latest messages', to: [adele] },
			]);
		},
	},
	'archive-mailbox-nightly.json': {
		prepare: (simulator) => {
			addMessage(simulator, 'Offer: 1/2', alex, Date.now() - day, 'offer.txt');
			addMessage(simulator, 'Plain', alex, Date.now() - day);
			addMessage(simulator, 'Of today', alex, Date.now());
		},
		check: async (simulator, _execution, again) => {
			const drive = oneDriveOf(simulator, adele);
			const folder = childNamed(drive, drive.rootId, 'Archive')?.id;
			const stored = () =>
				[...drive.files.values()]
					.filter(({ parentId, deleted }) => parentId === folder && !deleted)
					.map(({ name, content }) => [
						name.replace(/^\d{4}-\d\d-\d\d [0-9a-f]{12} ([0-9a-f]{6} )?/, ''),
						String(content),
					])
					.sort();
			const expected = [
				['Offer_ 1_2.eml', expect.stringMatching(/^Subject: Offer: 1\/2/m)],
				['Plain.eml', expect.stringMatching(/^Subject: Plain/m)],
				['offer.txt', 'text'],
			];
			expect(stored()).toEqual(expected);
			await again();
			expect(stored()).toEqual(expected);
		},
	},
	'mail-new-reports.json': {
		prepare: (simulator) => {
			const { id } = groupNamed(simulator, 'Leadership');
			const drive = filesOf(simulator, id);
			const folder = addFile(drive, drive.rootId, 'Weekly');
			addFile(drive, folder.id, 'January.xlsx', Buffer.from('figures'));
			addFile(drive, folder.id, 'Drafts');
			return { group: id, folder: '/Weekly' };
		},
		check: async (simulator, execution, again) => {
			const told = () => sentBy(simulator, 'send').map(({ subject }) => subject);
			expect(sentBy(simulator, 'send')).toEqual([
				{ mailbox: adele, subject: 'New report: January.xlsx', to: [alex] },
			]);
			expect(itemsOf(execution, 'Tell the team')).toMatchObject([{ json: { delivery: 'verified' } }]);
			await again();
			expect(told()).toEqual(['New report: January.xlsx']);
			const drive = filesOf(simulator, groupNamed(simulator, 'Leadership').id);
			const folder = childNamed(drive, drive.rootId, 'Weekly')?.id;
			addFile(drive, folder, 'February.xlsx', Buffer.from('figures'));
			await again();
			expect(told()).toEqual(['New report: January.xlsx', 'New report: February.xlsx']);
		},
	},
	'report-appears.json': {
		prepare: (simulator) => {
			const { id } = groupNamed(simulator, 'Leadership');
			const drive = filesOf(simulator, id);
			const folder = addFile(drive, drive.rootId, 'Weekly');
			addFile(drive, folder.id, 'Old report.xlsx', Buffer.from('figures'));
			return { groupId: id, parentId: '/Weekly' };
		},
		happen: (simulator) => {
			const drive = filesOf(simulator, groupNamed(simulator, 'Leadership').id);
			const folder = childNamed(drive, drive.rootId, 'Weekly')?.id;
			const [name] = reports.filter((one) => childNamed(drive, String(folder), one) === undefined);
			addFile(drive, folder, 'Minutes.docx', Buffer.from('text'));
			addFile(drive, folder, String(name), Buffer.from('figures'));
			addFile(drive, drive.rootId, 'Report elsewhere.xlsx', Buffer.from('figures'));
		},
		check: async (simulator, execution, again) => {
			const told = () => sentBy(simulator, 'send').map(({ subject }) => subject);
			const [january, february] = reports.map((name) => `New report: ${name}`);
			const [{ json }] = itemsOf(execution, 'A report appears');
			expect(sentBy(simulator, 'send')).toEqual([{ mailbox: adele, subject: january, to: [alex] }]);
			expect(itemsOf(execution, 'Tell the team')).toMatchObject([{ json: { delivery: 'verified' } }]);
			expect(lastIn(simulator, alex)?.body?.content).toContain(String(json.webUrl));
			await again();
			expect(told()).toEqual([january, february]);
		},
	},
	'user-joins.json': {
		prepare: (simulator) => ({ group: groupNamed(simulator, 'Leadership').id }),
		happen: (simulator) => {
			const { graph } = simulator;
			const add = (displayName: string, userType: string) => {
				const userPrincipalName = `${displayName}@contoso.example`.toLowerCase();
				return graph.addUser({ userPrincipalName, displayName, userType, accountEnabled: true });
			};
			const isFirst = graph.findUser('kim@contoso.example') === undefined;
			add(isFirst ? 'Guest' : 'Visitor', 'Guest');
			const user = add(isFirst ? 'Kim' : 'Lee', 'Member');
			// Only the first one gets a manager.
			graph.putUser({ ...user, managerId: isFirst ? idOf(simulator, diego) : undefined });
		},
		check: async (simulator, execution, again) => {
			const isMember = (name: string) =>
				groupNamed(simulator, 'Leadership').memberIds.has(idOf(simulator, `${name}@contoso.example`));
			const kim = { mailbox: adele, subject: 'Kim has joined', to: [diego] };
			expect(sentBy(simulator, 'sendMail')).toEqual([kim]);
			expect(itemsOf(execution, 'A user joins').length).toBeGreaterThan(0);
			await again();
			const lee = { mailbox: adele, subject: 'Lee has joined', to: [alex] };
			expect(sentBy(simulator, 'sendMail')).toEqual([kim, lee]);
			expect(['kim', 'lee', 'guest', 'visitor'].map(isMember)).toEqual([true, true, false, false]);
		},
	},
	'answer-mails-daily.json': {
		prepare: (simulator) => {
			addMessage(simulator, 'A question', alex, Date.now() - 60_000);
			addMessage(simulator, 'An old question', alex, Date.now() - 3 * day);
			addMessage(simulator, 'From somebody else', 'diegos@contoso.example', Date.now() - 60_000);
		},
		check: async (simulator, _execution, again) => {
			expect(sentBy(simulator, 'reply')).toEqual([{ mailbox: adele, subject: 'Re: A question', to: [alex] }]);
			await again();
			expect(sentBy(simulator, 'reply')).toHaveLength(1);
		},
	},
	'new-starter.json': {
		prepare: (simulator) => {
			// The mailbox is not there at once.
			simulator.faults.add({
				host: 'graph',
				path: /\/mailFolders\/inbox$/,
				action: {
					status: 404,
					body: { error: { code: 'MailboxNotEnabledForRESTAPI', message: 'The mailbox is not there yet.' } },
				},
			});
			const groups = ['Leadership', 'All Engineers'].map((name) => groupNamed(simulator, name).id);
			return { groups: groups.join(', ') };
		},
		idle: ['No mailbox'],
		check: (simulator, execution) => {
			const starter = simulator.graph.findUser('robink@contoso.example');
			expect(starter).toMatchObject({
				displayName: 'Robin Kline',
				jobTitle: 'Engineer',
				usageLocation: 'US',
				accountEnabled: true,
				assignedLicenses: [{ skuId: 'c7df2760-2c81-4ef7-b578-5b5392b571df' }],
			});
			for (const name of ['Leadership', 'All Engineers'])
				expect(groupNamed(simulator, name).memberIds).toContain(starter?.id);
			expect(managerOf(simulator, starter?.id ?? '')).toBe(idOf(simulator, adele));
			expect(execution.runData.Wait).toHaveLength(1);
			expect(sentBy(simulator, 'sendMail')).toEqual([
				{ mailbox: adele, subject: 'Welcome, Robin', to: ['robink@contoso.example'] },
			]);
		},
	},
	'leaver.json': {
		prepare: ({ graph }) => {
			const leaver = graph.findUser(alex);
			if (leaver === undefined) throw new Error('Nobody leaves.');
			const skuIds = ['c7df2760-2c81-4ef7-b578-5b5392b571df', 'f30db892-07e9-47e9-837c-80727f46fd3d'];
			graph.putUser({ ...leaver, assignedLicenses: skuIds.map((skuId) => ({ skuId, disabledPlans: [] })) });
		},
		check: ({ graph, ...simulator }) => {
			const leaver = graph.findUser(alex);
			expect(leaver).toMatchObject({
				accountEnabled: false,
				assignedLicenses: [{ skuId: 'c7df2760-2c81-4ef7-b578-5b5392b571df' }],
			});
			const revokedAt = String(
				(leaver as { signInSessionsValidFromDateTime?: string }).signInSessionsValidFromDateTime,
			);
			expect(Date.now() - Date.parse(revokedAt)).toBeLessThan(60_000);
			const rules = graph.collections.get(
				`/users/{id}/mailfolders/inbox/messagerules|${idOf({ graph, ...simulator }, alex)}`,
			);
			expect([...(rules?.values() ?? [])]).toContainEqual(
				expect.objectContaining({
					isEnabled: true,
					actions: expect.objectContaining({
						forwardTo: [{ emailAddress: expect.objectContaining({ address: adele }) }],
					}),
				}),
			);
		},
	},
	'secrets-about-to-end.json': {
		check: (simulator) => {
			const subject = 'Secrets and certificates about to end: 3';
			expect(sentBy(simulator, 'sendMail')).toEqual([{ mailbox: adele, subject, to: [alex] }]);
			const html = String(lastIn(simulator, alex)?.body?.content);
			for (const one of ['spring', 'autumn', 'CN=intranet']) expect(html).toContain(`<td>${one}</td>`);
			expect(html).not.toContain('CN=payroll');
		},
	},
	'weekly-usage-chart.json': {
		check: (simulator) => {
			const subject = 'Microsoft 365 usage from 2026-01-18 until 2026-01-20';
			expect(sentBy(simulator, 'sendMail')).toEqual([{ mailbox: adele, subject, to: [alex] }]);
			const html = String(lastIn(simulator, alex)?.body?.content);
			// The longest bar is that of the most people.
			expect(html).toMatch(/width="400" bgcolor="#0f6cbd"><\/td><td>&nbsp;40</);
			expect(html).toMatch(/<h3>Teams<\/h3>.*width="310" bgcolor="#8764b8"><\/td><td>&nbsp;31</);
			expect(html).not.toMatch(/<img|<svg|https?:/);
		},
	},
	'unusual-sign-ins.json': {
		prepare: (simulator) => {
			addSignIn(simulator, 'usual', 'Redmond', 'US');
			addSignIn(simulator, 'unusual', 'Lagos <NG>', 'NG');
		},
		check: async (simulator, _execution, again) => {
			const subject = 'Sign-ins from unusual places: unusual@contoso.example';
			expect(sentBy(simulator, 'sendMail')).toEqual([{ mailbox: adele, subject, to: [alex] }]);
			expect(lastIn(simulator, alex)).toMatchObject({ importance: 'high' });
			expect(lastIn(simulator, alex)?.body?.content).toContain('<td>Lagos &#60;NG&#62;, NG</td>');
			await again();
			expect(sentBy(simulator, 'sendMail')).toHaveLength(1);
		},
	},
	'workflow-failed.json': {
		check: (simulator) => {
			// What n8n gives an error trigger that a person runs.
			expect(sentBy(simulator, 'sendMail')).toEqual([
				{ mailbox: adele, subject: 'Example Workflow failed', to: [alex] },
			]);
			expect(lastIn(simulator, alex)?.body?.content).toContain('Example Error Message');
		},
	},
	'form-to-list.json': {
		prepare: (simulator) => {
			const list = listEntity('requests', marketingUrl, {
				displayName: 'Requests',
				columns: [
					{ name: 'Details', text: {} },
					{ name: 'NeededBy', dateTime: {} },
				],
			});
			listsOf(simulator.graph, marketing(simulator)).set(list.id, list);
		},
		idle: ['A form is submitted'],
		check: (simulator) => {
			const lists = [...listsOf(simulator.graph, marketing(simulator)).values()];
			const list = lists.find(({ displayName }) => displayName === 'Requests') as Entity;
			expect(itemsOfList(simulator.graph, list).size).toBe(1);
		},
	},
	'free-times-tool.json': {
		idle: ['An agent asks'],
		check: (_simulator, execution) => {
			const [{ json }] = itemsOf(execution, 'When all are free');
			expect(json).toMatchObject({ free: [{ from: '08:00' }], unknown: [] });
		},
	},
	'sync-group-with-list.json': {
		prepare: (simulator) => {
			const { graph } = simulator;
			const site = marketing(simulator);
			const list = listEntity('members', marketingUrl, { displayName: 'Members' });
			listsOf(graph, site).set(list.id, list);
			const group = groupNamed(simulator, 'Leadership');
			group.memberIds = new Set([adele, alex].map((user) => idOf(simulator, user)));
			[adele.toUpperCase(), 'meganb@contoso.example', 'diegos@contoso.example'].forEach((Title, at) => {
				itemsOfList(graph, list).set(String(at), itemEntity(String(at), at, { Title }));
			});
			return { group: group.id };
		},
		check: (simulator) => {
			const wanted = [adele, 'meganb@contoso.example', 'diegos@contoso.example'];
			expect([...groupNamed(simulator, 'Leadership').memberIds].sort()).toEqual(
				wanted.map((user) => idOf(simulator, user)).sort(),
			);
		},
	},
};

function managerOf({ graph }: Simulator, id: string): unknown {
	return (graph.users.get(id) as { managerId?: string } | undefined)?.managerId;
}

function addSignIn({ graph }: Simulator, name: string, city: string, countryOrRegion: string) {
	const path = '/auditlogs/signins|';
	const all = graph.collections.get(path) ?? new Map();
	graph.collections.set(path, all);
	all.set(guidOf(name), {
		id: guidOf(name),
		createdDateTime: new Date().toISOString(),
		userDisplayName: name,
		userPrincipalName: `${name}@contoso.example`,
		appDisplayName: 'Graph Explorer',
		ipAddress: '203.0.113.7',
		status: { errorCode: 0 },
		location: { city, state: null, countryOrRegion },
	});
}

/** What a person would do: fills in values where a Set node or the trigger has them, and here waits for no minutes. */
function filledIn(workflow: Workflow, values: Record<string, string | number>): Workflow {
	const left = new Set(Object.keys(values));
	const nodes = workflow.nodes.map((node) => {
		if (node.type === 'n8n-nodes-base.wait') return { ...node, parameters: { amount: 1, unit: 'seconds' } };
		if (node.type.endsWith('.microsoftGraphTrigger')) {
			const filled = Object.entries(node.parameters).map(([name, value]) => [
				name,
				left.delete(name) ? { ...(value as object), value: values[name] } : value,
			]);
			const pollTimes = { item: everyFewSeconds };
			return { ...node, parameters: { ...Object.fromEntries(filled), pollTimes } };
		}
		if (node.type !== 'n8n-nodes-base.set') return node;
		const { assignments } = node.parameters.assignments as {
			assignments: Array<{ name: string; value: unknown }>;
		};
		const filled = assignments.map((one) =>
			left.delete(one.name) ? { ...one, value: values[one.name] } : one,
		);
		return { ...node, parameters: { ...node.parameters, assignments: { assignments: filled } } };
	});
	expect([...left]).toEqual([]);
	return { ...workflow, nodes };
}

/** Puts an example into n8n, with a credential for an app that has the permissions of its note and no others. */
async function install(
	file: string,
	values: Record<string, string | number> = {},
	change: (workflow: Workflow) => Workflow = (workflow) => workflow,
) {
	const workflow = readExample(file);
	const { entra } = own.simulator;
	const clientSecret = madeUpSecret(file.replace('.json', ''));
	entra.app().secrets[0].value = clientSecret;
	entra.setRoles(permissionsInNote(workflow));
	const fields = own.credential({ authentication: 'clientSecret', clientSecret });
	const credential = await client.saveCredential(`Example ${file}`, type, fields);
	const ready = withCredential(
		change(filledIn(workflow, values)),
		'n8n-nodes-microsoft-graph-app-only',
		type,
		credential,
	);
	const id = await client.saveWorkflow(ready);
	installed.add(id);
	return { workflow, id };
}

/** Runs an example by its manual trigger. No node may fail. */
async function runOnce(id: string, { nodes }: Workflow): Promise<Execution> {
	const trigger =
		nodes.find(({ type: kind }) => kind === 'n8n-nodes-base.manualTrigger') ??
		nodes.find(({ type: kind }) => kind === 'n8n-nodes-base.errorTrigger');
	return withoutFailure(await client.runWorkflow(id, String(trigger?.name)));
}

/** An execution in which no node has failed. */
function withoutFailure(execution: Execution): Execution {
	const runs = Object.entries(execution.runData);
	const failed = runs.flatMap(([name, all]) => all.flatMap(({ error }) => (error ? [[name, error]] : [])));
	expect(failed).toEqual([]);
	expect({ status: execution.status, error: execution.error }).toEqual({
		status: 'success',
		error: undefined,
	});
	expect(secretsIn(execution.text)).toEqual([]);
	return execution;
}

/**
 * Activates an example that starts by itself, and makes happen what it waits for.
 * @param use gets what waits for the next execution
 */
async function whileActive(
	id: string,
	happen: () => void,
	use: (next: () => Promise<Execution>) => Promise<void>,
) {
	let seen = 0;
	try {
		await activate(client, id);
		await use(async () => {
			happen();
			seen += 1;
			const execution = await until('the workflow has run', async () => {
				const { [seen - 1]: next } = await client.executions(id);
				return next === undefined || ['new', 'running', 'waiting'].includes(next.status) ? undefined : next;
			});
			return withoutFailure(execution);
		});
		expect(await client.executions(id)).toHaveLength(seen);
	} finally {
		await deactivate(client, id);
	}
}

beforeAll(async () => {
	client = await signInToN8n(n8n.url, n8n.owner);
});
beforeEach(() => own.simulator.reset());
// What a workflow has seen in earlier executions stays with it: the next one shall be a new one.
afterAll(async () => {
	for (const id of installed) await client.call('POST', `/workflows/${id}/archive`);
});

const consent = 'admin-consent.json';
const triage = 'triage-mailbox.json';

test('every example is tried', () => {
	expect([consent, triage, ...Object.keys(trials)].sort()).toEqual(exampleFiles);
});

test.each(Object.entries(trials))('%s', async (file, { prepare, happen, idle = [], check }) => {
	const { simulator } = own;
	const { workflow, id } = await install(file, prepare?.(simulator) ?? {});
	const tryOut = async (next: () => Promise<Execution>) => {
		const execution = await next();
		const done = Object.keys(execution.runData);
		const notRun = workflow.nodes.filter(
			({ name, type: kind }) => !/\.(scheduleTrigger|stickyNote)$/.test(kind) && !done.includes(name),
		);
		expect(notRun.map(({ name }) => name)).toEqual(idle);
		await check(simulator, execution, next);
	};
	if (happen === undefined) await tryOut(async () => await runOnce(id, workflow));
	else await whileActive(id, () => happen(simulator), tryOut);
});

test(triage, async () => {
	const { simulator } = own;
	const model = await startScriptedModel([
		() => [{ id: 'list', tool: 'List_unread_messages', arguments: { limit: 2 } }],
		(request) => {
			const { list } = toolResults(request);
			const { id } = (Array.isArray(list) ? list[0] : list) as { id: string };
			return [{ id: 'read', tool: 'Read_a_message', arguments: { messageId: id } }];
		},
		() => 'Nothing is urgent.',
	]);
	try {
		const openAi = await client.saveCredential('Scripted model', 'openAiApi', {
			apiKey: 'not-needed',
			url: model.url,
		});
		const withModel = (workflow: Workflow): Workflow => ({
			...workflow,
			nodes: workflow.nodes.map((node) =>
				node.name === 'Model' ? { ...node, credentials: { openAiApi: openAi } } : node,
			),
		});
		const { workflow, id } = await install(triage, {}, withModel);
		await runOnce(id, workflow);
		const { read } = toolResults(model.requests[2]);
		expect(Array.isArray(read) ? read[0] : read).toMatchObject({
			body: expect.stringContaining('Hello Adele Vance,'),
		});
		expect(sentBy(simulator, 'sendMail')).toMatchObject([{ mailbox: adele, to: [adele] }]);
	} finally {
		await model.close();
	}
});

test.each([
	['an empty list', [], 'nobody'],
	[
		'a list that lacks more members than may be taken out',
		['diegos@contoso.example'],
		'2 people would be taken out',
	],
])('%s takes nobody out of the group', async (_what, names, message) => {
	const { simulator } = own;
	const prepared = trials['sync-group-with-list.json'].prepare?.(simulator) ?? {};
	const list = [...listsOf(simulator.graph, marketing(simulator)).values()].find(
		({ displayName }) => displayName === 'Members',
	);
	const items = itemsOfList(simulator.graph, list as Entity);
	items.clear();
	names.forEach((Title) => items.set('1', itemEntity('1', 1, { Title })));
	const before = [...groupNamed(simulator, 'Leadership').memberIds];
	const { workflow, id } = await install('sync-group-with-list.json', { ...prepared, mostRemovals: 1 });
	const trigger = workflow.nodes.find(({ type: kind }) => kind === 'n8n-nodes-base.manualTrigger');
	const execution = await client.runWorkflow(id, String(trigger?.name));
	expect(execution).toMatchObject({ status: 'error', error: { message: expect.stringContaining(message) } });
	expect([...groupNamed(simulator, 'Leadership').memberIds]).toEqual(before);
});

describe(consent, () => {
	const get = async (url: string, cookie?: string) => {
		const { statusCode, headers, body } = await request(url, { headers: cookie ? { cookie } : {} });
		return { status: statusCode, headers, text: await body.text() };
	};

	/** The link that a browser is sent to, and the cookie that it keeps. */
	async function start() {
		const { status, headers } = await get(`${n8n.url}/webhook/admin-consent-start`);
		expect(status).toBe(307);
		const cookie = String(headers['set-cookie']);
		expect(cookie).toMatch(/; HttpOnly; SameSite=Lax$/);
		const back = await get(String(headers.location));
		return { cookie: cookie.split(';')[0], answerUrl: String(back.headers.location) };
	}

	test('an administrator is sent to consent, and comes back', async () => {
		const { id } = await install(consent);
		Object.assign(own.simulator.entra.app(), { tenants: [], multiTenant: true });
		await activate(client, id);
		const { cookie, answerUrl } = await start();
		expect(answerUrl).toMatch(new RegExp(`^${n8n.url}/webhook/admin-consent-answer\\?`));
		expect(await get(answerUrl, cookie)).toMatchObject({
			status: 200,
			text: 'The app has consent. You can close this window.',
		});
		expect(own.simulator.entra.app().tenants).toEqual([defaultTenantId]);

		// Another browser, and the answer to a link of another browser.
		const refused = { status: 400, text: expect.stringContaining("The state doesn't match the link") };
		expect(await get(answerUrl)).toMatchObject(refused);
		expect(await get(answerUrl, (await start()).cookie)).toMatchObject(refused);

		own.simulator.entra.settings.adminConsent = 'refused';
		const declined = await start();
		expect(await get(declined.answerUrl, declined.cookie)).toMatchObject({
			status: 400,
			text: expect.stringContaining('AADSTS65004'),
		});
	});
});
