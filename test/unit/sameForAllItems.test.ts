import { NodeHelpers, type INodeParameters } from 'n8n-workflow';
import { MicrosoftGraphAppOnlyApi } from '../../credentials/MicrosoftGraphAppOnlyApi.credentials';

const { properties } = new MicrosoftGraphAppOnlyApi();
const notFilledIn = ['sameForAllItems', 'session', 'checkPermissionsNotice'];
/** Fields in which n8n takes an expression for text. */
const fixed = properties.filter(({ noDataExpression }) => noDataExpression).map(({ name }) => name);
/** The fields that a person fills in, in the way of signing in that shows them. */
const fieldsOf = (chosen: INodeParameters) =>
	Object.keys(NodeHelpers.getNodeParameters(properties, chosen, true, false, null, null) ?? {}).filter(
		(name) => ![...notFilledIn, ...fixed].includes(name),
	);
/** Those that only the form's switch shows among them. */
const allFieldsOf = (chosen: INodeParameters) => fieldsOf({ ...chosen, moreSettings: true });
/** A credential as n8n hands it to the node, before it resolves expressions. */
const read = (stored: INodeParameters) =>
	NodeHelpers.getNodeParameters(properties, stored, true, false, null, null) ?? {};

const ways: INodeParameters[] = [
	{ authentication: 'clientSecret' },
	{ authentication: 'clientSecret', cloud: 'custom' },
	{ authentication: 'clientSecret', scope: 'api://orders/.default' },
	{ authentication: 'certificate' },
	{ authentication: 'federatedCredential' },
	{ authentication: 'federatedCredential', clientAssertionSource: 'url' },
	{ authentication: 'federatedCredential', clientAssertionSource: 'managedIdentity' },
	{
		authentication: 'federatedCredential',
		clientAssertionSource: 'url',
		clientAssertionMethod: 'POST',
	},
	...['gitHub', 'kubernetes', 'clientCredentials'].map((clientAssertionRequest) => ({
		authentication: 'federatedCredential',
		clientAssertionSource: 'url',
		clientAssertionRequest,
	})),
	{ authentication: 'federatedCredential', clientAssertionSource: 'aws' },
	{ authentication: 'federatedCredential', clientAssertionSource: 'aws', cloud: 'custom' },
	{ authentication: 'certificate', cloud: 'custom' },
	{ authentication: 'managedIdentity' },
	{ authentication: 'managedIdentity', cloud: 'custom' },
	{ authentication: 'managedIdentity', managedIdentitySource: 'machineLearning' },
	{ authentication: 'managedIdentity', managedIdentityType: 'user' },
	{ authentication: 'managedIdentity', managedIdentitySource: 'appService' },
];

describe('a credential', () => {
	test.each(ways)('without expressions is the same for all items: %j', (way) => {
		expect(read({ ...way, tenantId: 'contoso.example', clientSecret: 'a=b', scope: ' =x' })).toMatchObject({
			sameForAllItems: true,
		});
	});

	test.each(ways.flatMap((way) => allFieldsOf(way).map((field) => [field, way] as const)))(
		'with an expression as %s is not: %j',
		(field, way) => {
			for (const moreSettings of [false, true]) {
				const stored = { ...way, moreSettings, [field]: '={{ $json.value }}' };
				expect(read(stored)).not.toHaveProperty('sameForAllItems');
			}
		},
	);

	test('that was stored as the same for all items is not, once it has an expression', () => {
		const stored = { authentication: 'clientSecret', tenantId: '={{ $json.tenant }}', sameForAllItems: true };
		expect(read(stored)).not.toHaveProperty('sameForAllItems');
	});

	test('is tried in each way that shows a field', () => {
		const tried = new Set(ways.flatMap(allFieldsOf));
		const names = properties.map(({ name }) => name);
		expect([...tried].sort()).toEqual(
			[...new Set(names)].filter((name) => ![...notFilledIn, ...fixed].includes(name)).sort(),
		);
	});
});
