import { unsupportedQuery } from './errors';
import type { GraphError } from './errors';
import type { Expression } from './odata/parser';

/** Which queries of directory objects Graph supports, with and without the advanced query parameters. */

/** The content of a cell: works either way, without the parameters only, with them only, not at all. */
type Cell = 'both' | 'plain' | 'advanced' | 'none';

/** `B` is a green check, `P` "default only", `A` needs the advanced query parameters, `.` an empty cell or a cross. */
const cells: Readonly<Record<string, Cell>> = { B: 'both', P: 'plain', A: 'advanced', '.': 'none' };

/**
 * The tables as the page has them, row by row: property, then the columns eq, startsWith, ge/le, eq null.
 * Source: "Advanced query capabilities on Microsoft Entra ID objects" (concepts/includes/directory-objects-filter.md,
 * ms.date 10/25/2024).
 */
const pages: Readonly<Record<string, string>> = {
	application: `
		appId                                     B . . .
		createdDateTime                           . . B A
		description                               A A . A
		disabledByMicrosoftStatus                 B . . .
		displayName                               B B . A
		federatedIdentityCredentials/any/issuer   A A . .
		federatedIdentityCredentials/any/name     A A . .
		federatedIdentityCredentials/any/subject  A A . .
		identifierUris/any                        B B . .
		info/logoUrl                              . . . A
		info/termsOfServiceUrl                    A A . .
		notes                                     A A . A
		publicClient/redirectUris/any             A A . .
		publisherDomain                           B B . .
		requiredResourceAccess/any/resourceAppId  A . . .
		serviceManagementReference                A A . A
		signInAudience                            B . . .
		spa/redirectUris/any                      A A . .
		tags/any                                  B B . .
		uniqueName                                B B . .
		verifiedPublisher/displayName             A A . A
		web/homePageUrl                           A A . A
		web/redirectUris/any                      A A . .`,
	device: `
		accountEnabled                              B . . .
		alternativeSecurityIds/any/identityProvider A A . .
		alternativeSecurityIds/any/type             B . . .
		approximateLastSignInDateTime               . . B A
		deviceCategory                              A A . A
		deviceId                                    B . . .
		deviceOwnership                             A . . A
		displayName                                 B B . A
		enrollmentProfileName                       A A . A
		extensionAttributes/extensionAttribute#     A A . A
		hostnames/any                               B B . .
		isCompliant                                 B . . .
		isManaged                                   B . . .
		isRooted                                    A . . A
		managementType                              A . . A
		manufacturer                                A A . A
		mdmAppId                                    B . . A
		model                                       A A . A
		onPremisesLastSyncDateTime                  . . B .
		onPremisesSecurityIdentifier                B . . A
		onPremisesSyncEnabled                       B . . A
		operatingSystem                             B B . A
		operatingSystemVersion                      B B . A
		physicalIds/any                             B . . .
		profileType                                 B . . .
		registrationDateTime                        . . A A
		trustType                                   B . . .`,
	group: `
		assignedLicenses/any/skuId                             B . . .
		classification                                         B B . .
		createdByAppId                                         B . . .
		createdDateTime                                        . . A A
		description                                            A A . A
		displayName                                            B B . A
		expirationDateTime                                     . . A .
		groupTypes/any                                         B . . .
		hasMembersWithLicenseErrors                            P . . P
		infoCatalogs/any                                       B B . .
		isAssignableToRole                                     B . . .
		mail                                                   B B . A
		mailEnabled                                            B . . .
		mailNickname                                           B B . A
		membershipRule                                         B B . .
		membershipRuleProcessingState                          B . . .
		onPremisesLastSyncDateTime                             . . B .
		onPremisesProvisioningErrors/any/category              B . . .
		onPremisesProvisioningErrors/any/propertyCausingError  B . . .
		onPremisesSamAccountName                               A A . .
		onPremisesSecurityIdentifier                           B . . A
		onPremisesSyncEnabled                                  B . . A
		preferredLanguage                                      A . . A
		proxyAddresses/any                                     B B . .
		renewedDateTime                                        . . B .
		resourceBehaviorOptions/any                            B . . .
		resourceProvisioningOptions/any                        B . . .
		securityEnabled                                        B . . .
		uniqueName                                             B B . .`,
	servicePrincipal: `
		accountEnabled                            B . . .
		alternativeNames/any                      B B . .
		appId                                     B . . .
		appOwnerOrganizationId                    A . . .
		appRoleAssignmentRequired                 A . . .
		applicationTemplateId                     B . . .
		claimsPolicy/id                           B . . .
		createdObjects/any/id                     A . . .
		description                               A A . A
		displayName                               B B . A
		federatedIdentityCredentials/any/issuer   A A . .
		federatedIdentityCredentials/any/name     A A . .
		federatedIdentityCredentials/any/subject  A A . .
		homepage                                  A A . A
		info/logoUrl                              . . . A
		info/termsOfServiceUrl                    A A . .
		notes                                     A A . A
		preferredSingleSignOnMode                 B . . .
		preferredTokenSigningKeyEndDateTime       . . B .
		publisherName                             B B . .
		remoteDesktopSecurityConfiguration/id     B . . .
		servicePrincipalNames/any                 B B . .
		servicePrincipalType                      B . . .
		tags/any                                  B B . .
		verifiedPublisher/displayName             A A . A`,
	user: `
		accountEnabled                                         B . . .
		ageGroup                                               B . . .
		assignedLicenses/any/skuId                             B . . .
		assignedPlans/any/capabilityStatus                     A . . .
		assignedPlans/any/service                              A A . .
		assignedPlans/any/servicePlanId                        A . . .
		authorizationInfo/certificateUserIds/any               A . . .
		businessPhones/any                                     A A . .
		city                                                   B B . A
		cloudRealtimeCommunicationInfo/isSipEnabled            B . . .
		companyName                                            A A . A
		consentProvidedForMinor                                B . . .
		country                                                B B . A
		createdDateTime                                        . . B A
		createdObjects/any/id                                  A . . .
		creationType                                           B . . .
		department                                             B B . A
		displayName                                            B B . A
		employeeHireDate                                       . . A .
		employeeId                                             B . . A
		employeeOrgData/costCenter                             A A . .
		employeeOrgData/division                               A A . .
		employeeType                                           A . . .
		externalUserState                                      B . . .
		faxNumber                                              A A . A
		givenName                                              B B . A
		identities/any/issuer                                  P . . P
		imAddresses/any                                        B B . .
		infoCatalogs/any                                       B B . .
		isLicenseReconciliationNeeded                          P . . .
		isResourceAccount                                      B . . .
		jobTitle                                               B B . A
		mail                                                   B B . A
		mailNickname                                           B B . A
		mobilePhone                                            A A . A
		officeLocation                                         A A . A
		onPremisesDistinguishedName                            A A . A
		onPremisesExtensionAttributes/extensionAttribute#      A A . A
		onPremisesImmutableId                                  B . . .
		onPremisesLastSyncDateTime                             . . B .
		onPremisesProvisioningErrors/any/category              B . . .
		onPremisesProvisioningErrors/any/propertyCausingError  B . . .
		onPremisesSamAccountName                               A A . .
		onPremisesSecurityIdentifier                           B . . A
		onPremisesSipInfo/isSipEnabled                         A . . .
		onPremisesSyncEnabled                                  B . . A
		otherMails/any                                         B B . .
		passwordPolicies                                       . . . A
		passwordProfile/forceChangePasswordNextSignIn          A . . A
		passwordProfile/forceChangePasswordNextSignInWithMfa   A . . A
		postalCode                                             A A . A
		preferredLanguage                                      A . . A
		provisionedPlans/any/provisioningStatus                A . . .
		provisionedPlans/any/service                           A A . .
		proxyAddresses/any                                     B B . .
		state                                                  B . . A
		streetAddress                                          A A . A
		surname                                                B B . A
		usageLocation                                          B B . .
		userPrincipalName                                      B B . .
		userType                                               B . . A`,
};

