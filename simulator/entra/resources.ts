/** The service principal of an API in the tenant. */
export interface ResourceRegistration {
	/** The ID of the API's app; a scope may name it instead of a URI. */
	appId: string;
	/** Application ID URIs, without a slash at the end. */
	uris: string[];
	/**
	 * `requestedAccessTokenVersion` of the registration. The audience of a token of version 1 is the requested resource; of
	 * version 2 it is the app's ID ("Access token claims reference", `aud`).
	 */
	tokenVersion: 1 | 2;
}

const api = (appId: string, ...uris: string[]): ResourceRegistration => ({ appId, uris, tokenVersion: 1 });

/** A custom API of the tenant, as a registration makes it by default: tokens of version 1. */
export const ordersApi = api(
	'66666666-6666-4666-8666-666666666666',
	'api://66666666-6666-4666-8666-666666666666',
	'api://orders.contoso.example',
	'https://contoso.example/orders',
);

/** A custom API of the tenant that requires tokens of version 2. */
export const invoicesApi: ResourceRegistration = {
	appId: '77777777-7777-4777-8777-777777777777',
	uris: ['api://77777777-7777-4777-8777-777777777777'],
	tokenVersion: 2,
};

/** App IDs that aren't needed for what is tested here: counted up, so that each differs. */
const unnamed = (index: number) => `88888888-8888-4888-8888-${String(index).padStart(12, '0')}`;

/** URIs of services of which no app ID is used. */
const services = [
	['https://contoso.sharepoint.com'],
	['https://contoso.sharepoint.us'],
	['https://contoso.sharepoint-mil.us'],
	['https://contoso.sharepoint.cn'],
	['https://contoso.crm4.dynamics.com'],
	['https://managedhsm.azure.net', 'https://managedhsm.usgovcloudapi.net', 'https://managedhsm.azure.cn'],
	['https://ai.azure.com'],
	['https://search.azure.com', 'https://search.azure.us', 'https://search.azure.cn'],
	['https://api.applicationinsights.io'],
	['https://monitor.azure.com', 'https://monitor.azure.us', 'https://monitor.azure.cn'],
	['https://servicebus.azure.net'],
	['https://eventhubs.azure.net'],
	[
		'https://batch.core.windows.net',
		'https://batch.core.usgovcloudapi.net',
		'https://batch.chinacloudapi.cn',
	],
	['https://azconfig.io', 'https://appconfig.azure.com', 'https://appconfig.azure.us'],
	['https://communication.azure.com'],
	['https://eventgrid.azure.net'],
	['https://atlas.microsoft.com'],
	['https://dev.azuresynapse.net'],
	['https://iothubs.azure.net'],
	['https://dicom.healthcareapis.azure.com'],
	['https://contoso-fhir.fhir.azurehealthcareapis.com'],
	['https://api.fabric.microsoft.com'],
	['https://api.security.microsoft.com'],
	['https://api.manage.microsoft.com'],
	['https://api.botframework.com'],
];

