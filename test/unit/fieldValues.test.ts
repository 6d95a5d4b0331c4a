import { DateTime } from 'luxon';
import type { INodeParameters, NodeParameterValueType } from 'n8n-workflow';
import { kindOf, type Kind } from '../../nodes/shared/parameters/values/reading';
import { resources } from '../../nodes/MicrosoftGraph/operations';
import { parametersOf } from '../operations/samples';
import { startSimulator } from '../../simulator';
import { type Simulator } from '../../simulator/simulator';
import { fakeClock, runOperation, textOf, type Ran } from './hostile/run';
import { nameOf, slotsOf, valueAt, withValue, type Slot } from './hostile/slots';

/*
 * Every field of every operation, with every type of value that an expression can give. What comes of it is one of three:
 * the value stands in the request in the form that its field takes; or the item fails, and the error names the field; or,
 * for an empty value where that means "not given", the request is the same as without the field.
 */

const moment = Date.UTC(2030, 2, 4, 14);
const addresses = ['megan@contoso.example', 'alex@contoso.example'];

const values: ReadonlyArray<[string, unknown]> = [
	['text', 'zq marked words'],
	['number', 4711],
	['boolean', true],
	['null', null],
	['undefined', undefined],
	["''", ''],
	['list of texts', addresses],
	['list of objects', [{ zq: 1 }]],
	['object', { zq: 1 }],
	['Date', new Date(moment)],
	['Luxon', DateTime.fromMillis(moment, { zone: 'America/New_York' })],
	['NaN', NaN],
];
const empty = ['null', 'undefined', "''"];

/** Fields that say how the node works, not what it asks Graph for: their values are seen elsewhere. */
const steering: Readonly<Record<string, string>> = {
	returnAll: 'how many pages are read',
	limit: 'how many pages are read',
	binaryPropertyName: 'the name of a field of the item',
	waitForCompletion: 'whether the item waits',
	waitSeconds: 'how long the item waits',
	waitForReplication: 'for how long a request is repeated',
	settleTime: 'how long the mailbox is asked',
	output: 'what becomes of the answer',
	responseKind: 'what becomes of the answer',
	repeat: 'whether a request without an answer is sent again',
	download: 'whether further requests follow',
	downloadAttachments: 'whether further requests follow',
	inlineAttachments: 'which attachments are downloaded',
	attachmentsPrefix: 'the names of fields of the item',
	skipMembers: 'what follows from a refusal',
	usageLocation: 'what follows when there is none',
	contentType: 'the type of an item where none is found',
	consentQuery: 'it is judged, nothing is sent',
	expectedState: 'it is judged, nothing is sent',
	consentTenant: 'it makes a link, nothing is sent',
	consentEndpoint: 'it makes a link, nothing is sent',
	consentState: 'it makes a link, nothing is sent',
	redirectUri: 'it makes a link, nothing is sent',
	otherTenant: 'it makes a link, nothing is sent',
	operationsToCheck: 'what the token is compared with',
	expiresWithin: 'which entries of the answer are returned',
	leaveOutExpired: 'which entries of the answer are returned',
	details: 'whether further requests follow',
	includeDownloadUrl: 'which properties of the answer are returned',
	replies: 'whether further requests follow',
	rangeSize: 'how a file is divided',
	mimeType: 'the type of a file that goes by itself',
	bodyType: 'it says what the body is',
	format: 'it makes another file',
	timeZone: 'it counts with times that have no offset',
	sendAtTimeZone: 'it counts with a time that has no offset',
	chatOwnerId: 'it says which chats there are to choose from',
	listedPlanId: 'it says which buckets there are to choose from',
	planGroupId: 'it says which plans there are to choose from',
	inputBinaryPropertyName: 'the name of a field of the item',
	attachments: 'the names of fields of the item',
	createMissingFolders: 'whether further requests follow for a path',
	disapproveLabel: 'the label of a button that only some mails have',
	fieldLabel: 'it is on the page that the mail leads to',
	fieldOptions: 'they are on the page that the mail leads to',
	fieldType: 'it says how a field of the page looks',
	maxDateAndTime: 'how long the execution waits',
	messageButtonLabel: 'the label of a button that only some mails have',
	requiredField: 'whether a field of the page must be filled in',
	responseFormButtonLabel: 'it is on the page that the mail leads to',
	responseFormDescription: 'it is on the page that the mail leads to',
	responseFormTitle: 'it is on the page that the mail leads to',
	resumeAmount: 'how long the execution waits',
	columns: 'which values of the item are written, by its own rules',
	convertDates: 'what becomes of dates',
	textInput: 'what becomes of texts that are written',
	objectsAsJson: 'what becomes of objects that are written',
	newColumns: 'what follows if a column is missing',
	noMatch: 'what follows if no row is found',
	includeEmptyRows: 'which rows of the answer are returned',
	includeRowNumber: 'which properties of a row are returned',
	equals: 'which rows of the answer are returned',
};

let simulator: Simulator;
beforeAll(async () => {
	fakeClock();
	simulator = await startSimulator({ settings: { unknownPaths: 'answer' } });
});
afterAll(async () => {
	await simulator.close();
	jest.restoreAllMocks();
});

