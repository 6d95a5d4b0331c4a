import type { INodeParameters } from 'n8n-workflow';
import { guidOf } from '../../../simulator/random';
import { certificatesOf } from '../../../simulator/graph/routes/applications';
import { makeCertificate } from '../../unit/signIn/helpers/certificates';
import { byId, itemsOf, jsonOf, useProduct } from '../harness/product';

const product = useProduct();

const adele = 'adelev@contoso.example';
const payroll = guidOf('application Payroll sync');
const application = (operation: string, parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'application',
	operation,
	applicationId: byId(payroll),
	...parameters,
});
const principal = (operation: string, parameters: INodeParameters = {}): INodeParameters => ({
	resource: 'servicePrincipal',
	operation,
	servicePrincipalId: byId(`appId=${guidOf('Intranet')}`),
	...parameters,
});
const resultOf = async (parameters: INodeParameters) => {
	const run = await product.run(parameters);
	expect(run.error).toBeUndefined();
	return jsonOf(run.items);
};
const refusalOf = async (parameters: INodeParameters) => {
	const { message, description } = (await product.run(parameters)).error ?? {
		message: '',
		description: '',
	};
	return `${message} ${String(description)}`;
};
const callsOf = (method: string) => product.graphCalls().filter((call) => call.method === method);

describe('an application', () => {
	test('is created, read by its client ID, changed, deleted, restored, and permanently deleted', async () => {
		const [made] = await resultOf(
			application('create', {
				displayName: 'Robot',
				additionalFields: {
					webRedirectUris: 'https://app.contoso.example/signin',
					signInAudience: 'AzureADMultipleOrgs',
				},
			}),
		);
		expect(callsOf('POST')[0].body).toEqual({
			displayName: 'Robot',
			signInAudience: 'AzureADMultipleOrgs',
			web: { redirectUris: ['https://app.contoso.example/signin'] },
		});
		const one = { applicationId: byId(`appId=${String(made.appId)}`) };
		await resultOf(application('update', { ...one, updateFields: { notes: 'By n8n', description: '' } }));
		expect(callsOf('PATCH')[0].body).toEqual({ notes: 'By n8n', description: null });
		expect(await resultOf(application('get', one))).toMatchObject([
			{ displayName: 'Robot', notes: 'By n8n' },
		]);
		expect(await resultOf(application('delete', one))).toEqual([{ deleted: true }]);
		const deleted = { deletedApplicationId: byId(String(made.id)) };
		expect(await resultOf(application('getDeleted'))).toMatchObject([{ id: made.id }]);
		expect((await product.list('searchDeletedApplications')).results).toHaveLength(1);
		await resultOf(application('restore', deleted));
		expect(await resultOf(application('getDeleted'))).toEqual([]);
		await resultOf(application('delete', one));
		await resultOf(application('deletePermanently', deleted));
		expect(await refusalOf(application('restore', deleted))).toMatch(/"Get Deleted" lists them/);
	});

	test('gets and loses owners', async () => {
		const owner = { principalId: byId(adele) };
		await resultOf(application('addOwner', owner));
		expect(await resultOf(application('getOwners'))).toMatchObject([{ userPrincipalName: adele }]);
		expect(await refusalOf(application('addOwner', owner))).toMatch(/already an owner/);
		await resultOf(application('removeOwner', owner));
		expect(await resultOf(application('getOwners'))).toEqual([]);
	});

	test('trusts an external identity until its federated credential is removed', async () => {
		const add = application('addFederatedCredential', {
			credentialName: 'github-main',
			issuer: 'https://token.actions.githubusercontent.com',
			subject: 'repo:contoso/app:ref:refs/heads/main',
		});
		await resultOf(add);
		expect(callsOf('POST')[0].body).toMatchObject({ audiences: ['api://AzureADTokenExchange'] });
		expect(await refusalOf(add)).toMatch(/"Get Federated Credentials" lists them/);
		const [found] = await resultOf(application('getFederatedCredentials'));
		expect(found).toMatchObject({ name: 'github-main' });
		await resultOf(application('removeFederatedCredential', { federatedCredentialId: String(found.id) }));
		expect(await resultOf(application('getFederatedCredentials'))).toEqual([]);
	});
});