/** Services of Microsoft, of all clouds: a tenant has those of its own cloud, which isn't checked here. */
const microsoft = [
	api(
		'797f4846-ba00-4fd7-ba43-dac1f8f63013',
		'https://management.azure.com',
		'https://management.core.windows.net',
		'https://management.usgovcloudapi.net',
		'https://management.core.usgovcloudapi.net',
		'https://management.chinacloudapi.cn',
		'https://management.core.chinacloudapi.cn',
		'https://management.core.sovcloud-api.fr',
		'https://management.core.sovcloud-api.de',
	),
	api(
		'cfa8b339-82a2-471a-a3c9-0fc0be7a4093',
		'https://vault.azure.net',
		'https://vault.usgovcloudapi.net',
		'https://vault.azure.cn',
		'https://vault.sovcloud-api.fr',
		'https://vault.sovcloud-api.de',
	),
	api('e406a681-f3d4-42a8-90b6-c2b029497af1', 'https://storage.azure.com'),
	api(
		'7d312290-28c8-473c-a0ed-8e53749b6d6d',
		'https://cognitiveservices.azure.com',
		'https://cognitiveservices.azure.us',
		'https://cognitiveservices.azure.cn',
	),
	api(
		'ca7f3f0b-7d91-482c-8e09-c5d840d0eac5',
		'https://api.loganalytics.io',
		'https://api.loganalytics.azure.com',
	),
	api(
		'2746ea77-4702-4b45-80ca-3c97e680e8b7',
		'https://kusto.kusto.windows.net',
		'https://api.kusto.io',
		'https://contoso.westeurope.kusto.windows.net',
	),
	api('499b84ac-1321-427f-aa17-267ca6975798', 'https://app.vssps.visualstudio.com'),
	api(
		'00000009-0000-0000-c000-000000000000',
		'https://analysis.windows.net/powerbi/api',
		'https://analysis.usgovcloudapi.net/powerbi/api',
		'https://high.analysis.usgovcloudapi.net/powerbi/api',
		'https://mil.analysis.usgovcloudapi.net/powerbi/api',
		'https://analysis.chinacloudapi.cn/powerbi/api',
	),
	api('2ff814a6-3304-4ab8-85cb-cd0e6f879c1d'),
	api('0b07f429-9f4b-4714-9392-cc5e8e80c8b0', 'https://digitaltwins.azure.net'),
	api('73c2949e-da2d-457a-9607-fcc665198967', 'https://purview.azure.net'),
	api(
		'fc780465-2017-40d4-a0c5-307022471b92',
		'https://api.securitycenter.microsoft.com',
		'https://api-gcc.securitycenter.microsoft.us',
		'https://api-gov.securitycenter.microsoft.us',
	),
	api('05a65629-4c1b-48c1-a78b-804c4abdd4af'),
	api(
		'c5393580-f805-4401-95e8-94b7a6ef2fc2',
		'https://manage.office.com',
		'https://manage-gcc.office.com',
		'https://manage.office365.us',
		'https://manage.protection.apps.mil',
	),
	api(
		'00000002-0000-0ff1-ce00-000000000000',
		'https://outlook.office365.com',
		'https://outlook.office.com',
		'https://outlook.office365.us',
	),
	api('8578e004-a5c6-46e7-913e-12f58912df43', 'https://api.powerplatform.com'),
	api('475226c6-020e-4fb2-8a90-7a972cbfc1d4', 'https://service.powerapps.com'),
	api('996def3d-b36c-4153-8607-a6fd3c01b89f', 'https://api.businesscentral.dynamics.com'),
	api('fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd', 'https://api.partnercenter.microsoft.com'),
	api('3db474b9-6a0c-4840-96ac-1fceb342124f'),
	...services.map((uris, index) => api(unnamed(index), ...uris)),
];

/** What the tenant has at the start, in addition to Graph. */
export const defaultResources = (): ResourceRegistration[] =>
	[...microsoft, ordersApi, invoicesApi].map((resource) => ({ ...resource, uris: [...resource.uris] }));

/** Graph, by its URL or its app's ID. */
export const isGraph = (resource: string, graphUrl: string): boolean =>
	[graphUrl, '00000003-0000-0000-c000-000000000000'].includes(withoutEndSlashes(resource.toLowerCase()));

/**
 * @param registered service principals
 * @param resource as requested: a URI, with slashes at its end or without, or an app ID
 * @returns `undefined` where the tenant has none of that name
 */
export function findResource(
	registered: readonly ResourceRegistration[],
	resource: string,
): ResourceRegistration | undefined {
	const wanted = withoutEndSlashes(resource.toLowerCase());
	return registered.find(
		({ appId, uris }) => appId === wanted || uris.some((uri) => uri.toLowerCase() === wanted),
	);
}

/** A resource's URI without the slashes at its end. */
export function withoutEndSlashes(uri: string): string {
	return uri.replace(/(?<!\/)\/+$/, '');
}
