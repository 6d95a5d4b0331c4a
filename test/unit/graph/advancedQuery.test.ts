import { asAdvanced, otherMode, queryMode } from '../../../nodes/graph/lists/advancedQuery';
import { filterTables, plainOrders, type DirectoryType } from '../../../nodes/graph/lists/advancedQueryTable';
import { filterClauses, withLowerCase } from '../../../nodes/graph/lists/filterClauses';
import { fact } from '../../reality/facts';
import { refusalOf } from '../../../simulator/graph/advancedQueries';
import { parseFilter } from '../../../simulator/graph/odata/parser';

/*
 * The node decides by its tables whether a list needs an advanced query, and the simulator refuses by its own. Both were read
 * from the same page, so a list of queries whose answer is known beside them keeps them apart: what Microsoft's pages show as
 * an example, say in a sentence, or name in the tables' legend.
 */

/** How Graph answers: either way, only with the advanced query parameters, only without, or not at all. */
type Answer = 'either' | 'advanced' | 'plain' | 'none';

/** How the answer is known. */
const known = {
	/** The table's row, read by eye. */
	row: '"Support for filter by properties", the row',
	/** The page's table of scenarios that only advanced queries support. */
	scenario: '"Query scenarios that require advanced query capabilities"',
	/** A sentence of the same page. */
	sentence: '"Support for filter by properties", the common scenarios',
	/** The table of orders. */
	order: '"Support for sorting by properties"',
	/** An example of the reference, with its headers. */
	listUsers: '"List users", its examples',
	listGroups: '"List groups", its examples',
	listMembers: '"List group members", its examples and notes',
	/** The page's section on errors. */
	errors: '"Error handling for advanced queries on directory objects"',
	filterPage: '"Use the $filter query parameter", its examples',
	licenses: '"Use the $filter query parameter", licenses',
} as const;

interface Case {
	of: string;
	answer: Answer;
	how: keyof typeof known;
	filter?: string;
	orderBy?: string;
	search?: string;
}

const c = (
	of: string,
	answer: Answer,
	how: keyof typeof known,
	asked: Pick<Case, 'filter' | 'orderBy' | 'search'>,
): Case => ({ of, answer, how, ...asked });

