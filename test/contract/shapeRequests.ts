import type { Simulator } from '../../simulator/simulator';
import type { ClientAnswer, SimulatorClient } from '../../simulator/client';
import { sampleChat, sampleChatMessage } from '../../simulator/graph/routes/chats';
import { sampleChannel, sampleMessage, sampleTeam } from '../../simulator/graph/routes/teams';

/** One recorded request as it is made on the simulator, or several of them whose answers are taken together. */
export type ShapeRequest = () => Promise<ClientAnswer | ClientAnswer[]>;

const upn = 'adelev@contoso.example';
const user = `/users/${upn}`;

/**
 * The recorded requests that the simulator serves, each on objects of its own where it changes them.
 *
 * What was recorded by `/me` is asked of a user; what was recorded below `/sites/{}/drives/{}` is asked of the drive.
 * @returns by method and path as recorded: `GET /users/{}`
 */
export function shapeRequests(simulator: Simulator, client: SimulatorClient): Record<string, ShapeRequest> {
	const { get, post } = client;
	const patch = (path: string, body: unknown) => client.call('PATCH', path, { body });
	const remove = (path: string) => client.call('DELETE', path);
	const put = (path: string, content: string, type = 'text/plain') =>
		client.call('PUT', path, { body: Buffer.from(content), headers: { 'content-type': type } });
	/** @throws Error where the answer is no object, so that a case never goes on with a wrong one */
	const idOf = ({ status, body }: ClientAnswer): string => {
		const { id } = (body ?? {}) as { id?: string };
		if (status < 300 && id !== undefined) return id;
		throw new Error(`No object came back: ${status} ${JSON.stringify(body)}`);
	};
	const firstOf = (answer: ClientAnswer): string => {
		const [first] = (answer.body as { value?: Array<{ id: string }> }).value ?? [];
		return idOf({ ...answer, body: first });
	};
	let made = 0;
	const name = (what: string) => `${what} ${++made}`;
	const to = [{ emailAddress: { address: 'alexw@contoso.example' } }];
	const bind = (path: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0${path}` });

	/** A page, and the page that its link leads to. */
	const followed = async (answer: ClientAnswer) => {
		const { '@odata.nextLink': next, '@odata.deltaLink': delta } = answer.body as Record<string, string>;
		const link = next ?? delta;
		return link === undefined ? [answer] : [answer, await get(link)];
	};

	const newUser = async () => {
		const nick = name('shape').replace(' ', '');
		return await post('/users', {
			accountEnabled: true,
			displayName: nick,
			mailNickname: nick,
			userPrincipalName: `${nick}@contoso.example`,
			passwordProfile: { password: 'aB3$longenough', forceChangePasswordNextSignIn: true },
		});
	};
	const newApplication = async () => await post('/applications', { displayName: name('App') });
	const newGroup = async () => {
		const nick = name('shapes').replace(' ', '');
		return await post('/groups', {
			displayName: nick,
			description: 'Of shapes',
			mailNickname: nick,
			mailEnabled: false,
			securityEnabled: true,
		});
	};
	const application = async () => firstOf(await get("/applications?$filter=displayName eq 'Payroll sync'"));
	const principal = async () => firstOf(await get("/servicePrincipals?$filter=displayName eq 'Intranet'"));
	const organization = () => `/organization/${simulator.graph.organization.id}`;

	const newMessage = () =>
		post(`${user}/messages`, {
			subject: name('Draft'),
			body: { contentType: 'html', content: '<p>x</p>' },
			toRecipients: to,
		});
	const attachedMessage = async () =>
		firstOf(await get(`${user}/mailFolders/inbox/messages?$filter=hasAttachments eq true&$top=1`));
	const file = { '@odata.type': '#microsoft.graph.fileAttachment', name: 'a.txt', contentBytes: 'aGk=' };
	const inbox = `${user}/mailFolders/inbox`;
	const event = () => ({
		subject: name('Review'),
		body: { contentType: 'html', content: '<p>x</p>' },
		start: { dateTime: '2026-02-01T09:00:00', timeZone: 'UTC' },
		end: { dateTime: '2026-02-01T10:00:00', timeZone: 'UTC' },
		attendees: [{ emailAddress: { address: 'alexw@contoso.example', name: 'Alex' }, type: 'required' }],
	});
	const newEvent = async () => idOf(await post(`${user}/events`, event()));
	const newCalendar = () => post(`${user}/calendars`, { name: name('Calendar') });

	const ofUser = async () => `/drives/${idOf(await get(`${user}/drive`))}`;
	const ofSite = async () => `/drives/${idOf(await get('/sites/root/drive'))}`;
	/** What is done with a file of a drive, for drives that are named in different ways. */
	const inDrive = (drive: () => Promise<string>) => {
		const newFile = async () =>
			put(`${await drive()}/root:/${name('file').replace(' ', '')}.txt:/content`, 'hello');
		const at = async (rest = '') => `${await drive()}/items/${idOf(await newFile())}${rest}`;
		const shared = async () => {
			const item = await at();
			const link = idOf(await post(`${item}/createLink`, { type: 'view', scope: 'organization' }));
			return { item, link };
		};
		return {
			at,
			get: async (rest = '') => get(await at(rest)),
			patch: async () => patch(await at(), { name: `${name('renamed')}.txt` }),
			remove: async () => remove(await at()),
			content: async () => {
				const answer = await get(await at('/content'));
				const to = { token: null };
				return answer.status === 302 ? client.call('GET', answer.headers.location ?? '', to) : answer;
			},
			replace: async () => put(await at('/content'), 'hello again'),
			copy: async () => post(await at('/copy'), { name: `${name('copy')}.txt` }),
			createLink: async () => post(await at('/createLink'), { type: 'view', scope: 'organization' }),
			invite: async (email: string) =>
				post(await at('/invite'), {
					recipients: [{ email }],
					roles: ['read'],
					requireSignIn: true,
					sendInvitation: false,
				}),
			permissions: async () => get(await at('/permissions')),
			thumbnails: async () => get(await at('/thumbnails')),
			permission: async () => {
				const item = await at();
				return get(`${item}/permissions/${firstOf(await get(`${item}/permissions`))}`);
			},
			changePermission: async () => {
				const item = await at();
				return patch(`${item}/permissions/${firstOf(await get(`${item}/permissions`))}`, {
					roles: ['write'],
				});
			},
			linked: async () => get(`${(await shared()).item}/permissions`),
			removePermission: async () => {
				const { item, link } = await shared();
				return remove(`${item}/permissions/${link}`);
			},
			versions: async () => get(await at('/versions')),
			restoreVersion: async () => {
				const item = await at();
				await put(`${item}/content`, 'hello again');
				return post(`${item}/versions/1.0/restoreVersion`);
			},
			createFolder: async (below = '/root/children') =>
				post(`${await drive()}${below}`, { name: name('Folder'), folder: {} }),
			upload: async () => put(`${await drive()}/root:/${name('new').replace(' ', '')}.txt:/content`, 'hello'),
			uploadAgain: async () => {
				const path = `${await drive()}/root:/${name('new').replace(' ', '')}.txt:/content`;
				return [await put(path, 'hello'), await put(path, 'hello again')];
			},
			createUploadSession: async () =>
				post(`${await drive()}/root:/${name('big').replace(' ', '')}.bin:/createUploadSession`, { item: {} }),
			delta: async (query = '') => followed(await get(`${await drive()}/root/delta${query}`)),
			search: async () => get(`${await drive()}/root/search(q='January')`),
			children: async () => get(`${await drive()}/root/children`),
		};
	};
	const users = inDrive(ofUser);
	const sites = inDrive(ofSite);
	const mine = inDrive(() => Promise.resolve(`${user}/drive`));

	const workbook = async () => {
		const drive = await ofUser();
		const file = idOf(await get(`${drive}/root:/Reports/2026/January.xlsx`));
		return `${drive}/items/${file}/workbook`;
	};
	const worksheet = async () => {
		const book = await workbook();
		const made = await post(`${book}/worksheets/add`, { name: name('Sheet') });
		return { book, made, at: `${book}/worksheets('${encodeURIComponent(idOf(made))}')` };
	};
	const table = async () => {
		const { book, at } = await worksheet();
		const values = [
			['Product', 'Amount'],
			['Pears', 3],
		];
		await patch(`${at}/range(address='A1:B2')`, { values });
		const made = await post(`${at}/tables/add`, { address: 'A1:B2', hasHeaders: true });
		return { made, at: `${book}/tables('${encodeURIComponent(idOf(made))}')` };
	};
	const chart = async () => {
		const { at } = await worksheet();
		const made = await post(`${at}/charts/add`, { type: 'Line', sourceData: 'A1:B2', seriesBy: 'Auto' });
		return { made, at: `${at}/charts('${encodeURIComponent(idOf(made))}')` };
	};
	const rangeName = async () => {
		const book = await workbook();
		const text = name('Prices').replace(' ', '');
		const made = await post(`${book}/names/add`, { name: text, reference: '=Sheet1!A1:B2' });
		return { book, made, at: `${book}/names('${text}')` };
	};

	const site = '/sites/contoso.sharepoint.com:/sites/marketing:';
	const lists = async () => {
		const id = idOf(await get('/sites/contoso.sharepoint.com:/sites/marketing'));
		return `/sites/${id}/lists`;
	};
	const orders = async () => `${await lists()}/Orders`;
	const newItem = async () => post(`${await orders()}/items`, { fields: { Title: name('Order') } });

	const pages = async (below = '') => (await lists()).replace(/lists$/, `pages${below}`);
	const newPage = async () =>
		post(await pages(), {
			'@odata.type': '#microsoft.graph.sitePage',
			name: `${name('Page').replace(' ', '-')}.aspx`,
			title: 'Page',
		});
	const newColumn = async () =>
		post(`${await orders()}/columns`, { name: name('Extra').replace(' ', ''), description: 'x', text: {} });

	const siteColumns = async () => (await lists()).replace(/lists$/, 'columns');
	const newSiteColumn = async () =>
		post(await siteColumns(), { name: name('Extra').replace(' ', ''), description: 'x', text: {} });
	const siteTypes = async () => (await lists()).replace(/lists$/, 'contentTypes');
	const newSiteType = async () =>
		post(await siteTypes(), { name: name('Type'), description: 'x', base: { id: '0x01' } });

	const team = `/teams/${sampleTeam}`;
	const channel = `${team}/channels/${sampleChannel}`;
	const chat = `/chats/${sampleChat}`;
	const newChannel = () =>
		post(`${team}/channels`, { displayName: name('Channel'), description: 'x', membershipType: 'standard' });
	const member = (id: string, roles: string[] = []) => ({
		'@odata.type': '#microsoft.graph.aadUserConversationMember',
		roles,
		'user@odata.bind': `https://graph.microsoft.com/v1.0/users('${id}')`,
	});

	return {
		'GET /applications': () => get('/applications'),
		'GET /applications/delta': async () =>
			followed(
				await get(
					'/applications/delta?$select=appId,createdDateTime,displayName,publisherDomain,signInAudience',
				),
			),
		'POST /applications': newApplication,
		'DELETE /applications/{}': async () => remove(`/applications/${idOf(await newApplication())}`),
		'PATCH /applications/{}': async () =>
			patch(`/applications/${idOf(await newApplication())}`, { notes: 'Changed' }),
		'GET /applications/{}': async () => get(`/applications/${await application()}`),
		'GET /devices': () => get('/devices'),

		'GET /groups': () => get('/groups'),
		'POST /groups': newGroup,
		'GET /servicePrincipals/delta': async () =>
			followed(await get('/servicePrincipals/delta?$select=appId,createdDateTime,displayName')),
		'PATCH /organization/{}': () =>
			patch(organization(), { technicalNotificationMails: ['admin@contoso.example'] }),
		'GET /groups/delta': async () =>
			followed(await get('/groups/delta?$select=displayName,description,mail,visibility,members')),
		'DELETE /groups/{}': async () => remove(`/groups/${idOf(await newGroup())}`),
		'GET /groups/{}': async () =>
			get(`/groups/${firstOf(await get("/groups?$filter=displayName eq 'Leadership'"))}`),
		'PATCH /groups/{}': async () => patch(`/groups/${idOf(await newGroup())}`, { description: 'y' }),
		'GET /groups/{}/members': async () =>
			get(
				`/groups/${firstOf(await get("/groups?$filter=displayName eq 'Leadership'"))}/members?$select=id,displayName,mail,userPrincipalName`,
			),
		'POST /groups/{}/members/$ref': async () =>
			post(
				`/groups/${idOf(await newGroup())}/members/$ref`,
				bind(`/directoryObjects/${idOf(await get(user))}`),
			),
		'DELETE /groups/{}/members/{}/$ref': async () => {
			const group = idOf(await newGroup());
			const id = idOf(await get(user));
			await post(`/groups/${group}/members/$ref`, bind(`/directoryObjects/${id}`));
			return remove(`/groups/${group}/members/${id}/$ref`);
		},

		'GET /organization': () => get('/organization'),
		'GET /organization/{}': () => get(organization()),
		'GET /directoryRoles/{}/members': () =>
			get(`/directoryRoles(roleTemplateId='62e90394-69f5-4237-9190-012177145e10')/members`),
		'GET /servicePrincipals': () => get('/servicePrincipals'),
		'POST /servicePrincipals': () =>
			post('/servicePrincipals', { appId: '8bd644d1-64a1-4d4b-ae52-2e0cbf64e373' }),
		'PATCH /servicePrincipals/{}': async () =>
			patch(`/servicePrincipals/${await principal()}`, { notes: 'Changed' }),
		'DELETE /servicePrincipals/{}': async () =>
			remove(
				`/servicePrincipals/${idOf(await post('/servicePrincipals', { appId: '0f7ae9f6-5d0b-4d3e-9a3b-2f1f6a6d7e11' }))}`,
			),
		'GET /servicePrincipals/{}': async () => get(`/servicePrincipals/${await principal()}`),

		'GET /users': () => get('/users?$top=5'),
		'POST /users': newUser,
		'GET /users/delta': async () =>
			followed(await get('/users/delta?$select=displayName,mail,accountEnabled,userPrincipalName')),
		'DELETE /users/{}': async () => remove(`/users/${idOf(await newUser())}`),
		'GET /users/{}': () => get(user),
		'GET /me': () => get(user),
		'PATCH /users/{}': async () => patch(`/users/${idOf(await newUser())}`, { jobTitle: 'x' }),
		'GET /users/{}/memberOf': () => get(`${user}/memberOf`),

		'GET /me/mailFolders': () => get(`${user}/mailFolders`),
		'GET /me/mailFolders/delta': () => get(`${user}/mailFolders/delta`),
		'GET /me/mailFolders/{}/childFolders': () => get(`${user}/mailFolders/msgfolderroot/childFolders?$top=2`),
		'POST /me/mailFolders/{}/childFolders': () =>
			post(`${inbox}/childFolders`, { displayName: name('Folder') }),
		'GET /me/mailFolders/{}/messages': () => get(`${inbox}/messages?$top=2`),
		"GET /me/mailFolders('{}')/messages/delta": async () => {
			const first = await get(`${inbox}/messages/delta?$filter=receivedDateTime ge 2030-01-01T00:00:00Z`);
			return get((first.body as Record<string, string>)['@odata.deltaLink'] ?? '');
		},
		'GET /me/mailFolders/{}/messages/delta': () => get(`${inbox}/messages/delta?$top=2`),
		'POST /me/messages': newMessage,
		'GET /me/messages/{}': async () => get(`${user}/messages/${idOf(await newMessage())}`),
		'PATCH /me/messages/{}': async () =>
			patch(`${user}/messages/${await attachedMessage()}`, { isRead: true }),
		'DELETE /me/messages/{}': async () => remove(`${user}/messages/${idOf(await newMessage())}`),
		'GET /me/events/{}/attachments': async () => get(`${user}/events/${await newEvent()}/attachments`),
		'POST /me/events/{}/attachments': async () =>
			post(`${user}/events/${await newEvent()}/attachments`, file),
		'GET /me/messages/{}/attachments': async () =>
			get(
				`${user}/messages/${await attachedMessage()}/attachments?$select=id,name,contentType,size,isInline,lastModifiedDateTime`,
			),
		'POST /me/messages/{}/attachments': async () =>
			post(`${user}/messages/${idOf(await newMessage())}/attachments`, file),
		'GET /me/messages/{}/attachments/{}': async () => {
			const message = await attachedMessage();
			const attachment = firstOf(await get(`${user}/messages/${message}/attachments`));
			return get(`${user}/messages/${message}/attachments/${attachment}`);
		},
		'GET /me/messages/{}/attachments/{}/{}': async () => {
			const message = await attachedMessage();
			const attachment = firstOf(await get(`${user}/messages/${message}/attachments`));
			return get(`${user}/messages/${message}/attachments/${attachment}/$value`);
		},
		'POST /me/messages/{}/copy': async () =>
			post(`${user}/messages/${idOf(await newMessage())}/copy`, { destinationId: 'archive' }),
		'POST /me/messages/{}/move': async () =>
			post(`${user}/messages/${idOf(await newMessage())}/move`, { destinationId: 'archive' }),
		'POST /me/messages/{}/reply': async () =>
			post(`${user}/messages/${await attachedMessage()}/reply`, { comment: 'x' }),
		'POST /me/messages/{}/send': async () => post(`${user}/messages/${idOf(await newMessage())}/send`),
		'POST /me/messages/{}/{}': async () => post(`${user}/messages/${await attachedMessage()}/createReply`),
		'POST /me/sendMail': () => post(`${user}/sendMail`, { message: { subject: 'x', toRecipients: to } }),

		'GET /me/calendars': () => get(`${user}/calendars`),
		'POST /me/calendars': newCalendar,
		'DELETE /me/calendars/{}': async () => remove(`${user}/calendars/${idOf(await newCalendar())}`),
		'GET /me/calendars/{}': async () => get(`${user}/calendars/${firstOf(await get(`${user}/calendars`))}`),
		'PATCH /me/calendars/{}': async () =>
			patch(`${user}/calendars/${idOf(await newCalendar())}`, { name: name('Renamed') }),
		'GET /me/calendarView/delta': async () => {
			await newEvent();
			const view = 'startDateTime=2026-02-01T00:00:00Z&endDateTime=2026-02-02T00:00:00Z';
			return get(`${user}/calendarView/delta?${view}`);
		},
		'GET /me/events': async () => {
			await newEvent();
			return get(`${user}/events?$top=5`);
		},
		'POST /me/events': () => post(`${user}/events`, event()),
		'DELETE /me/events/{}': async () => remove(`${user}/events/${await newEvent()}`),
		'GET /me/events/{}': async () => get(`${user}/events/${await newEvent()}`),
		'PATCH /me/events/{}': async () => patch(`${user}/events/${await newEvent()}`, { subject: 'y' }),
		'POST /me/events/{}/cancel': async () =>
			post(`${user}/events/${await newEvent()}/cancel`, { comment: 'x' }),

		'GET /drives/{}/items/root/children': async () => get(`${await ofSite()}/items/root/children`),
		'DELETE /drives/{}/items/{}': users.remove,
		'GET /drives/{}/items/{}': () => users.get(),
		'PATCH /drives/{}/items/{}': users.patch,
		'GET /drives/{}/items/{}/content': users.content,
		'PUT /drives/{}/items/{}/content': users.replace,
		'POST /drives/{}/items/{}/copy': users.copy,
		'POST /drives/{}/items/{}/createLink': users.createLink,
		'GET /drives/{}/items/{}/permissions': users.linked,
		'GET /drives/{}/items/{}/thumbnails': users.thumbnails,
		'GET /drives/{}/items/{}/versions': users.versions,
		'GET /drives/{}/items/{}{}:/{}': async () => {
			const drive = await ofUser();
			const { parentReference } = (await users.get()).body as { parentReference: { id: string } };
			return get(`${drive}/items/${parentReference.id}:/Notes.txt`);
		},
		'GET /drives/{}/items/{}/workbook/worksheets': async () => get(`${await workbook()}/worksheets`),
		"GET /drives/{}/items/{}/workbook/worksheets('{}')/range('{}')": async () =>
			get(`${await workbook()}/worksheets('Sheet1')/range(address='D1:E2')`),
		"PATCH /drives/{}/items/{}/workbook/worksheets('{}')/range('{}')": async () =>
			patch(`${await workbook()}/worksheets('Sheet1')/range(address='A1:B1')`, { values: [['Total', 3]] }),
		'POST /drives/{}/items/{}/workbook/application/calculate': async () =>
			post(`${await workbook()}/application/calculate`, { calculationType: 'Recalculate' }),
		'GET /drives/{}/items/{}/workbook/names': async () => get(`${(await rangeName()).book}/names`),
		"DELETE /drives/{}/items/{}/workbook/names('{}')": async () => remove((await rangeName()).at),
		'POST /drives/{}/items/{}/workbook/names/add': async () => (await rangeName()).made,
		'GET /drives/{}/items/{}/workbook/tables': async () => get(`${await workbook()}/tables`),
		"DELETE /drives/{}/items/{}/workbook/tables('{}')": async () => remove((await table()).at),
		"GET /drives/{}/items/{}/workbook/tables('{}')/columns": async () => get(`${(await table()).at}/columns`),
		"GET /drives/{}/items/{}/workbook/tables('{}')/rows": async () => get(`${(await table()).at}/rows`),
		"POST /drives/{}/items/{}/workbook/tables('{}')/rows/add": async () =>
			post(`${(await table()).at}/rows/add`, { values: [['Apples', 5]] }),
		'POST /drives/{}/items/{}/workbook/tables/add': async () => (await table()).made,
		"DELETE /drives/{}/items/{}/workbook/worksheets('{}')": async () => remove((await worksheet()).at),
		"PATCH /drives/{}/items/{}/workbook/worksheets('{}')": async () =>
			patch((await worksheet()).at, { name: name('Sheet') }),
		"GET /drives/{}/items/{}/workbook/worksheets('{}')/charts('{}')/{}": async () =>
			get(`${(await chart()).at}/image`),
		"POST /drives/{}/items/{}/workbook/worksheets('{}')/charts/add": async () => (await chart()).made,
		"GET /drives/{}/items/{}/workbook/worksheets('{}')/usedRange": async () =>
			get(`${(await worksheet()).at}/usedRange`),
		'POST /drives/{}/items/{}/workbook/worksheets/add': async () => (await worksheet()).made,
		'POST /drives/{}/root/children': () => users.createFolder(),
		'GET /drives/{}/root/delta': () => users.delta('?$top=5'),
		"GET /drives/{}/root/search('{}')": users.search,
		'GET /drives/{}/root:{}:/{}': async () => get(`${await ofUser()}/root:/nowhere.txt`),
		'PUT /drives/{}/root:{}:/{}{}:/content': users.uploadAgain,
		'GET /me/drive': () => get(`${user}/drive`),
		'GET /users/{}/drive': () => get(`${user}/drive`),
		'GET /me/drives': () => get(`${user}/drives`),
		'GET /me/drive/items/root/children': () => get(`${user}/drive/items/root/children`),
		'POST /me/drive/items/root/children': () => mine.createFolder('/items/root/children'),
		'PUT /me/drive/items/root:{}:/{}{}:/content': mine.upload,
		'POST /me/drive/items/root:{}:/{}{}:/createUploadSession': mine.createUploadSession,
		'DELETE /me/drive/items/{}': mine.remove,
		'PATCH /me/drive/items/{}': mine.patch,
		'GET /me/drive/items/{}/children': async () => {
			const folder = firstOf(await get(`${user}/drive/root/children`));
			return get(`${user}/drive/items/${folder}/children?$top=5`);
		},
		'POST /me/drive/items/{}/copy': mine.copy,
		'POST /me/drive/items/{}/createLink': mine.createLink,
		'POST /me/drive/items/{}/invite': () => mine.invite('somebody@fabrikam.example'),
		'GET /me/drive/items/{}/permissions': mine.permissions,
		'DELETE /me/drive/items/{}/permissions/{}': mine.removePermission,
		'GET /me/drive/items/{}/permissions/{}': mine.permission,
		'GET /me/drive/items/{}/versions': mine.versions,
		'GET /me/drive/root': () => get(`${user}/drive/root`),
		'GET /me/drive/root/delta': () => mine.delta('?$top=100'),
		"GET /me/drive/root/search('{}')": mine.search,

		'GET /sites': () => get('/sites?search=*'),
		'GET /sites/root': () => get('/sites/root'),
		'GET /sites/{}': () => get(site.replace(/:$/, '')),
		'GET /sites/root/drives': () => get('/sites/root/drives'),
		'GET /sites/root/lists': () => get('/sites/root/lists?$top=5'),
		'GET /sites/{}/drive': () => get(`${site}/drive`),
		'GET /sites/{}/drives': () => get(`${site}/drives?$top=5`),
		'GET /sites/{}/drives/{}': async () => get(await ofSite()),
		'GET /sites/{}/drives/{}/items/root/delta': () => sites.delta('?$top=100'),
		'DELETE /sites/{}/drives/{}/items/{}': sites.remove,
		'GET /sites/{}/drives/{}/items/{}': () => sites.get(),
		'PATCH /sites/{}/drives/{}/items/{}': sites.patch,
		'POST /sites/{}/drives/{}/items/{}/children': () => sites.createFolder('/items/root/children'),
		'GET /sites/{}/drives/{}/items/{}/content': sites.content,
		'POST /sites/{}/drives/{}/items/{}/copy': sites.copy,
		'POST /sites/{}/drives/{}/items/{}/createLink': sites.createLink,
		'POST /sites/{}/drives/{}/items/{}/invite': () => sites.invite('alexw@contoso.example'),
		'GET /sites/{}/drives/{}/items/{}/permissions': sites.permissions,
		'PATCH /sites/{}/drives/{}/items/{}/permissions/{}': sites.changePermission,
		'GET /sites/{}/drives/{}/items/{}/thumbnails': sites.thumbnails,
		'DELETE /sites/{}/drives/{}/items/{}/permissions/{}': sites.removePermission,
		'GET /sites/{}/drives/{}/items/{}/versions': sites.versions,
		'POST /sites/{}/drives/{}/items/{}/versions/{}/restoreVersion': sites.restoreVersion,
		'PUT /sites/{}/drives/{}/items/{}{}:/{}{}:/content': sites.upload,
		'POST /sites/{}/drives/{}/items/{}{}:/{}{}:/createUploadSession': sites.createUploadSession,
		'GET /sites/{}/drives/{}/root/children': sites.children,
		'GET /sites/{}/drives/{}/root/delta': () => sites.delta('?$top=100'),
		"GET /sites/{}/drives/{}/root/search('{}')": sites.search,
		'GET /sites/{}/lists': async () => get(`${await lists()}?$top=5`),
		'POST /sites/{}/lists': async () =>
			post(await lists(), { displayName: name('List'), list: { template: 'genericList' } }),
		'DELETE /sites/{}/lists/{}': async () => {
			const list = { displayName: name('List'), list: { template: 'genericList' } };
			return remove(`${await lists()}/${idOf(await post(await lists(), list))}`);
		},
		'GET /sites/{}/lists/{}': async () => get(await orders()),
		'GET /sites/{}/columns': async () => get(`${await siteColumns()}?$top=100`),
		'POST /sites/{}/columns': newSiteColumn,
		'DELETE /sites/{}/columns/{}': async () =>
			remove(`${await siteColumns()}/${idOf(await newSiteColumn())}`),
		'PATCH /sites/{}/columns/{}': async () =>
			patch(`${await siteColumns()}/${idOf(await newSiteColumn())}`, { description: 'Of shapes' }),
		'GET /sites/{}/contentTypes': async () => get(`${await siteTypes()}?$top=100`),
		'POST /sites/{}/contentTypes': newSiteType,
		'DELETE /sites/{}/contentTypes/{}': async () =>
			remove(`${await siteTypes()}/${idOf(await newSiteType())}`),
		'GET /sites/{}/contentTypes/{}': async () => get(`${await siteTypes()}/0x0101?$expand=columns`),
		'POST /sites/{}/pages': newPage,
		'GET /sites/{}/pages/microsoft.graph.sitePage': async () => get(await pages('/microsoft.graph.sitePage')),
		'DELETE /sites/{}/pages/{}': async () => remove(await pages(`/${idOf(await newPage())}`)),
		'GET /sites/{}/pages/{}/microsoft.graph.sitePage': async () =>
			get(
				await pages(
					`/${firstOf(await get(await pages('/microsoft.graph.sitePage')))}/microsoft.graph.sitePage`,
				),
			),
		'PATCH /sites/{}/pages/{}/microsoft.graph.sitePage': async () =>
			patch(
				await pages(
					`/${firstOf(await get(await pages('/microsoft.graph.sitePage')))}/microsoft.graph.sitePage`,
				),
				{ '@odata.type': '#microsoft.graph.sitePage', description: 'Of shapes' },
			),
		'POST /sites/{}/pages/{}/microsoft.graph.sitePage/publish': async () =>
			post(await pages(`/${idOf(await newPage())}/microsoft.graph.sitePage/publish`)),
		'PATCH /sites/{}/lists/{}': async () => {
			const list = { displayName: name('List'), list: { template: 'genericList' } };
			const id = idOf(await post(await lists(), list));
			return patch(`${await lists()}/${id}`, { displayName: name('Other'), description: 'Of shapes' });
		},
		'GET /sites/{}/lists/{}/columns': async () => get(`${await orders()}/columns?$top=100`),
		'POST /sites/{}/lists/{}/columns': newColumn,
		'DELETE /sites/{}/lists/{}/columns/{}': async () =>
			remove(`${await orders()}/columns/${idOf(await newColumn())}`),
		'PATCH /sites/{}/lists/{}/columns/{}': async () =>
			patch(`${await orders()}/columns/${idOf(await newColumn())}`, { description: 'Of shapes' }),
		'GET /sites/{}/lists/{}/contentTypes': async () => get(`${await orders()}/contentTypes`),
		// Recorded: addCopy.
		'POST /sites/{}/lists/{}/contentTypes/{}': async () =>
			post(`${await orders()}/contentTypes/addCopy`, {
				contentType: `https://graph.microsoft.com/v1.0${await siteTypes()}/${idOf(await newSiteType())}`,
			}),
		'GET /sites/{}/lists/{}/items': async () => get(`${await orders()}/items?$expand=fields`),
		'POST /sites/{}/lists/{}/items': newItem,
		'GET /sites/{}/lists/{}/items/delta': async () =>
			followed(await get(`${await orders()}/items/delta?$expand=fields&$top=100`)),
		'DELETE /sites/{}/lists/{}/items/{}': async () =>
			remove(`${await orders()}/items/${idOf(await newItem())}`),
		'GET /sites/{}/lists/{}/items/{}': async () =>
			get(`${await orders()}/items/${idOf(await newItem())}?$expand=fields`),
		'PATCH /sites/{}/lists/{}/items/{}/{}': async () =>
			patch(`${await orders()}/items/${idOf(await newItem())}/fields`, { Title: name('Changed') }),

		'GET /teams': () => get("/teams?$filter=displayName eq 'Project Alpha'&$top=5"),
		'POST /teams': async () =>
			post('/teams', {
				'template@odata.bind': "https://graph.microsoft.com/v1.0/teamsTemplates('standard')",
				displayName: name('Team'),
				members: [member(idOf(await get(user)), ['owner'])],
			}),
		'GET /teams/{}': () => get(team),
		'GET /teams/{}/channels': () => get(`${team}/channels`),
		'POST /teams/{}/channels': newChannel,
		'DELETE /teams/{}/channels/{}': async () => remove(`${team}/channels/${idOf(await newChannel())}`),
		'GET /teams/{}/channels/{}': () => get(channel),
		'PATCH /teams/{}/channels/{}': async () =>
			patch(`${team}/channels/${idOf(await newChannel())}`, { description: 'y' }),
		'GET /teams/{}/channels/{}/messages': () => get(`${channel}/messages?$top=5`),
		'GET /teams/{}/channels/{}/messages/{}': () => get(`${channel}/messages/${sampleMessage}`),
		'GET /teams/{}/channels/{}/messages/{}/replies': () =>
			get(`${channel}/messages/${sampleMessage}/replies?$top=5`),
		'GET /teams/{}/members': () => get(`${team}/members?$top=5`),
		'POST /teams/{}/members': async () => post(`${team}/members`, member(idOf(await newUser()))),
		'DELETE /teams/{}/members/{}': async () => {
			const added = await post(`${team}/members`, member(idOf(await newUser())));
			return await remove(`${team}/members/${idOf(added)}`);
		},
		'GET /teams/{}/channels/{}/tabs': () => get(`${channel}/tabs`),
		'POST /teams/{}/channels/{}/tabs': () =>
			post(`${channel}/tabs`, {
				displayName: name('Tab'),
				'teamsApp@odata.bind':
					'https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/com.microsoft.teamspace.tab.web',
				configuration: { contentUrl: 'https://contoso.example', websiteUrl: 'https://contoso.example' },
			}),

		'GET /me/joinedTeams': () => get(`${user}/joinedTeams`),
		'POST /chats': () =>
			post('/chats', {
				chatType: 'group',
				topic: name('Chat'),
				members: [upn, 'alexw@contoso.example'].map((who) => ({
					'@odata.type': '#microsoft.graph.aadUserConversationMember',
					roles: ['owner'],
					'user@odata.bind': `https://graph.microsoft.com/v1.0/users('${who}')`,
				})),
			}),
		'GET /chats/{}': () => get(chat),
		'GET /chats/{}/members': () => get(`${chat}/members`),
		'GET /chats/{}/messages': () => get(`${chat}/messages?$top=5`),
		'GET /chats/{}/messages/{}': () => get(`${chat}/messages/${sampleChatMessage}`),
		'GET /me/chats': () => get(`${user}/chats?$expand=members&$top=5`),
	};
}
