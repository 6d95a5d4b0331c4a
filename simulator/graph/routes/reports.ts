import { randomUUID } from 'node:crypto';
import { badRequest } from '../errors';
import { route } from '../rest';
import type { CallContext, GraphAnswer } from '../call';
import type { Route } from '../router';
import type { GraphState } from '../state';
import type { GraphWorld } from '../world';

/** The files that Graph has redirected to, by the token in their URL. */
const files = 'files of reports';
/** Where tests say that names are concealed: an entry "concealed" there. */
export const reportSettings = 'settings of reports';

/** The CSV file that a URL of the storage host stands for. */
export function reportFile({ collections }: GraphState, token: string): string | undefined {
	return collections.get(files)?.get(token)?.csv as string | undefined;
}

const byPeriod = /^(get\w+)\(period='D(7|30|90|180)'\)$/;
const byDay = /^(get\w+)\(date=(\d{4}-\d{2}-\d{2})\)$/;
const ofNow = /^(getOffice365Activation\w+)$/;

/** How many people used the services on each of three days. */
const activeUserCounts = [
	'Report Refresh Date,Office 365,Exchange,OneDrive,SharePoint,Skype For Business,Yammer,Teams,Report Date,Report Period',
	'2026-01-20,42,40,12,9,0,1,30,2026-01-20,7',
	'2026-01-20,41,38,11,7,0,0,31,2026-01-19,7',
	'2026-01-20,9,8,2,0,0,0,3,2026-01-18,7',
	'',
].join('\r\n');

/** Answers with a redirect to a file, as Graph does: the file carries a byte order mark and Windows line ends. */
function answerReport({ state, urls }: GraphWorld, { call }: CallContext): GraphAnswer {
	if (call.batch !== undefined) throw badRequest('This request cannot be part of a batch.');
	const name = decodeURIComponent(call.path.split('/').at(-1) ?? '');
	// Graph requires an unencoded `=` in a function's parameters.
	const known = !/%3D/i.test(call.path) && (byPeriod.exec(name) ?? byDay.exec(name) ?? ofNow.exec(name));
	if (!known) throw badRequest(`Resource not found for the segment '${name}'.`);
	const concealed = state.collections.get(reportSettings)?.has('concealed') ?? false;
	const user = (upn: string, hash: string) => (concealed ? hash : upn);
	const ofUsers = [
		'Report Refresh Date,User Principal Name,Display Name,Note,Report Period',
		`2026-01-20,${user('adelev@contoso.example', '0C2B5AE1A5F0433ABBB5F3FBD1AA1C7E')},${user('"Vance, Adele"', '9F0E5E2D7D6C4C7B8A1F0B3C2D4E5F60')},"said ""hi""\r\nand left",7`,
		`2026-01-20,${user('alexw@contoso.example', '5D41402ABC4B2A76B9719D911017C592')},${user('Alex Wilber', '7D793037A0760186574B0282F2F435E7')},,7`,
		'',
	].join('\r\n');
	const csv = known[1] === 'getOffice365ActiveUserCounts' ? activeUserCounts : ofUsers;
	const token = randomUUID();
	const held = state.collections.get(files) ?? new Map();
	held.set(token, { id: token, csv: `\uFEFF${csv}` });
	state.collections.set(files, held);
	return {
		status: 302,
		headers: { location: `${urls().storageUrl}/reports/${token}`, 'content-type': 'text/plain' },
	};
}

const read = ['Reports.Read.All'];
export const reportRoutes: readonly Route[] = [
	route('GET', '/reports/{report}', 'security', read, answerReport),
	route('GET', '/reports/{report}/{parameter}', 'security', read, answerReport),
];