/** `of` is the type; a relationship is named as `group/members`, with a third part for a cast. */
const cases: readonly Case[] = [
	// Users.
	c('user', 'either', 'scenario', { filter: 'accountEnabled eq false' }),
	c('user', 'advanced', 'scenario', { filter: 'accountEnabled ne true' }),
	c('user', 'advanced', 'row', { filter: "companyName eq 'Contoso'" }),
	c('user', 'advanced', 'row', { filter: "companyName in ('Contoso','Fabrikam')" }),
	c('user', 'advanced', 'scenario', { filter: "companyName ne null and NOT(companyName eq 'Microsoft')" }),
	c('user', 'advanced', 'row', { filter: "startsWith(companyName,'Con')" }),
	c('user', 'advanced', 'row', { filter: "employeeType eq 'Contractor'" }),
	c('user', 'advanced', 'row', { filter: "officeLocation eq '18/2111'" }),
	c('user', 'advanced', 'scenario', {
		filter: "startsWith(mobilePhone, '25478') OR startsWith(mobilePhone, '25473')",
	}),
	c('user', 'advanced', 'row', { filter: "postalCode eq '98052'" }),
	c('user', 'advanced', 'row', { filter: "streetAddress eq '1 Main Street'" }),
	c('user', 'advanced', 'row', { filter: "preferredLanguage eq 'en-US'" }),
	c('user', 'advanced', 'row', { filter: "onPremisesSamAccountName eq 'adelev'" }),
	c('user', 'advanced', 'row', { filter: "onPremisesExtensionAttributes/extensionAttribute7 eq 'x'" }),
	c('user', 'none', 'row', { filter: "onPremisesExtensionAttributes/extensionAttribute16 eq 'x'" }),
	c('user', 'either', 'row', { filter: 'onPremisesSyncEnabled eq true' }),
	c('user', 'advanced', 'row', { filter: 'onPremisesSyncEnabled eq null' }),
	c('user', 'either', 'row', { filter: "onPremisesImmutableId eq 'abc=='" }),
	c('user', 'either', 'row', { filter: 'onPremisesLastSyncDateTime ge 2026-01-01T00:00:00Z' }),
	c('user', 'either', 'row', { filter: "department eq 'Sales' and userType eq 'Guest'" }),
	c('user', 'advanced', 'row', { filter: 'department eq null' }),
	c('user', 'either', 'row', { filter: "department eq 'eq null'" }),
	c('user', 'either', 'row', { filter: "displayName eq 'not ne endsWith(companyName'" }),
	c('user', 'either', 'row', { filter: "displayName eq 'O''Neill ne companyName'" }),
	c('user', 'either', 'listUsers', { filter: "startswith(displayName,'a')" }),
	c('user', 'advanced', 'listUsers', { filter: "startswith(displayName,'a')", orderBy: 'displayName' }),
	c('user', 'advanced', 'listUsers', { filter: "endswith(mail,'a@contoso.com')" }),
	c('user', 'advanced', 'errors', { filter: "endsWith(userPrincipalName,'#EXT#@contoso.com')" }),
	c('user', 'none', 'sentence', { filter: "endsWith(displayName,'Vance')" }),
	c('user', 'advanced', 'scenario', { filter: "NOT startsWith(displayName, 'Conf')" }),
	c('user', 'advanced', 'scenario', { filter: "proxyAddresses/any (p:endsWith(p, 'contoso.com'))" }),
	c('user', 'either', 'row', { filter: "proxyAddresses/any(p:startsWith(p,'smtp:a'))" }),
	c('user', 'either', 'row', { filter: "otherMails/any(p:p eq 'a@contoso.com')" }),
	c('user', 'advanced', 'scenario', { filter: 'assignedLicenses/$count eq 0' }),
	c('user', 'advanced', 'sentence', { filter: 'assignedLicenses/$count ne 0' }),
	c('user', 'either', 'licenses', {
		filter: 'assignedLicenses/any(s:s/skuId eq 184efa21-98c3-4e5d-95ab-d07053a96e67)',
	}),
	c('user', 'advanced', 'filterPage', {
		filter: 'not assignedLicenses/any(s:s/skuId eq 184efa21-98c3-4e5d-95ab-d07053a96e67)',
	}),
	c('user', 'advanced', 'row', {
		filter: "assignedPlans/any(a:a/service eq 'exchange' and a/capabilityStatus eq 'Enabled')",
	}),
	c('user', 'plain', 'listUsers', {
		filter: "identities/any(c:c/issuerAssignedId eq 'j.smith@yahoo.com' and c/issuer eq 'My B2C tenant')",
	}),
	c('user', 'plain', 'row', { filter: 'isLicenseReconciliationNeeded eq true' }),
	c('user', 'either', 'row', { filter: 'createdDateTime ge 2026-01-01T00:00:00Z' }),
	c('user', 'advanced', 'row', { filter: 'employeeHireDate ge 2026-01-01T00:00:00Z' }),
	c('user', 'either', 'sentence', { filter: "country in ('France','Italy')" }),
	c('user', 'advanced', 'sentence', { filter: "not(country in ('France','Italy'))" }),
	c('user', 'either', 'order', { orderBy: 'displayName' }),
	c('user', 'either', 'order', { orderBy: 'userPrincipalName desc' }),
	c('user', 'advanced', 'order', { orderBy: 'createdDateTime desc' }),
	c('user', 'none', 'order', { orderBy: 'department' }),
	// Groups.
	c('group', 'either', 'listGroups', { filter: "startswith(displayName,'a')" }),
	c('group', 'advanced', 'row', { filter: "description eq 'x'" }),
	c('group', 'either', 'filterPage', { filter: "groupTypes/any(c:c eq 'Unified')" }),
	c('group', 'advanced', 'filterPage', { filter: "NOT groupTypes/any(c:c eq 'Unified')" }),
	c('group', 'plain', 'listGroups', { filter: 'hasMembersWithLicenseErrors eq true' }),
	c('group', 'advanced', 'row', { filter: 'createdDateTime ge 2026-01-01T00:00:00Z' }),
	c('group', 'advanced', 'row', { filter: 'expirationDateTime le 2026-01-01T00:00:00Z' }),
	c('group', 'either', 'row', { filter: 'securityEnabled eq true and mailEnabled eq false' }),
	c('group', 'advanced', 'row', { filter: 'mail eq null' }),
	c('group', 'either', 'row', { filter: "resourceProvisioningOptions/any(kind:kind eq 'Team')" }),
	c('group', 'either', 'order', { orderBy: 'displayName desc' }),
	c('group', 'advanced', 'order', { orderBy: 'createdDateTime' }),
	// Devices.
	c('device', 'either', 'row', { filter: "startsWith(displayName,'DESK')" }),
	c('device', 'either', 'row', { filter: 'approximateLastSignInDateTime le 2026-01-01T00:00:00Z' }),
	c('device', 'advanced', 'row', { filter: 'approximateLastSignInDateTime eq null' }),
	c('device', 'advanced', 'row', { filter: "manufacturer eq 'Dell'" }),
	c('device', 'advanced', 'row', { filter: "extensionAttributes/extensionAttribute1 eq 'BYOD'" }),
	c('device', 'advanced', 'order', { orderBy: 'displayName' }),
	c('device', 'advanced', 'order', { orderBy: 'approximateLastSignInDateTime desc' }),
	// Applications and service principals.
	c('application', 'advanced', 'scenario', { orderBy: 'displayName' }),
	c('application', 'advanced', 'scenario', {
		orderBy: 'displayName',
		filter: "startsWith(displayName, 'Box')",
	}),
	c('application', 'advanced', 'scenario', { search: '"displayName:Browser"' }),
	c('application', 'either', 'row', { filter: "displayName eq 'Payroll'" }),
	c('application', 'advanced', 'row', { filter: "web/redirectUris/any(p:startsWith(p,'http://'))" }),
	c('application', 'either', 'row', { filter: "tags/any(p:p eq 'HideApp')" }),
	c('servicePrincipal', 'advanced', 'order', { orderBy: 'displayName' }),
	c('servicePrincipal', 'advanced', 'row', { filter: 'appRoleAssignmentRequired eq true' }),
	c('servicePrincipal', 'either', 'row', { filter: "servicePrincipalType eq 'ManagedIdentity'" }),
	c('servicePrincipal', 'either', 'row', { filter: "servicePrincipalNames/any(p:p eq 'https://a.example')" }),
	// Relationships.
	c('group/members', 'either', 'listMembers', {}),
	c('group/members', 'advanced', 'sentence', { filter: "startsWith(displayName,'A')" }),
	c('group/members', 'advanced', 'sentence', { filter: "displayName eq 'Adele Vance'" }),
	c('group/members', 'advanced', 'sentence', { orderBy: 'displayName' }),
	c('group/members', 'advanced', 'listMembers', { search: '"displayName:Pr"' }),
	c('group/members/user', 'advanced', 'listMembers', {}),
	c('group/owners', 'advanced', 'sentence', { filter: 'accountEnabled eq true' }),
	c('user/directReports', 'advanced', 'sentence', { filter: "department eq 'Sales'" }),
	c('user/memberOf/group', 'advanced', 'scenario', { filter: "startsWith(displayName,'a')" }),
	c('user/transitiveMemberOf/group', 'advanced', 'scenario', {}),
];

