import type { Simulator } from '../simulator/simulator';
import type { NodeParameters } from './n8n/offer';
import type { BenchCase } from './benchCase';
import type { RawTask } from './raw/task';
import { workbookCases } from './workbookCases';

/** The largest mailbox of the simulator's tenant. */
const largestMailbox = 'AdeleV@contoso.example';
/** The first users are named people with special data; these have plain mailboxes. */
const plainUsersFrom = 25;

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

interface Mail {
	mailbox: string;
	to: string;
	subject: string;
}

const mailBody = '<p>The report is ready.</p>';

/** One mail from each item, by our node. */
export const sendByOurs: NodeParameters = {
	resource: 'message',
	operation: 'send',
	mailbox: byId('={{ $json.mailbox }}'),
	toRecipients: '={{ $json.to }}',
	subject: '={{ $json.subject }}',
	bodyContentType: 'html',
	bodyContent: mailBody,
	additionalFields: {},
	options: {},
};

/** The same by n8n's Outlook node. */
export const sendByOwn: NodeParameters = {
	resource: 'message',
	operation: 'send',
	mailbox: byId('={{ $json.mailbox }}'),
	toRecipients: '={{ $json.to }}',
	subject: '={{ $json.subject }}',
	bodyContent: mailBody,
	additionalFields: {},
};

const sendRaw = (items: object[]): RawTask => ({
	kind: 'batches',
	atOnce: Infinity,
	parts: (items as Mail[]).map(({ mailbox, to, subject }) => ({
		method: 'POST',
		url: `/users/${mailbox}/sendMail`,
		headers: { 'Content-Type': 'application/json' },
		body: {
			message: {
				subject,
				body: { contentType: 'html', content: mailBody },
				toRecipients: [{ emailAddress: { address: to } }],
			},
			saveToSentItems: true,
		},
	})),
});

/** Mails, as many from each mailbox as `perMailbox` says for its number. */
function mails(simulator: Simulator, size: number, perMailbox: (index: number) => number): Mail[] {
	const users = [...simulator.graph.users.values()].slice(plainUsersFrom);
	return users
		.flatMap(({ userPrincipalName }, index) => Array<string>(perMailbox(index)).fill(userPrincipalName))
		.slice(0, size)
		.map((mailbox, index) => ({
			mailbox,
			to: 'reader@fabrikam.example',
			subject: `Report ${index + 1}`,
		}));
}

const number = (value: number) => value.toLocaleString('en-US');

const noDirectory = { cannot: 'no node for users takes its app-only credential' };

export const cases: readonly BenchCase[] = [
	{
		id: 'mails',
		title: (size) => `${number(size)} mails from ${number(size)} mailboxes`,
		size: 100,
		quickSize: 100,
		items: (simulator, size) => mails(simulator, size, () => 1),
		ours: () => sendByOurs,
		own: sendByOwn,
		raw: sendRaw,
		done: ({ graph }) => graph.submissions.length,
	},
	{
		id: 'markRead',
		title: (size) => `${number(size)} messages of one mailbox marked as read`,
		size: 200,
		quickSize: 40,
		reset: ({ graph }) => {
			for (const message of graph.mailbox(largestMailbox).all) message.properties.isRead = false;
		},
		items: ({ graph }, size) =>
			graph
				.mailbox(largestMailbox)
				.messagesIn('inbox')
				.slice(0, size)
				.map(({ id }) => ({ mailbox: largestMailbox, messageId: id })),
		ours: (offer) =>
			offer.has('message', 'update')
				? {
						resource: 'message',
						operation: 'update',
						mailbox: byId('={{ $json.mailbox }}'),
						messageId: '={{ $json.messageId }}',
						...offer.setting('message', 'update', 'isRead', true),
					}
				: { cannot: 'not offered yet' },
		own: {
			resource: 'message',
			operation: 'update',
			mailbox: byId('={{ $json.mailbox }}'),
			messageId: byId('={{ $json.messageId }}'),
			updateFields: { isRead: true },
		},
		raw: (items) => ({
			kind: 'batches',
			// A mailbox accepts one batch at a time.
			atOnce: 1,
			parts: (items as Array<{ mailbox: string; messageId: string }>).map(({ mailbox, messageId }) => ({
				method: 'PATCH',
				url: `/users/${mailbox}/messages/${encodeURIComponent(messageId)}`,
				headers: { 'Content-Type': 'application/json' },
				body: { isRead: true },
			})),
		}),
		done: ({ graph }) =>
			graph.mailbox(largestMailbox).all.filter(({ properties }) => properties.isRead).length,
	},
	{
		id: 'usersById',
		title: (size) => `${number(size)} users by id`,
		size: 1_000,
		quickSize: 200,
		items: ({ graph }, size) => [...graph.users.keys()].slice(0, size).map((id) => ({ id })),
		ours: () => ({
			resource: 'user',
			operation: 'get',
			userId: byId('={{ $json.id }}'),
			simplify: false,
			options: {},
		}),
		own: noDirectory,
		byHand: (graphUrl) => ({ url: `=${graphUrl}/v1.0/users/{{ $json.id }}` }),
		raw: (items) => ({
			kind: 'batches',
			atOnce: Infinity,
			parts: (items as Array<{ id: string }>).map(({ id }) => ({ method: 'GET', url: `/users/${id}` })),
		}),
	},
	{
		id: 'listUsers',
		title: (size) => `List ${number(size)} users`,
		size: 20_000,
		quickSize: 5_000,
		items: () => [{}],
		ours: () => ({ resource: 'user', operation: 'getAll', returnAll: true, simplify: false, options: {} }),
		own: noDirectory,
		raw: () => ({ kind: 'pages', path: '/users?$top=999' }),
	},
	{
		id: 'listMessages',
		title: (size) => `List ${number(size)} messages`,
		size: 5_000,
		quickSize: 1_000,
		items: () => [{ mailbox: largestMailbox }],
		ours: () => ({
			resource: 'message',
			operation: 'getAll',
			mailbox: byId('={{ $json.mailbox }}'),
			folderId: byId(''),
			returnAll: true,
			simplify: false,
			options: {},
		}),
		own: {
			resource: 'message',
			operation: 'getAll',
			mailbox: byId('={{ $json.mailbox }}'),
			returnAll: true,
			output: 'raw',
			filtersUI: {},
			options: {},
		},
		raw: () => ({ kind: 'pages', path: `/users/${largestMailbox}/messages?$top=1000` }),
	},
	{
		id: 'throttled',
		title: (size) => `${number(size)} mails, 10 % of them throttled`,
		size: 200,
		quickSize: 40,
		// Each mailbox accepts one mail a second; earlier ones get 429 with Retry-After 1.
		settings: { throttle: { capacity: 1, refillPerSecond: 1, retryAfter: 1, perMailbox: true } },
		pauseBefore: 1_100,
		// Every ninth mailbox sends two mails, one right after the other: one mail in ten comes too soon.
		items: (simulator, size) => mails(simulator, size, (index) => (index % 9 === 8 ? 2 : 1)),
		ours: () => sendByOurs,
		own: sendByOwn,
		raw: sendRaw,
		done: ({ graph }) => graph.submissions.length,
	},
	...workbookCases,
];