describe('a certificate of an application', () => {
	const names = () =>
		certificatesOf({ state: product.simulator.graph }, 'Payroll sync').map(({ displayName }) => displayName);
	const first = makeCertificate({ subject: 'first' });
	const second = makeCertificate({ subject: 'second' });
	const add = (certificate: string) => application('addCertificate', { certificate });

	test('is added to the existing ones, which keep their keys', async () => {
		const before = certificatesOf({ state: product.simulator.graph }, 'Payroll sync').map(({ key }) => key);
		const [added] = await resultOf(add(first.certificate));
		expect(added).toMatchObject({
			displayName: 'CN=first',
			usage: 'Verify',
			key: null,
			thumbprint: expect.stringMatching(/^[0-9A-F]{40}$/),
			keyId: expect.any(String),
		});
		expect(names()).toEqual(['CN=payroll', 'CN=first']);
		const after = certificatesOf({ state: product.simulator.graph }, 'Payroll sync').map(({ key }) => key);
		expect(after.slice(0, before.length)).toEqual(before);
		expect(callsOf('GET')[0].query.$select).toBe('id,keyCredentials');
		expect(await refusalOf(add(first.certificate))).toMatch(/has this certificate already/);
		await resultOf(application('removeCertificate', { keyId: String(added.keyId) }));
		expect(names()).toEqual(['CN=payroll']);
		expect(await refusalOf(application('removeCertificate', { keyId: String(added.keyId) }))).toMatch(
			/no certificate with this key ID/,
		);
	});

	test('does not overwrite one that another item adds at the same time', async () => {
		const each = { ...add('={{ $json.certificate }}'), applicationId: byId('={{ $json.id }}') };
		const run = await product.run(each, {
			input: itemsOf(
				{ id: payroll, certificate: first.certificate },
				{ id: `appId=${guidOf('Payroll sync')}`, certificate: second.certificate },
			),
		});
		expect(run.items).toHaveLength(2);
		expect(names().sort()).toEqual(['CN=first', 'CN=payroll', 'CN=second']);
	});

	test('is there once when the outcome of the first try was unknown', async () => {
		product.simulator.faults.add({
			host: 'graph',
			method: 'PATCH',
			path: /applications/,
			after: true,
			action: { status: 504 },
		});
		await resultOf(add(first.certificate));
		expect(names()).toEqual(['CN=payroll', 'CN=first']);
	});

	test.each([
		['a private key', first.privateKey, /private key must not leave/],
		['a certificate with its key', `${first.certificate}${first.privateKey}`, /contains a private key/],
		['some text', 'certificate', /isn't a certificate.*PEM/],
	])('is not %s', async (_, text, expected) => {
		expect(await refusalOf(add(text))).toMatch(expected);
		expect(product.graphCalls()).toEqual([]);
	});
});

test('expiring credentials of applications and service principals come in one list', async () => {
	const found = await resultOf(application('getExpiringCredentials', { leaveOutExpired: true }));
	expect(found).toMatchObject([
		{
			displayName: 'autumn',
			daysLeft: 12,
			application: { type: 'application', displayName: 'Payroll sync' },
		},
		{ displayName: 'CN=intranet', daysLeft: 25 },
	]);
	const some = await resultOf(
		application('getExpiringCredentials', { credentialsOf: 'applications', limit: 1 }),
	);
	expect(some).toMatchObject([{ displayName: 'spring', daysLeft: -4 }]);
	expect(product.graphPaths()).toEqual([
		'GET /v1.0/applications',
		'GET /v1.0/servicePrincipals',
		'GET /v1.0/applications',
	]);
});

describe('a service principal', () => {
	test('is created once, found, changed, and deleted', async () => {
		const appId = '5b3a7c7e-1111-4222-8333-444455556666';
		const create = principal('create', { appId });
		await resultOf(create);
		expect(await refusalOf(create)).toMatch(/has a service principal of this app already/);
		const one = { servicePrincipalId: byId(`appId=${appId}`) };
		await resultOf(principal('update', { ...one, updateFields: { accountEnabled: false } }));
		expect(await resultOf(principal('get', one))).toMatchObject([{ appId, accountEnabled: false }]);
		expect(await resultOf(principal('getAll', { filters: { accountEnabled: false } }))).toMatchObject([
			{ appId },
		]);
		await resultOf(principal('delete', one));
		expect(await refusalOf(principal('get', one))).toMatch(/does not exist|not found/i);
	});

	test('gives users and groups its roles, by name, and takes them away', async () => {
		const assign = (who: string, appRole: string) =>
			principal('assignAppRole', { principalId: byId(who), appRole });
		const group = guidOf('group All Engineers');
		expect(await resultOf(assign(adele, 'editor'))).toMatchObject([
			{ principalType: 'User', appRoleValue: 'Editor' },
		]);
		expect(await resultOf(assign(group, ''))).toMatchObject([
			{ principalType: 'Group', appRoleId: '00000000-0000-0000-0000-000000000000', appRoleValue: null },
		]);
		expect(await refusalOf(assign(adele, 'Editor'))).toMatch(/already has this role/);
		expect(await refusalOf(assign(adele, 'Auditor'))).toMatch(
			/no app role for users and groups "Auditor".*there are Editor/,
		);
		const list = async () => await resultOf(principal('getAppRoleAssignments'));
		const [first] = await list();
		expect(first).toMatchObject({ appRoleValue: 'Editor' });
		await resultOf(principal('removeAppRoleAssignment', { appRoleAssignmentId: String(first.id) }));
		expect(await list()).toMatchObject([{ principalId: group }]);
	});

	test('gets delegated permissions for one user, next to those for all', async () => {
		const grant = (userId: string) =>
			principal('createPermissionGrant', { scopes: 'Mail.Read, User.Read', userId: byId(userId) });
		expect(await resultOf(grant(adele))).toMatchObject([
			{ consentType: 'Principal', scope: 'Mail.Read User.Read', principalId: guidOf('user 0') },
		]);
		expect(await refusalOf(grant(''))).toMatch(/delete that grant first/);
		const list = (filters: INodeParameters) => resultOf(principal('getPermissionGrants', { filters }));
		const [found] = await list({ consentType: 'Principal' });
		expect(await list({ clientId: guidOf('service principal of Intranet') })).toHaveLength(2);
		await resultOf(principal('deletePermissionGrant', { permissionGrantId: String(found.id) }));
		expect(await list({ consentType: 'Principal' })).toEqual([]);
	});
});

describe('policies and reviews', () => {
	const run = (resource: string, operation: string, parameters: INodeParameters = {}) =>
		resultOf({ resource, operation, ...parameters });

	test('of Conditional Access are listed, chosen, and read', async () => {
		const filters = { policyState: 'enabledForReportingButNotEnforced' };
		expect(await run('conditionalAccess', 'getPolicies', { filters })).toMatchObject([
			{ displayName: 'Block legacy sign-in' },
		]);
		const { results } = await product.list('searchConditionalAccessPolicies', { filter: 'mfa' });
		expect(results).toMatchObject([{ name: 'Require MFA for all' }]);
		const policyId = byId(String(results[0].value));
		expect(await run('conditionalAccess', 'getPolicy', { policyId })).toMatchObject([
			{ grantControls: { builtInControls: ['mfa'] } },
		]);
		expect(await run('conditionalAccess', 'getNamedLocations')).toMatchObject([
			{ displayName: 'Offices', isTrusted: true },
			{ displayName: 'Europe' },
		]);
	});

	test('of access are read down to their decisions', async () => {
		const [review] = await run('accessReview', 'getAll');
		const { results } = await product.list('searchAccessReviews');
		expect(results).toEqual([{ name: 'Guests', value: review.id }]);
		const accessReviewId = byId(String(review.id));
		const [instance] = await run('accessReview', 'getInstances', { accessReviewId });
		const decisions = await run('accessReview', 'getDecisions', {
			accessReviewId,
			instanceId: String(instance.id),
			options: { filter: "decision eq 'Deny'" },
		});
		expect(decisions).toMatchObject([{ decision: 'Deny', principal: { displayName: 'Guest 2' } }]);
	});
});