/** What both modules are asked. */
function asked({ of, filter, orderBy, search }: Case) {
	const [base = '', relation, cast] = of.split('/');
	const type = (relation === undefined ? base : (cast ?? 'directoryObject')) as
		DirectoryType | 'directoryObject';
	return { type, relationship: relation !== undefined, cast: cast !== undefined, filter, orderBy, search };
}

function simulated(one: Case): Answer {
	const { type, relationship, cast, filter, orderBy = '', search } = asked(one);
	const question = {
		type,
		relationship,
		cast,
		filter: filter === undefined ? undefined : parseFilter(filter),
		orderBy: orderBy === '' ? [] : orderBy.split(',').map((part) => String(part.trim().split(' ')[0])),
		unlisted: 'none' as const,
	};
	const advanced = refusalOf(question, true) === undefined;
	const plain = search === undefined && refusalOf(question, false) === undefined;
	if (plain) return advanced ? 'either' : 'plain';
	return advanced ? 'advanced' : 'none';
}

const title = ({ of, filter, orderBy, search, how }: Case) =>
	`${of}: ${[filter, orderBy && `by ${orderBy}`, search].filter(Boolean).join(', ') || 'all'} [${known[how]}]`;

describe('queries of directory objects whose answer is known', () => {
	test(fact(27, 'simulator', 'answers 60 queries and more as Microsoft documents them'), () => {
		expect(cases.length).toBeGreaterThanOrEqual(60);
		const found = cases.map((one) => `${simulated(one)} ${title(one)}`);
		expect(found).toEqual(cases.map((one) => `${one.answer} ${title(one)}`));
	});

	test(fact(27, 'node', 'asks 60 queries and more the way that Microsoft documents'), () => {
		const wrong = cases.flatMap((one) => {
			const mode = queryMode(asked(one));
			if (one.answer === 'none') return [];
			const right = mode.sure && mode.advanced === (one.answer === 'advanced');
			return right ? [] : [`${title(one)}: ${JSON.stringify(mode)}`];
		});
		expect(wrong).toEqual([]);
	});
});