/**
 * What other pages say: `id` by an older revision of the same tables, `identities` by "List users" (example 2),
 * `signInActivity` by "user resource type".
 */
const besides: Readonly<Record<string, string>> = {
	user: `
		identities/any/issuerAssignedId                        P . . .
		signInActivity/lastSignInDateTime                      . . B .
		signInActivity/lastNonInteractiveSignInDateTime        . . B .
		signInActivity/lastSuccessfulSignInDateTime            . . B .`,
};

/** Collections whose `$count` can be compared, always with the advanced query parameters: with 0, some with 1 too. */
const counts: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = {
	application: { extensionProperties: [0], federatedIdentityCredentials: [0] },
	device: { physicalIds: [0], systemLabels: [0] },
	group: { assignedLicenses: [0], onPremisesProvisioningErrors: [0], proxyAddresses: [0] },
	servicePrincipal: { federatedIdentityCredentials: [0] },
	user: {
		assignedLicenses: [0],
		onPremisesProvisioningErrors: [0],
		otherMails: [0],
		ownedObjects: [0, 1],
		proxyAddresses: [0],
	},
};

/** The table of `$orderby`, object by object; what isn't in it can't be ordered by. */
const orders: Readonly<Record<string, Readonly<Record<string, Cell>>>> = {
	application: { createdDateTime: 'advanced', deletedDateTime: 'advanced', displayName: 'advanced' },
	device: {
		approximateLastSignInDateTime: 'advanced',
		createdDateTime: 'advanced',
		deletedDateTime: 'advanced',
		displayName: 'advanced',
	},
	group: { createdDateTime: 'advanced', deletedDateTime: 'advanced', displayName: 'both' },
	servicePrincipal: { createdDateTime: 'advanced', deletedDateTime: 'advanced', displayName: 'advanced' },
	user: {
		createdDateTime: 'advanced',
		deletedDateTime: 'advanced',
		displayName: 'both',
		userPrincipalName: 'both',
	},
};

