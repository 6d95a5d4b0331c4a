/**
 * Which properties of directory objects can be filtered, and how. `plain` works with and without the advanced query
 * parameters, `advanced` only with them, `plainOnly` only without. What isn't listed isn't documented to work. `in`
 * follows `eq`; `range` is `ge` and `le`. Properties within a collection have the collection's name as prefix:
 * `assignedLicenses/skuId` for `assignedLicenses/any(a:a/skuId eq …)`.
 * Source: "Advanced query capabilities on Microsoft Entra ID objects", the tables for `$filter` and `$orderby`, as of
 * October 25, 2024; `signInActivity`: "user resource type".
 */
export const filterTables: Readonly<Record<DirectoryType, FilterTable>> = {
	application: {
		eq: {
			plain: `appId disabledByMicrosoftStatus displayName identifierUris publisherDomain signInAudience tags uniqueName`,
			advanced: `description federatedIdentityCredentials/issuer federatedIdentityCredentials/name
				federatedIdentityCredentials/subject info/termsOfServiceUrl notes publicClient/redirectUris
				requiredResourceAccess/resourceAppId serviceManagementReference spa/redirectUris verifiedPublisher/displayName
				web/homePageUrl web/redirectUris`,
		},
		startsWith: {
			plain: `displayName identifierUris publisherDomain tags uniqueName`,
			advanced: `description federatedIdentityCredentials/issuer federatedIdentityCredentials/name
				federatedIdentityCredentials/subject info/termsOfServiceUrl notes publicClient/redirectUris
				serviceManagementReference spa/redirectUris verifiedPublisher/displayName web/homePageUrl web/redirectUris`,
		},
		range: { plain: 'createdDateTime' },
		null: {
			advanced: `createdDateTime description displayName info/logoUrl notes serviceManagementReference
				verifiedPublisher/displayName web/homePageUrl`,
		},
	},
	device: {
		eq: {
			plain: `accountEnabled alternativeSecurityIds/type deviceId displayName hostnames isCompliant isManaged mdmAppId
				onPremisesSecurityIdentifier onPremisesSyncEnabled operatingSystem operatingSystemVersion physicalIds
				profileType trustType`,
			advanced: `alternativeSecurityIds/identityProvider deviceCategory deviceOwnership enrollmentProfileName
				extensionAttributes/extensionAttribute isRooted managementType manufacturer model`,
		},
		startsWith: {
			plain: `displayName hostnames operatingSystem operatingSystemVersion`,
			advanced: `alternativeSecurityIds/identityProvider deviceCategory enrollmentProfileName
				extensionAttributes/extensionAttribute manufacturer model`,
		},
		range: {
			plain: `approximateLastSignInDateTime onPremisesLastSyncDateTime`,
			advanced: 'registrationDateTime',
		},
		null: {
			advanced: `approximateLastSignInDateTime deviceCategory deviceOwnership displayName enrollmentProfileName
				extensionAttributes/extensionAttribute isRooted managementType manufacturer mdmAppId model
				onPremisesSecurityIdentifier onPremisesSyncEnabled operatingSystem operatingSystemVersion registrationDateTime`,
		},
	},
	group: {
		eq: {
			plain: `assignedLicenses/skuId classification createdByAppId displayName groupTypes infoCatalogs
				isAssignableToRole mail mailEnabled mailNickname membershipRule membershipRuleProcessingState
				onPremisesProvisioningErrors/category onPremisesProvisioningErrors/propertyCausingError
				onPremisesSecurityIdentifier onPremisesSyncEnabled proxyAddresses resourceBehaviorOptions
				resourceProvisioningOptions securityEnabled uniqueName`,
			advanced: `description onPremisesSamAccountName preferredLanguage`,
			plainOnly: 'hasMembersWithLicenseErrors',
		},
		startsWith: {
			plain: `classification displayName infoCatalogs mail mailNickname membershipRule proxyAddresses uniqueName`,
			advanced: `description onPremisesSamAccountName`,
		},
		range: {
			plain: `onPremisesLastSyncDateTime renewedDateTime`,
			advanced: `createdDateTime expirationDateTime`,
		},
		null: {
			advanced: `createdDateTime description displayName mail mailNickname onPremisesSecurityIdentifier
				onPremisesSyncEnabled preferredLanguage`,
			plainOnly: 'hasMembersWithLicenseErrors',
		},
	},
	servicePrincipal: {
		eq: {
			plain: `accountEnabled alternativeNames appId applicationTemplateId claimsPolicy/id displayName
				preferredSingleSignOnMode publisherName remoteDesktopSecurityConfiguration/id servicePrincipalNames
				servicePrincipalType tags`,
			advanced: `appOwnerOrganizationId appRoleAssignmentRequired createdObjects/id description
				federatedIdentityCredentials/issuer federatedIdentityCredentials/name federatedIdentityCredentials/subject
				homepage info/termsOfServiceUrl notes verifiedPublisher/displayName`,
		},
		startsWith: {
			plain: `alternativeNames displayName publisherName servicePrincipalNames tags`,
			advanced: `description federatedIdentityCredentials/issuer federatedIdentityCredentials/name
				federatedIdentityCredentials/subject homepage info/termsOfServiceUrl notes verifiedPublisher/displayName`,
		},
		range: { plain: 'preferredTokenSigningKeyEndDateTime' },
		null: { advanced: `description displayName homepage info/logoUrl notes verifiedPublisher/displayName` },
	},
	user: {
		eq: {
			plain: `accountEnabled ageGroup assignedLicenses/skuId city cloudRealtimeCommunicationInfo/isSipEnabled
				consentProvidedForMinor country creationType department displayName employeeId externalUserState givenName
				imAddresses infoCatalogs isResourceAccount jobTitle mail mailNickname onPremisesImmutableId
				onPremisesProvisioningErrors/category onPremisesProvisioningErrors/propertyCausingError
				onPremisesSecurityIdentifier onPremisesSyncEnabled otherMails proxyAddresses state surname usageLocation
				userPrincipalName userType`,
			advanced: `assignedPlans/capabilityStatus assignedPlans/service assignedPlans/servicePlanId
				authorizationInfo/certificateUserIds businessPhones companyName createdObjects/id employeeOrgData/costCenter
				employeeOrgData/division employeeType faxNumber mobilePhone officeLocation onPremisesDistinguishedName
				onPremisesExtensionAttributes/extensionAttribute onPremisesSamAccountName onPremisesSipInfo/isSipEnabled
				passwordProfile/forceChangePasswordNextSignIn passwordProfile/forceChangePasswordNextSignInWithMfa postalCode
				preferredLanguage provisionedPlans/provisioningStatus provisionedPlans/service streetAddress`,
			plainOnly: `identities/issuer identities/issuerAssignedId isLicenseReconciliationNeeded`,
		},
		startsWith: {
			plain: `city country department displayName givenName imAddresses infoCatalogs jobTitle mail mailNickname
				otherMails proxyAddresses surname usageLocation userPrincipalName`,
			advanced: `assignedPlans/service businessPhones companyName employeeOrgData/costCenter employeeOrgData/division
				faxNumber mobilePhone officeLocation onPremisesDistinguishedName
				onPremisesExtensionAttributes/extensionAttribute onPremisesSamAccountName postalCode provisionedPlans/service
				streetAddress`,
		},
		range: {
			plain: `createdDateTime onPremisesLastSyncDateTime signInActivity/lastNonInteractiveSignInDateTime
				signInActivity/lastSignInDateTime signInActivity/lastSuccessfulSignInDateTime`,
			advanced: 'employeeHireDate',
		},
		null: {
			advanced: `city companyName country createdDateTime department displayName employeeId faxNumber givenName jobTitle
				mail mailNickname mobilePhone officeLocation onPremisesDistinguishedName
				onPremisesExtensionAttributes/extensionAttribute onPremisesSecurityIdentifier onPremisesSyncEnabled
				passwordPolicies passwordProfile/forceChangePasswordNextSignIn
				passwordProfile/forceChangePasswordNextSignInWithMfa postalCode preferredLanguage state streetAddress surname
				userType`,
			plainOnly: 'identities/issuer',
		},
	},
};

