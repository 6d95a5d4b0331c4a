import { listMessages, messageShape } from '../messageQuery';
import { folderOf, mailboxOf, messageOf } from '../outlook';
import { entityAnswer } from '../paging';
import { permissions } from '../permissions';
import type { Route } from '../router';

const read = { method: 'GET', service: 'mail', permissions: permissions.readMailBasic } as const;

export const messageRoutes: readonly Route[] = [
	{
		...read,
		path: '/users/{id}/messages',
		handle: (world, context) => {
			const mailbox = mailboxOf(world, context);
			return listMessages(
				context,
				mailbox.visible(),
				`users('${context.params[0]}')/messages`,
				world.settings.outlook,
			);
		},
	},
	{
		...read,
		path: '/users/{id}/messages/$count',
		handle: (world, context) => {
			const count = mailboxOf(world, context).visible().length;
			return { status: 200, headers: { 'content-type': 'text/plain' }, body: Buffer.from(String(count)) };
		},
	},
	{
		...read,
		path: '/users/{id}/messages/{id}',
		handle: (world, context) => {
			const { show, header, selected } = messageShape(context, world.settings.outlook);
			const message = messageOf(mailboxOf(world, context), context.params[1]);
			const name = `users('${context.params[0]}')/messages${selected}`;
			return { ...entityAnswer(context.call, name, show(message)), headers: header };
		},
	},
	{
		...read,
		path: '/users/{id}/mailFolders/{id}/messages',
		handle: (world, context) => {
			const mailbox = mailboxOf(world, context);
			const folder = folderOf(mailbox, context.params[1]);
			const name = `users('${context.params[0]}')/mailFolders('${context.params[1]}')/messages`;
			return listMessages(context, mailbox.messagesIn(folder.id), name, world.settings.outlook);
		},
	},
	{
		...read,
		path: '/users/{id}/mailFolders/{id}/messages/{id}',
		handle: (world, context) => {
			const { show, header, selected } = messageShape(context, world.settings.outlook);
			const mailbox = mailboxOf(world, context);
			const message = messageOf(mailbox, context.params[2], folderOf(mailbox, context.params[1]));
			const name = `users('${context.params[0]}')/mailFolders('${context.params[1]}')/messages${selected}`;
			return { ...entityAnswer(context.call, name, show(message)), headers: header };
		},
	},
];