/** The only properties that `endsWith` takes. */
const endings = ['mail', 'othermails/any', 'userprincipalname', 'proxyaddresses/any'];

/** What `$search` searches. Source: "Use the $search query parameter", the pages of the objects. */
const searchedIn: Readonly<Record<string, readonly string[]>> = {
	application: ['displayName'],
	device: ['displayName'],
	directoryObject: ['displayName', 'description'],
	group: ['displayName', 'description', 'mail', 'mailNickname', 'proxyAddresses'],
	servicePrincipal: ['displayName'],
	user: [
		'displayName',
		'givenName',
		'surname',
		'mail',
		'mailNickname',
		'userPrincipalName',
		'proxyAddresses',
		'otherMails',
	],
};

/** The properties of a type that `$search` searches. */
export const searchableOf = (type: string): readonly string[] => searchedIn[type] ?? ['displayName'];

/** Columns of a row. */
type Row = readonly [eq: Cell, startsWith: Cell, range: Cell, isNull: Cell];

function rowsOf(page = ''): Array<[string, Row]> {
	return page
		.trim()
		.split('\n')
		.filter((line) => line.trim() !== '')
		.map((line) => {
			const [name, ...marks] = line.trim().split(/\s+/);
			return [name.toLowerCase(), marks.map((mark) => cells[mark]) as unknown as Row];
		});
}

const tables = new Map(
	Object.entries(pages).map(([type, page]) => [
		type,
		new Map<string, Row>([
			...rowsOf(page),
			...rowsOf(besides[type]),
			['id', ['both', 'none', 'none', 'none']],
		]),
	]),
);

/** A query on a list of directory objects. */
export interface DirectoryQuestion {
	/** Name of the type, such as `user`; `directoryObject` for a relationship that holds several. */
	type: string;
	relationship: boolean;
	/** Whether the relationship is narrowed to one type. */
	cast: boolean;
	filter?: Expression;
	/** Names of the properties to order by. */
	orderBy: readonly string[];
	/** How properties that no table has are handled: `none` as the page says. */
	unlisted: Cell;
}

/** A comparison within a filter, as the tables have it. */
interface Leaf {
	/** With `any` for a lambda: `assignedLicenses/any/skuId`. */
	property: string;
	cell(row: Row): Cell;
	/** Set where the cell doesn't apply. */
	fixed?: Cell;
	operator: string;
}

const either = (one: Cell, other: Cell): Cell => (one === 'none' ? other : one);

/** The comparisons of a filter; those under `not` or by `ne` need the advanced query parameters. */
function* leavesOf(expression: Expression, names: ReadonlyMap<string, string>): Generator<Leaf> {
	const nameOf = (part: Expression): string => {
		if (part.kind === 'call' && part.args.length === 1) return nameOf(part.args[0]);
		if (part.kind !== 'path') return '';
		const [first, ...rest] = part.segments;
		return [names.get(first) ?? first, ...rest].join('/');
	};
	switch (expression.kind) {
		case 'and':
		case 'or':
			yield* leavesOf(expression.left, names);
			yield* leavesOf(expression.right, names);
			return;
		case 'not':
			for (const leaf of leavesOf(expression.operand, names)) {
				const advanced = (cell: Cell): Cell => (cell === 'none' || cell === 'plain' ? 'none' : 'advanced');
				yield {
					...leaf,
					operator: 'not',
					cell: (row) => advanced(leaf.cell(row)),
					fixed: leaf.fixed && advanced(leaf.fixed),
				};
			}
			return;
		case 'compare': {
			const [path, value] =
				expression.left.kind === 'literal'
					? [expression.right, expression.left]
					: [expression.left, expression.right];
			const property = nameOf(path);
			const isNull = value.kind === 'literal' && value.type === 'null';
			const { op } = expression;
			if (property.toLowerCase().endsWith('/$count')) {
				const number = value.kind === 'literal' ? Number(value.value) : NaN;
				yield { property: `${property} ${op} ${number}`, operator: 'count', cell: () => 'advanced' };
				return;
			}
			const equals = ([eq, , , none]: Row) => (isNull ? none : eq);
			const differs = ([eq, , , none]: Row): Cell => {
				const held = isNull ? either(none, eq) : eq;
				return held === 'none' || held === 'plain' ? 'none' : 'advanced';
			};
			const cell = op === 'eq' ? equals : op === 'ne' ? differs : ([, , range]: Row) => range;
			yield { property, operator: op, cell };
			return;
		}
		case 'in':
			yield { property: nameOf(expression.left), operator: 'in', cell: ([eq]) => eq };
			return;
		case 'call': {
			const property = nameOf(expression.args[0]);
			const { name } = expression;
			if (name === 'startswith') yield { property, operator: 'startsWith', cell: ([, starts]) => starts };
			else if (name === 'endswith') {
				const fixed: Cell = endings.includes(property.toLowerCase()) ? 'advanced' : 'none';
				yield { property, operator: 'endsWith', cell: () => fixed, fixed };
			} else yield { property, operator: name, cell: () => 'none', fixed: 'none' };
			return;
		}
		case 'lambda': {
			const property = [
				names.get(expression.path[0]) ?? expression.path[0],
				...expression.path.slice(1),
			].join('/');
			if (expression.body === undefined) {
				yield { property: `${property}/any`, operator: 'any', cell: () => 'none', fixed: 'none' };
				return;
			}
			yield* leavesOf(expression.body, new Map([...names, [expression.variable, `${property}/any`]]));
			return;
		}
		case 'path':
			yield { property: nameOf(expression), operator: 'eq', cell: ([eq]) => eq };
			return;
		case 'literal':
			return;
	}
}