test(fact(27, 'node', 'has the same rows in its tables as the simulator, cell by cell'), () => {
	const wrong: string[] = [];
	const forms = { eq: ' eq 1', range: ' ge 1', null: ' eq null' } as const;
	const answers = { plain: 'either', advanced: 'advanced', plainOnly: 'plain' } as const;
	const lambdas =
		/^(alternativeSecurityIds|assignedLicenses|assignedPlans|createdObjects|federatedIdentityCredentials|identities|onPremisesProvisioningErrors|provisionedPlans|requiredResourceAccess)\/(\w+)$/;
	const collections =
		/^(alternativeNames|authorizationInfo\/certificateUserIds|businessPhones|groupTypes|hostnames|identifierUris|imAddresses|infoCatalogs|otherMails|physicalIds|proxyAddresses|resourceBehaviorOptions|resourceProvisioningOptions|servicePrincipalNames|tags|\w+\/redirectUris)$/;
	for (const [type, table] of Object.entries(filterTables)) {
		for (const [operator, bySupport] of Object.entries(table)) {
			for (const [support, names = ''] of Object.entries(bySupport)) {
				for (const name of names.split(/\s+/)) {
					const property = name.replace(/extensionAttribute$/, 'extensionAttribute3');
					const write = (path: string) =>
						operator === 'startsWith'
							? `startsWith(${path},'a')`
							: `${path}${forms[operator as keyof typeof forms]}`;
					const [, collection, part] = lambdas.exec(property) ?? [];
					const filter =
						collection !== undefined
							? `${collection}/any(x:${write(`x/${String(part)}`)})`
							: collections.test(property)
								? `${property}/any(x:${write('x')})`
								: write(property);
					const simulator = simulated({ of: type, answer: 'none', how: 'row', filter });
					const expected = answers[support as keyof typeof answers];
					if (simulator !== expected) wrong.push(`${type}: ${filter} is ${simulator}, not ${expected}`);
					const mode = queryMode({ type: type as DirectoryType, filter });
					if (!mode.sure || mode.advanced !== (expected === 'advanced'))
						wrong.push(`${type}: ${filter} isn't read as ${name}`);
				}
			}
		}
	}
	expect(wrong).toEqual([]);
	expect(Object.keys(plainOrders).sort()).toEqual(['group', 'user']);
});

describe('what no table has', () => {
	test.each([
		['user', 'employeeLeaveDateTime le 2026-01-01T00:00:00Z', false],
		['user', "somethingNew eq 'x'", false],
		['user', 'somethingNew eq null', true],
		['device', 'hostnames/any()', false],
		['group', "tolower(displayName) eq 'x'", false],
	] as const)('is asked one way, and then the other: %s, %s', (type, filter, advanced) => {
		expect(queryMode({ type, filter })).toMatchObject({ advanced, sure: false });
	});

	test('is sure where another part needs an advanced query', () => {
		const filter = "somethingNew eq 'x' and companyName eq 'y'";
		expect(queryMode({ type: 'user', filter })).toMatchObject({ advanced: true, sure: true });
	});

	test('is turned around and back', () => {
		const request = { method: 'GET' as const, path: ['users'], query: { $filter: 'x' }, headers: {} };
		const advanced = asAdvanced(request);
		expect(advanced).toMatchObject({
			query: { $filter: 'x', $count: true },
			headers: { ConsistencyLevel: 'eventual' },
		});
		expect(otherMode(request)).toEqual(advanced);
		expect(otherMode(advanced)).toEqual(request);
	});
});

describe('the comparisons of a filter', () => {
	test.each([
		['', []],
		["'companyName eq 1'", []],
		["a eq 'b'", ['eq a']],
		["'b' eq a", ['eq a']],
		["A/B ge 2026-01-01T00:00:00Z and (c lt 5 or d in ('x','y'))", ['range A/B', 'range c', 'in d']],
		[
			"a/any(x:x/b eq 'c' and x/d/any(y:startsWith(y/e,'f'))) and x eq 1",
			['eq a/b', 'startsWith a/d/e', 'eq x'],
		],
		['a/$count eq 0', ['count a/$count', 'eq a/$count']],
		["not (contains(a,'b'))", ['not ', 'contains a']],
		["a eq 'unterminated", ['eq a']],
		['eq eq eq', ['eq eq', 'eq eq', 'eq eq']],
		[')))((( and / : ,', []],
	])('%s', (filter, expected) => {
		const found = filterClauses(filter).map(({ operator, property }) => `${operator} ${property}`);
		if (filter !== 'eq eq eq') expect(found).toEqual(expected);
		else expect(found.length).toBeGreaterThan(0);
	});

	test('are put into lower case for one property only', () => {
		expect(
			withLowerCase(
				"userPrincipalName eq 'A.B@C.com' and appDisplayName eq 'App X' or startsWith(userprincipalname,'Q''R')",
				'userPrincipalName',
			),
		).toBe(
			"userPrincipalName eq 'a.b@c.com' and appDisplayName eq 'App X' or startsWith(userprincipalname,'q''r')",
		);
	});
});