const counts = { fields: 0, runs: 0, used: 0, refused: 0, notGiven: 0 };
afterAll(() =>
	console.log(
		`${counts.fields} fields of ${operations} operations × ${values.length} values: ${JSON.stringify(counts)}`,
	),
);
const operations = resources.reduce((sum, { operations: all }) => sum + all.length, 0);

describe.each(resources.map((resource) => [resource.value, resource] as const))('%s', (_, resource) => {
	test.each(resource.operations.map((operation) => [operation.value, operation] as const))(
		'%s',
		async (__, operation) => {
			const entry = { resource, operation };
			const parameters = { ...(await parametersOf(entry, simulator)) };
			// A library says which site it is of.
			if ('libraryId' in parameters) delete parameters.libraryId;
			const faults: string[] = [];
			for (const slot of slotsOf(entry, parameters)) {
				counts.fields += 1;
				const without = await runOperation(operation, withoutField(slot));
				for (const [label, value] of values) {
					counts.runs += 1;
					const ran = await runOperation(operation, withGiven(slot, value));
					const fault = judge(slot, [label, value], ran, without);
					if (fault !== undefined) faults.push(`${nameOf(slot)} (${label}): ${fault}`);
				}
			}
			expect(faults).toEqual([]);
		},
	);
});

/** The slot's parameters without its field. */
function withoutField({ path, parameters }: Slot): INodeParameters {
	const copy = structuredClone(parameters);
	const holder = valueAt(copy, path.slice(0, -1)) as Record<string, unknown> | undefined;
	if (holder !== undefined) delete holder[String(path.at(-1))];
	return copy;
}

/** The slot's parameters with a value as an expression gives it: it is taken as it is, even in a locator. */
function withGiven({ field, path, parameters }: Slot, value: unknown): INodeParameters {
	const given = field.type === 'resourceLocator' ? { __rl: true, mode: 'id', value } : value;
	return withValue(parameters, path, given as NodeParameterValueType);
}

function judge(slot: Slot, [label, value]: [string, unknown], ran: Ran, without: Ran): string | undefined {
	const { field, path } = slot;
	if (ran.error !== undefined) {
		const told = textOf(ran.error);
		if (told === undefined) return `raw ${String(ran.error)}`;
		counts.refused += 1;
		return namesField(slot, told, value) || told === textOf(without.error)
			? undefined
			: `the error doesn't name it: ${told}`;
	}
	const sent = decode(JSON.stringify(ran.sent));
	const odd = /\[object \w+\]|Invalid Date|\bNaN\b|\bundefined\b/.exec(sent);
	if (odd !== null) return `"${odd[0]}" was sent`;
	const same = without.error === undefined && sent === decode(JSON.stringify(without.sent));
	if (empty.includes(label)) {
		if (path[0] === 'updateFields' && value === undefined)
			return 'a value that is missing is taken for an empty one';
		if (['filters', 'conditions'].includes(String(path[0])) && !hasBlank(slot))
			return 'an empty filter is no error';
		counts.notGiven += 1;
		return undefined;
	}
	counts.used += 1;
	if (same && !Object.hasOwn(steering, field.name) && !isDefault(slot, value))
		return 'nothing of it is in the request';
	return wrongForm(field.name, kindOf(field), label, sent);
}

/** Whether what an error says names the field, or its collection, by the words of the label in the editor, or the value. */
function namesField({ field, labels }: Slot, told: string, value: unknown): boolean {
	const words = (name: string) => name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
	const there = new Set(words(told));
	const texts = [value].flat().map((one) => (one instanceof Date ? one.toISOString() : String(one)));
	return (
		[field.displayName, ...labels].some((name) => words(name).every((word) => there.has(word))) ||
		texts.some((text) => told.includes(`"${text}"`))
	);
}

const hasBlank = ({ field }: Slot) =>
	(field.options ?? []).some((option) => 'value' in option && option.value === '');

/** Whether a value means the same as none. */
const isDefault = ({ field }: Slot, value: unknown) => String(field.default) === String(value);

/** What is wrong with a value's form in what was sent; `undefined` when nothing is. */
function wrongForm(name: string, kind: Kind, label: string, sent: string): string | undefined {
	const texts: readonly Kind[] = ['text', 'longText', 'texts'];
	if (texts.includes(kind) && label === 'number' && /:4711[,}\]]/.test(sent))
		return 'a text was sent as a number';
	if (label === 'list of texts') {
		const missing = addresses.find((address) => !sent.includes(address));
		if (missing !== undefined && !Object.hasOwn(steering, name))
			return `${missing} is missing in the request`;
	}
	if (Object.hasOwn(steering, name)) return undefined;
	if (kind === 'instant' && ['Date', 'Luxon'].includes(label) && !sent.includes('2030-03-04T14:00:00')) {
		return 'the time is another';
	}
	return undefined;
}

/** What was sent, with addresses and times as they are written. */
const decode = (text: string) => text.replace(/%40/g, '@').replace(/%3A/g, ':');