function cellOf(leaf: Leaf, type: string, unlisted: Cell): Cell {
	if (leaf.fixed !== undefined) return leaf.fixed;
	if (leaf.operator === 'count') {
		const [, collection = '', number = ''] = /^(.*)\/\$count \w+ (\S+)$/i.exec(leaf.property) ?? [];
		const known = Object.entries(counts[type] ?? {}).find(
			([name]) => name.toLowerCase() === collection.toLowerCase(),
		);
		return known?.[1].includes(Number(number)) ? 'advanced' : 'none';
	}
	const name = leaf.property
		.toLowerCase()
		.replace(/\/extensionattribute(?:[1-9]|1[0-5])$/, '/extensionattribute#');
	if (/^extension_[0-9a-f]{32}_/.test(name)) return leaf.cell(['both', 'advanced', 'none', 'advanced']);
	const row = tables.get(type)?.get(name);
	const cell = row === undefined ? 'none' : leaf.cell(row);
	return cell === 'none' ? unlisted : cell;
}

const works = (cell: Cell, advanced: boolean) =>
	cell === 'both' || cell === (advanced ? 'advanced' : 'plain');

const capital = (type: string) => type.charAt(0).toUpperCase() + type.slice(1);

/**
 * Whether Graph supports a query.
 * @param advanced whether both advanced query parameters were sent
 * @returns its refusal, 400 `Request_UnsupportedQuery`; undefined where it's supported
 */
export function refusalOf(question: DirectoryQuestion, advanced: boolean): GraphError | undefined {
	const { type, relationship, cast, filter, orderBy, unlisted } = question;
	if (cast && !advanced)
		return unsupportedQuery('OData cast is not supported without $count=true and ConsistencyLevel:eventual.');
	if (relationship && !advanced && filter)
		return unsupportedQuery(
			'The specified filter to the reference property query is currently not supported.',
		);
	for (const leaf of filter ? leavesOf(filter, new Map()) : []) {
		const types = type === 'directoryObject' ? [...tables.keys()] : [type];
		if (types.some((one) => works(cellOf(leaf, one, unlisted), advanced))) continue;
		const lacking = types.some((one) => works(cellOf(leaf, one, unlisted), !advanced)) && !advanced;
		if (lacking && leaf.operator === 'endsWith') {
			return unsupportedQuery(
				"Operator 'endsWith' is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for more information",
			);
		}
		const [property] = leaf.property.split('/');
		return unsupportedQuery(
			`Unsupported or invalid query filter clause specified for property '${property}' of resource '${capital(type)}'.`,
		);
	}
	if (orderBy.length === 0) return undefined;
	if (!advanced && (filter || relationship))
		return unsupportedQuery('Sorting not supported for current query.');
	const held = type === 'directoryObject' ? { displayName: 'advanced' as Cell } : (orders[type] ?? {});
	const unsortable = orderBy.find((name) => {
		const found = Object.entries(held).find(([one]) => one.toLowerCase() === name.toLowerCase());
		return !works(found?.[1] ?? 'none', advanced);
	});
	return unsortable === undefined
		? undefined
		: unsupportedQuery(`Sorting is not supported for the property '${unsortable}'.`);
}
