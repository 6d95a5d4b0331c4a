import { of, request, type Part } from './part';
import { type Scope } from '../settings';

const mailbox = ({ target }: Scope) => ({ mailbox: target.mailbox });
const subject = (what: string) => (scope: Scope) => `${scope.prefix} ${what}`;
const eq = (text: string) => `subject eq '${text}'`;
const messages = ({ target }: Scope) => `/users/${encodeURIComponent(target.mailbox)}`;

/** A MAPI property that holds a time: when a mail is sent. */
const deferredSend = 'SystemTime 0x3FEF';

export const mail: Part = {
	name: 'mail',
	title: 'Mail folders, messages, attachments',
	steps: [
		{
			does: 'Create a mail folder',
			operation: 'mailFolder.create',
			parameters: (scope) => ({ ...mailbox(scope), displayName: `${scope.prefix} folder` }),
			makes: 'mailFolder',
			named: (scope) => `${scope.prefix} folder`,
			gives: 'folder',
		},
		{
			does: 'Get the mail folder',
			operation: 'mailFolder.get',
			parameters: (scope) => ({ ...mailbox(scope), folderId: of(scope, 'folder') }),
			needs: ['folder'],
		},
		{
			does: 'Get mail folders',
			operation: 'mailFolder.getAll',
			parameters: (scope) => ({ ...mailbox(scope), limit: 20 }),
		},
		{
			does: 'Rename the mail folder',
			operation: 'mailFolder.update',
			parameters: (scope) => ({
				...mailbox(scope),
				folderId: of(scope, 'folder'),
				displayName: `${scope.prefix} folder renamed`,
			}),
			needs: ['folder'],
			writes: true,
		},
		{
			does: 'Get the newest messages of the Inbox',
			operation: 'message.getAll',
			parameters: (scope) => ({ ...mailbox(scope), folderId: 'inbox', limit: 3 }),
		},
		{
			does: 'Create a draft',
			operation: 'message.createDraft',
			parameters: (scope) => ({
				...mailbox(scope),
				toRecipients: scope.target.mailbox,
				subject: subject('draft')(scope),
				bodyContent: '<p>A test.</p>',
			}),
			needs: ['folder'],
			makes: 'message',
			named: subject('draft'),
			gives: 'draft',
		},
		{
			does: 'Attach a file to the draft',
			operation: 'attachment.add',
			parameters: (scope) => ({
				...mailbox(scope),
				messageId: of(scope, 'draft'),
				binaryPropertyName: 'data',
			}),
			file: { content: 'A test.', fileName: 'test.txt' },
			needs: ['draft'],
			writes: true,
		},
		{
			does: 'Get the attachments of the draft',
			operation: 'attachment.getAll',
			parameters: (scope) => ({ ...mailbox(scope), messageId: of(scope, 'draft') }),
			needs: ['draft'],
			gives: 'attachment',
		},
		{
			does: 'Download the attachment',
			operation: 'attachment.get',
			parameters: (scope) => ({
				...mailbox(scope),
				messageId: of(scope, 'draft'),
				attachmentId: of(scope, 'attachment'),
				binaryPropertyName: 'data',
			}),
			needs: ['draft', 'attachment'],
		},
		{
			does: 'Delete the attachment',
			operation: 'attachment.delete',
			parameters: (scope) => ({
				...mailbox(scope),
				messageId: of(scope, 'draft'),
				attachmentId: of(scope, 'attachment'),
			}),
			needs: ['draft', 'attachment'],
			removes: true,
		},
		{
			does: 'Update the draft',
			operation: 'message.updateDraft',
			parameters: (scope) => ({
				...mailbox(scope),
				messageId: of(scope, 'draft'),
				updateFields: { importance: 'high' },
			}),
			needs: ['draft'],
			writes: true,
		},
		{
			does: 'Send the draft to the test user itself',
			operation: 'message.sendDraft',
			parameters: (scope) => ({ ...mailbox(scope), messageId: of(scope, 'draft') }),
			needs: ['draft'],
			writes: true,
			mails: subject('draft'),
		},
		{
			does: 'Send a mail to the test user itself',
			operation: 'message.send',
			parameters: (scope) => ({
				...mailbox(scope),
				toRecipients: scope.target.mailbox,
				subject: subject('mail')(scope),
				bodyContent: '<p>A test.</p>',
			}),
			needs: ['folder'],
			makes: 'message',
			mails: subject('mail'),
			gives: 'sent',
		},
		{
			does: 'Find the mail in the Inbox',
			operation: 'message.getAll',
			parameters: (scope) => ({
				...mailbox(scope),
				folderId: 'inbox',
				options: { filter: eq(subject('mail')(scope)) },
			}),
			needs: ['sent'],
			until: (items) => items.length > 0,
			gives: 'received',
		},
		{
			does: 'Get the mail',
			operation: 'message.get',
			parameters: (scope) => ({ ...mailbox(scope), messageId: of(scope, 'received') }),
			needs: ['received'],
		},
		{
			does: 'Get the mail as MIME',
			operation: 'message.getMime',
			parameters: (scope) => ({
				...mailbox(scope),
				messageId: of(scope, 'received'),
				binaryPropertyName: 'data',
			}),
			needs: ['received'],
		},
		{
			does: 'Mark the mail as read',
			operation: 'message.update',
			parameters: (scope) => ({
				...mailbox(scope),
				messageId: of(scope, 'received'),
				updateFields: { isRead: true },
			}),
			needs: ['received'],
			writes: true,
		},
		{
			does: 'Get the thread of the mail',
			operation: 'message.getThread',
			parameters: (scope) => ({
				...mailbox(scope),
				conversationId: of(scope, 'received', 'conversationId'),
			}),
			needs: ['received'],
		},
		{
			does: 'Translate the ID of the mail',
			operation: 'message.translateIds',
			parameters: (scope) => ({
				...mailbox(scope),
				inputIds: of(scope, 'received'),
				sourceIdType: 'restImmutableEntryId',
				targetIdType: 'restId',
			}),
			needs: ['received'],
		},
		{
			does: 'Copy the mail into the folder',
			operation: 'message.copy',
			parameters: (scope) => ({
				...mailbox(scope),
				messageId: of(scope, 'received'),
				destinationFolderId: of(scope, 'folder'),
			}),
			needs: ['received', 'folder'],
			writes: true,
			gives: 'copy',
		},
		{
			does: 'Get the changes of the folder',
			operation: 'message.getChanges',
			parameters: (scope) => ({ ...mailbox(scope), folderId: of(scope, 'folder') }),
			needs: ['folder'],
		},
		{
			does: 'Move the copy to Deleted Items',
			operation: 'message.move',
			parameters: (scope) => ({
				...mailbox(scope),
				messageId: of(scope, 'copy'),
				destinationFolderId: 'deleteditems',
			}),
			needs: ['copy'],
			writes: true,
		},
		{
			does: 'Create a draft that replies',
			operation: 'message.createDraft',
			parameters: (scope) => ({
				...mailbox(scope),
				draftType: 'reply',
				messageId: of(scope, 'received'),
				comment: 'A test.',
			}),
			needs: ['received', 'folder'],
			writes: true,
			gives: 'replyDraft',
		},
		{
			does: 'Delete that draft for good',
			operation: 'message.delete',
			parameters: (scope) => ({
				...mailbox(scope),
				messageId: of(scope, 'replyDraft'),
				deleteHow: 'forGood',
			}),
			needs: ['replyDraft'],
			removes: true,
		},
		{
			does: 'Reply to the mail',
			operation: 'message.reply',
			parameters: (scope) => ({ ...mailbox(scope), messageId: of(scope, 'received'), comment: 'A test.' }),
			needs: ['received', 'folder'],
			writes: true,
			mails: (scope) => `…${subject('mail')(scope)}`,
		},
		request(
			'Create a reply with a comment, as the API has it',
			['Mail.ReadWrite'],
			'POST',
			(scope) => `${messages(scope)}/messages/${of(scope, 'received')}/createReply`,
			{
				body: () => ({ comment: 'Comment of a test' }),
				needs: ['received', 'folder'],
				writes: true,
				fact: 1,
				sees: ([draft]) =>
					JSON.stringify(draft?.body ?? '').includes('Comment of a test')
						? 'The comment stood in the draft.'
						: 'The draft came without the comment.',
			},
		),
		request(
			'Send a mail with a deferred time alone',
			['Mail.Send'],
			'POST',
			(scope) => `${messages(scope)}/sendMail`,
			{
				body: (scope) => ({
					message: {
						subject: subject('deferred')(scope),
						toRecipients: [{ emailAddress: { address: scope.target.mailbox } }],
						body: { contentType: 'text', content: 'A test.' },
						singleValueExtendedProperties: [
							{ id: deferredSend, value: new Date(Date.now() + 20 * 60_000).toISOString() },
						],
					},
				}),
				needs: ['folder'],
				makes: 'message',
				gives: 'deferred',
			},
		),
		request(
			'Look for it in the Inbox and in Drafts',
			['Mail.ReadBasic.All'],
			'GET',
			(scope) =>
				`${messages(scope)}/messages?$select=id,isDraft,parentFolderId&$filter=${eq(subject('deferred')(scope))}`,
			{
				list: 10,
				needs: ['deferred'],
				// Found once it lies somewhere; held mails lie in Drafts or in the Outbox.
				until: (items) => items.length > 0,
				fact: 8,
				sees: (items) =>
					items.length === 0
						? 'The mail was neither in the Inbox nor in Drafts while the run waited.'
						: items.some(({ isDraft }) => isDraft === true)
							? 'The mail was held: it was a draft.'
							: 'The mail was not held: it was no draft any more.',
			},
		),
		{
			does: 'Send three requests in one batch',
			operation: 'api.batch',
			permissions: ['Mail.ReadBasic.All'],
			parameters: (scope) => ({
				requests: JSON.stringify(
					['inbox', 'drafts', 'sentitems'].map((folder, index) => ({
						id: String(index + 1),
						method: 'GET',
						url: `${messages(scope)}/mailFolders/${folder}`,
					})),
				),
			}),
		},
	],
};
