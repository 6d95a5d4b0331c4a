import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { byId, itemsOf } from '../integration/harness/product';
import type { Simulator } from '../../simulator/simulator';
import type { Where } from './faults';

/** Something that a person does with the node, and which of its requests the faults strike. */
export interface Use {
	/** Heading of its part of the page. */
	title: string;
	/** What it is and which request is struck: a sentence or two. */
	introduction: string;
	host: 'login' | 'graph';
	/** What kinds of faults beside those for all. */
	where?: Where;
	/** Whether it changes something: then it counts whether that was carried out. */
	writes: boolean;
	/** How many items go in, and come out, when all goes well. */
	items: number;
	/** Which requests a fault strikes; by default all. */
	strikes?: RegExp;
	/** The part of a batch that is struck, and the same request by itself: its path in Graph. */
	part?: (simulator: Simulator) => string;
	/** Requests to the host before the one that is struck. */
	before: number;
	parameters(simulator: Simulator): INodeParameters;
	input(simulator: Simulator): INodeExecutionData[];
	/** How often what an item asks for was carried out. */
	done(simulator: Simulator, item: number): number;
	/** Whether what comes out for an item, without an error, is true. */
	isTrue(simulator: Simulator, output: IDataObject[], item: number): boolean;
}

const adele = 'adelev@contoso.example';
/** Waits in all, in s: enough for five tries, and for one wait that a fault asks for. */
const options = { maxWait: 15 };

const messageOf = ({ graph }: Simulator) => graph.mailbox(adele).messagesIn('inbox')[0];
const people = ({ graph }: Simulator) =>
	[...graph.users.values()].slice(25, 28).map(({ userPrincipalName }) => userPrincipalName);

const one = () => itemsOf({});
const mailsOf = (count: number) => (simulator: Simulator) =>
	itemsOf(
		...people(simulator)
			.slice(0, count)
			.map((mailbox, n) => ({ mailbox, subject: `mail ${n}` })),
	);
const submitted = ({ graph }: Simulator, n: number) =>
	graph.submissions.filter(({ subject }) => subject === `mail ${n}`).length;
const isSent = (simulator: Simulator, [output]: IDataObject[], n: number) =>
	output?.sent === true && output.subject === `mail ${n}` && submitted(simulator, n) > 0;

const send = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'message',
	operation: 'send',
	mailbox: byId('={{ $json.mailbox }}'),
	toRecipients: 'someone@elsewhere.example',
	subject: '={{ $json.subject }}',
	bodyContent: 'x',
	options: { ...options, ...more },
});

const getMessage = (simulator: Simulator): INodeParameters => ({
	resource: 'message',
	operation: 'get',
	mailbox: byId(adele),
	messageId: messageOf(simulator).immutableId,
	options,
});
const isMessage = (simulator: Simulator, [message]: IDataObject[]) =>
	message?.id === messageOf(simulator).immutableId &&
	message.subject === messageOf(simulator).properties.subject;

const getUsers = (): INodeParameters => ({
	resource: 'user',
	operation: 'get',
	userId: byId('={{ $json.person }}'),
	options,
});
const usersIn = (simulator: Simulator) => itemsOf(...people(simulator).map((person) => ({ person })));
const isUser = (simulator: Simulator, [output]: IDataObject[], n: number) =>
	output?.userPrincipalName === people(simulator)[n];

const nothingDone = () => 0;

/** What is tried, in the order of the page. */
export const uses: readonly Use[] = [
	{
		title: 'Signing in',
		introduction: 'Message: Get, with faults in the token request to the login host.',
		host: 'login',
		where: 'login',
		writes: false,
		items: 1,
		before: 0,
		parameters: getMessage,
		input: one,
		done: nothingDone,
		isTrue: isMessage,
	},
	{
		title: 'Message: Get',
		introduction: 'One item. The faults strike the only request to Graph.',
		host: 'graph',
		writes: false,
		items: 1,
		before: 0,
		parameters: getMessage,
		input: one,
		done: nothingDone,
		isTrue: isMessage,
	},
	{
		title: 'Message: Get Many',
		introduction: 'With "Return All". The faults strike page two and those that follow.',
		host: 'graph',
		where: 'list',
		writes: false,
		items: 1,
		strikes: /skip/,
		before: 1,
		parameters: () => ({
			resource: 'message',
			operation: 'getAll',
			mailbox: byId(adele),
			returnAll: true,
			options,
		}),
		input: one,
		done: nothingDone,
		isTrue: ({ graph }, output) => {
			const messages = graph.mailbox(adele).visible();
			const ids = messages.map(({ immutableId }) => immutableId).sort();
			return (
				output
					.map(({ id }) => String(id))
					.sort()
					.join() === ids.join()
			);
		},
	},
	{
		title: 'Message: Send, At Most Once',
		introduction: 'One item. The faults strike the only request to Graph.',
		host: 'graph',
		writes: true,
		items: 1,
		before: 0,
		parameters: () => send(),
		input: mailsOf(1),
		done: submitted,
		isTrue: isSent,
	},
	{
		title: 'Message: Send, Verified',
		introduction: 'One item, "Settle Time" 1 second. The faults strike the request that submits the draft.',
		host: 'graph',
		writes: true,
		items: 1,
		strikes: /\/send$/,
		before: 1,
		parameters: () => send({ delivery: 'verified', settleTime: 1 }),
		input: mailsOf(1),
		done: submitted,
		isTrue: isSent,
	},
	{
		title: 'Message: Update',
		introduction:
			'One item. The faults strike the only request to Graph. To make the same change twice does no harm.',
		host: 'graph',
		writes: true,
		items: 1,
		before: 0,
		parameters: (simulator) => ({
			resource: 'message',
			operation: 'update',
			mailbox: byId(adele),
			messageId: messageOf(simulator).immutableId,
			updateFields: { categories: 'Done' },
			options,
		}),
		input: one,
		done: (simulator) => ((messageOf(simulator).properties.categories ?? []).includes('Done') ? 1 : 0),
		isTrue: (simulator) => (messageOf(simulator).properties.categories ?? []).includes('Done'),
	},
	{
		title: 'User: Get, in a batch',
		introduction: 'Three items. The faults strike the batch as a whole.',
		host: 'graph',
		where: 'batch',
		writes: false,
		items: 3,
		before: 0,
		parameters: getUsers,
		input: usersIn,
		done: nothingDone,
		isTrue: isUser,
	},
	{
		title: 'User: Get, one part of a batch',
		introduction: 'Three items. The faults strike the part of the second one.',
		host: 'graph',
		where: 'part',
		writes: false,
		items: 3,
		part: (simulator) => `/users/${people(simulator)[1]}`,
		before: 0,
		parameters: getUsers,
		input: usersIn,
		done: nothingDone,
		isTrue: isUser,
	},
	{
		title: 'Message: Send, At Most Once, in a batch',
		introduction: 'Three items. The faults strike the batch as a whole.',
		host: 'graph',
		where: 'batch',
		writes: true,
		items: 3,
		before: 0,
		parameters: () => send(),
		input: mailsOf(3),
		done: submitted,
		isTrue: isSent,
	},
	{
		title: 'Message: Send, At Most Once, one part of a batch',
		introduction: 'Three items. The faults strike the part of the second one.',
		host: 'graph',
		where: 'part',
		writes: true,
		items: 3,
		part: (simulator) => `/users/${people(simulator)[1]}/sendMail`,
		before: 0,
		parameters: () => send(),
		input: mailsOf(3),
		done: submitted,
		isTrue: isSent,
	},
];
