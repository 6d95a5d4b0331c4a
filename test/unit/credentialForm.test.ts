import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';
import { MicrosoftGraphAppOnlyApi } from '../../credentials/MicrosoftGraphAppOnlyApi.credentials';
import { credentialFields, fieldsBehindSwitch } from '../../credentials/fields';

const { properties } = new MicrosoftGraphAppOnlyApi();

/** The stored credential as n8n gives it to the node: without the fields that the form hides. */
const read = (stored: INodeParameters) =>
	NodeHelpers.getNodeParameters(properties, stored, true, false, null, null) ?? {};
/** What the form stores: n8n leaves out what is hidden, and what is at its default. */
const save = (entered: INodeParameters) =>
	NodeHelpers.getNodeParameters(properties, entered, false, false, null, null) ?? {};
/** Everything that a form holds that has just been opened: n8n fills in the defaults. */
const opened = (stored: INodeParameters) => ({
	...Object.fromEntries(properties.map(({ name, default: value }) => [name, value])),
	...stored,
});
/** The labels that the form shows, in their order. */
const labels = (entered: INodeParameters) =>
	properties
		.filter(({ type }) => type !== 'hidden' && type !== 'notice')
		.filter((property) => NodeHelpers.displayParameterPath(entered as never, property, '', null, null))
		.map(({ displayName }) => displayName);

const app = ['Directory (tenant) ID', 'Client ID'];
const moreSettings = 'Show More Settings';

describe('the form of a new credential', () => {
	it.each<[INodeParameters, string[]]>([
		[{}, [...app, 'Client Secret']],
		[{ authentication: 'certificate' }, [...app, 'Private Key', 'Certificate', 'Passphrase']],
		[{ authentication: 'federatedCredential' }, [...app, 'Client Assertion Source', 'Client Assertion']],
		[
			{ authentication: 'federatedCredential', clientAssertionSource: 'managedIdentity' },
			[...app, 'Client Assertion Source', 'Where n8n Runs', 'Identity'],
		],
		[
			{
				authentication: 'federatedCredential',
				clientAssertionSource: 'url',
				clientAssertionRequest: 'kubernetes',
			},
			[...app, 'Client Assertion Source', 'Client Assertion Request', 'Client Assertion URL', 'Bearer Token'],
		],
		[{ authentication: 'managedIdentity' }, ['Where n8n Runs', 'Identity']],
	])('asks only for what the sign-in needs: %j', (chosen, needed) => {
		expect(labels(opened(chosen))).toEqual(['Authentication', ...needed, moreSettings]);
	});

	it('shows the rest once a person wants it', () => {
		expect(labels(opened({ moreSettings: true }))).toEqual([
			'Authentication',
			...app,
			'Client Secret',
			moreSettings,
			'Cloud',
			'Additional Resource Scope',
			'Token Endpoint Version',
			'Agent Identity ID',
			'Continuous Access Evaluation',
			'Read Only',
		]);
	});

	it("has the portal's words for what a person copies from it", () => {
		const ofApp = (name: string) => properties.find((property) => property.name === name);
		// The editor labels these two by itself.
		expect(ofApp('clientId')?.placeholder).toMatch(/^Application \(client\) ID, e\.g\. /);
		expect(ofApp('clientSecret')?.placeholder).toBe('Value, not Secret ID');
		expect(ofApp('certificate')?.description).toContain('Certificates & secrets');
		expect(ofApp('clientAssertion')?.description).toContain('Federated credentials');
	});
});

/** A value of a field that isn't its default. */
function otherValue({ type, default: value, options }: INodeProperties): unknown {
	if (type === 'boolean') return value !== true;
	if (type !== 'options') return 'something else';
	const values = (options ?? []).map((option) => 'value' in option && option.value);
	return values.find((choice) => choice !== value);
}

/** Values of other fields under which a field can be shown, of those that decide it. */
const shownWith = ({ displayOptions }: INodeProperties): INodeParameters => ({
	...Object.fromEntries(
		Object.entries(displayOptions?.show ?? {}).map(([name, values]) => [name, values?.[0] as string]),
	),
	...(displayOptions?.hide?.scope === undefined ? {} : { scope: 'api://orders/.default' }),
});

const switches: INodeParameters[] = [
	{},
	{ moreSettings: false },
	{ moreSettings: true },
	{ moreSettings: null as never },
	{ moreSettings: '={{ false }}' },
	{ moreSettings: 'no' },
];
const behind = fieldsBehindSwitch.map((field) => [field.name, shownWith(field), field] as const);

describe('a stored setting', () => {
	it.each(behind)('%s counts whether or not the switch shows it, with %j', (name, others, field) => {
		for (const position of switches) {
			const value = otherValue(field) as string;
			expect(value).not.toBe(field.default);
			const stored = { ...others, ...position, [name]: value };
			expect(read(stored)).toHaveProperty(name, value);
			expect(read(save(opened(stored)))).toHaveProperty(name, value);
			const shown = labels(opened(stored)).filter((label) => label === field.displayName);
			expect(shown).toEqual([field.displayName]);
		}
	});

	it.each(behind)('%s counts as an expression too, with %j', (name, others, { noDataExpression }) => {
		for (const position of switches) {
			const expression = '={{ $json.value }}';
			const stored = { ...others, ...position, [name]: expression };
			expect(read(stored)).toHaveProperty(name, noDataExpression ? expression.slice(1) : expression);
		}
	});

	it.each(behind)('%s is shown once with the switch, whatever it holds, with %j', (_name, others, field) => {
		const entered = opened({ ...others, moreSettings: true });
		expect(labels(entered).filter((label) => label === field.displayName)).toEqual([field.displayName]);
	});

	it('of any other field counts with the choices that show it', () => {
		for (const field of credentialFields) {
			const value = otherValue(field) as string;
			const stored = { ...shownWith(field), [field.name]: value };
			expect(read(stored)).toHaveProperty(field.name, value);
		}
	});
});