/** What lists without the advanced query parameters can be ordered by; every other order needs them, or isn't supported. */
export const plainOrders: Readonly<Partial<Record<DirectoryType, readonly string[]>>> = {
	group: ['displayName'],
	user: ['displayName', 'userPrincipalName'],
};

/**
 * The properties that `$search` searches for plain words. Source: "Use the $search query parameter", directory objects.
 */
export const searchedProperties: Readonly<Record<DirectoryType | 'directoryObject', readonly string[]>> = {
	application: ['displayName'],
	device: ['displayName'],
	directoryObject: ['displayName'],
	group: ['displayName', 'description', 'mail'],
	servicePrincipal: ['displayName'],
	user: ['displayName', 'mail'],
};

/** A type of directory object that this node lists. */
export type DirectoryType = 'application' | 'device' | 'group' | 'servicePrincipal' | 'user';

/** Operators that the tables distinguish; `null` is `eq null`. */
export type TableOperator = 'eq' | 'startsWith' | 'range' | 'null';

/** How a property can be queried with an operator. */
export type Support = 'plain' | 'advanced' | 'plainOnly';

/** Names of properties, separated by white space, by operator and query mode. */
export type FilterTable = Readonly<Record<TableOperator, Readonly<Partial<Record<Support, string>>>>>;
