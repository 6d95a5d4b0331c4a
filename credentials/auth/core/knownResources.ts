import { clouds } from './clouds';
import { withoutEndSlashes } from './plainUrl';

/** A resource of Microsoft whose API has other hosts than the one that its name has. */
export interface KnownResource {
	name: string;
	/** The clouds, by the values of the field "Cloud", in which it has these names and hosts. */
	clouds: readonly string[];
	/** What a scope calls it, in lower case: URIs without a slash at the end, and the ID of its app. */
	ids: readonly string[];
	/** The hosts of its API. `*.` stands for names before it, any number of them. */
	hosts: readonly string[];
}

const global = ['global'];
const government = ['usGovernment', 'usGovernmentDod'];
const china = ['china'];
const france = ['france'];
const germany = ['germany'];

const graphId = '00000003-0000-0000-c000-000000000000';
const managementId = '797f4846-ba00-4fd7-ba43-dac1f8f63013';
const vaultId = 'cfa8b339-82a2-471a-a3c9-0fc0be7a4093';
const storageId = 'e406a681-f3d4-42a8-90b6-c2b029497af1';
const databricksId = '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d';
const powerBiId = '00000009-0000-0000-c000-000000000000';

/** The hosts of an account's services, below a cloud's domain for storage. */
const storageHosts = (domain: string) =>
	['blob', 'queue', 'table', 'file', 'dfs'].map((service) => `*.${service}.${domain}`);

/**
 * The resources of which Microsoft's documentation, or one of its libraries, names both the scope and the hosts.
 * A resource whose hosts aren't Microsoft's alone has none here: see `sharedDomains`. Power Platform's hosts of single
 * environments are such, and those of Service Bus and Event Hubs, where anyone's Azure Relay listens too. Services that
 * take no bearer token in the header (Cosmos DB, Container Registry, SQL) aren't here.
 * Sources: each service's page on authentication with Microsoft Entra ID; "Compare Azure Government and global Azure";
 * "Azure in China developer guide"; "Embed Power BI content for national/regional clouds"; "Microsoft Defender for
 * Endpoint for US Government customers"; for France and Germany Kudu, SqlClient, and the Azure SDK for Go.
 */
export const knownResources: readonly KnownResource[] = [
	...Object.entries(clouds).map(([cloud, { graphUrl }]) => ({
		name: 'Microsoft Graph',
		clouds: [cloud],
		ids: [graphId],
		hosts: [new URL(graphUrl).host],
	})),
	{
		name: 'Azure Resource Manager',
		clouds: global,
		ids: ['https://management.azure.com', 'https://management.core.windows.net', managementId],
		hosts: ['management.azure.com'],
	},
	{
		name: 'Azure Resource Manager',
		clouds: government,
		ids: ['https://management.usgovcloudapi.net', 'https://management.core.usgovcloudapi.net', managementId],
		hosts: ['management.usgovcloudapi.net'],
	},
	{
		name: 'Azure Resource Manager',
		clouds: china,
		ids: ['https://management.chinacloudapi.cn', 'https://management.core.chinacloudapi.cn', managementId],
		hosts: ['management.chinacloudapi.cn'],
	},
	{
		name: 'Azure Resource Manager',
		clouds: france,
		ids: ['https://management.sovcloud-api.fr', 'https://management.core.sovcloud-api.fr', managementId],
		hosts: ['management.sovcloud-api.fr'],
	},
	{
		name: 'Azure Resource Manager',
		clouds: germany,
		ids: ['https://management.sovcloud-api.de', 'https://management.core.sovcloud-api.de', managementId],
		hosts: ['management.sovcloud-api.de'],
	},
	{
		name: 'Key Vault',
		clouds: global,
		ids: ['https://vault.azure.net', vaultId],
		hosts: ['*.vault.azure.net'],
	},
	{
		name: 'Key Vault',
		clouds: government,
		ids: ['https://vault.usgovcloudapi.net', vaultId],
		hosts: ['*.vault.usgovcloudapi.net'],
	},
	{
		name: 'Key Vault',
		clouds: china,
		ids: ['https://vault.azure.cn', vaultId],
		hosts: ['*.vault.azure.cn'],
	},
	{
		name: 'Key Vault',
		clouds: france,
		ids: ['https://vault.sovcloud-api.fr', vaultId],
		hosts: ['*.vault.sovcloud-api.fr'],
	},
	{
		name: 'Key Vault',
		clouds: germany,
		ids: ['https://vault.sovcloud-api.de', vaultId],
		hosts: ['*.vault.sovcloud-api.de'],
	},
	{
		name: 'Managed HSM',
		clouds: global,
		ids: ['https://managedhsm.azure.net'],
		hosts: ['*.managedhsm.azure.net'],
	},
	{
		name: 'Managed HSM',
		clouds: government,
		ids: ['https://managedhsm.usgovcloudapi.net'],
		hosts: ['*.managedhsm.usgovcloudapi.net'],
	},
	{
		name: 'Managed HSM',
		clouds: china,
		ids: ['https://managedhsm.azure.cn'],
		hosts: ['*.managedhsm.azure.cn'],
	},
	{
		name: 'Managed HSM',
		clouds: france,
		ids: ['https://managedhsm.sovcloud-api.fr'],
		hosts: ['*.managedhsm.sovcloud-api.fr'],
	},
	{
		name: 'Managed HSM',
		clouds: germany,
		ids: ['https://managedhsm.sovcloud-api.de'],
		hosts: ['*.managedhsm.sovcloud-api.de'],
	},
	{
		name: 'Storage and OneLake',
		clouds: global,
		ids: ['https://storage.azure.com', storageId],
		hosts: [
			...storageHosts('core.windows.net'),
			...storageHosts('storage.azure.net'),
			'*.dfs.fabric.microsoft.com',
			'*.blob.fabric.microsoft.com',
		],
	},
	{
		name: 'Storage',
		clouds: government,
		ids: ['https://storage.azure.com', storageId],
		hosts: storageHosts('core.usgovcloudapi.net'),
	},
	{
		name: 'Storage',
		clouds: china,
		ids: ['https://storage.azure.com', storageId],
		hosts: storageHosts('core.chinacloudapi.cn'),
	},
	{
		name: 'Azure AI services and Azure OpenAI',
		clouds: global,
		ids: [
			'https://cognitiveservices.azure.com',
			'https://ai.azure.com',
			'7d312290-28c8-473c-a0ed-8e53749b6d6d',
		],
		hosts: [
			'*.cognitiveservices.azure.com',
			'*.openai.azure.com',
			'*.services.ai.azure.com',
			'*.api.cognitive.microsoft.com',
			'api.cognitive.microsofttranslator.com',
		],
	},
	{
		name: 'Azure AI services and Azure OpenAI',
		clouds: government,
		ids: ['https://cognitiveservices.azure.us'],
		hosts: ['*.cognitiveservices.azure.us', '*.openai.azure.us'],
	},
	{
		name: 'Azure AI services',
		clouds: china,
		ids: ['https://cognitiveservices.azure.cn'],
		hosts: ['*.cognitiveservices.azure.cn'],
	},
	{
		name: 'AI Search',
		clouds: global,
		ids: ['https://search.azure.com'],
		hosts: ['*.search.windows.net'],
	},
	{
		name: 'AI Search',
		clouds: government,
		ids: ['https://search.azure.us'],
		hosts: ['*.search.azure.us'],
	},
	{
		name: 'AI Search',
		clouds: china,
		ids: ['https://search.azure.cn'],
		hosts: ['*.search.azure.cn'],
	},
	{
		name: 'Log Analytics',
		clouds: global,
		ids: [
			'https://api.loganalytics.io',
			'https://api.loganalytics.azure.com',
			'ca7f3f0b-7d91-482c-8e09-c5d840d0eac5',
		],
		hosts: ['api.loganalytics.io', 'api.loganalytics.azure.com'],
	},
	{
		name: 'Monitor',
		clouds: global,
		ids: ['https://monitor.azure.com', 'https://metrics.monitor.azure.com'],
		hosts: ['*.ingest.monitor.azure.com', '*.metrics.monitor.azure.com'],
	},
	{
		name: 'Monitor',
		clouds: government,
		ids: ['https://monitor.azure.us', 'https://metrics.monitor.azure.us'],
		hosts: ['*.ingest.monitor.azure.us', '*.metrics.monitor.azure.us'],
	},
	{
		name: 'Monitor',
		clouds: china,
		ids: ['https://monitor.azure.cn', 'https://metrics.monitor.azure.cn'],
		hosts: ['*.ingest.monitor.azure.cn', '*.metrics.monitor.azure.cn'],
	},
	{
		name: 'Data Explorer and Eventhouse',
		clouds: global,
		ids: ['https://kusto.kusto.windows.net', 'https://api.kusto.io', '2746ea77-4702-4b45-80ca-3c97e680e8b7'],
		hosts: ['*.kusto.windows.net', '*.kusto.fabric.microsoft.com'],
	},
	{
		name: 'Data Explorer',
		clouds: government,
		ids: ['https://kusto.kusto.usgovcloudapi.net'],
		hosts: ['*.kusto.usgovcloudapi.net'],
	},
	{
		name: 'Data Explorer',
		clouds: china,
		ids: ['https://kusto.kusto.chinacloudapi.cn'],
		hosts: ['*.kusto.chinacloudapi.cn'],
	},
	{
		name: 'Azure DevOps',
		clouds: global,
		ids: ['499b84ac-1321-427f-aa17-267ca6975798', 'https://app.vssps.visualstudio.com'],
		hosts: ['dev.azure.com', '*.dev.azure.com', '*.visualstudio.com'],
	},
	{
		name: 'Power BI',
		clouds: global,
		ids: ['https://analysis.windows.net/powerbi/api', powerBiId],
		hosts: ['api.powerbi.com', 'api.fabric.microsoft.com'],
	},
	{
		name: 'Power BI (GCC)',
		clouds: global,
		ids: ['https://analysis.usgovcloudapi.net/powerbi/api'],
		hosts: ['api.powerbigov.us'],
	},
	{
		name: 'Power BI',
		clouds: ['usGovernment'],
		ids: ['https://high.analysis.usgovcloudapi.net/powerbi/api', powerBiId],
		hosts: ['api.high.powerbigov.us'],
	},
	{
		name: 'Power BI',
		clouds: ['usGovernmentDod'],
		ids: ['https://mil.analysis.usgovcloudapi.net/powerbi/api', powerBiId],
		hosts: ['api.mil.powerbigov.us'],
	},
	{
		name: 'Power BI',
		clouds: china,
		ids: ['https://analysis.chinacloudapi.cn/powerbi/api', powerBiId],
		hosts: ['api.powerbi.cn'],
	},
	{
		name: 'Azure Batch',
		clouds: global,
		ids: ['https://batch.core.windows.net'],
		hosts: ['*.batch.azure.com'],
	},
	{
		name: 'Azure Batch',
		clouds: government,
		ids: ['https://batch.core.usgovcloudapi.net'],
		hosts: ['*.batch.usgovcloudapi.net'],
	},
	{
		name: 'Azure Batch',
		clouds: china,
		ids: ['https://batch.chinacloudapi.cn'],
		hosts: ['*.batch.chinacloudapi.cn'],
	},
	{
		name: 'App Configuration',
		clouds: global,
		ids: ['https://azconfig.io', 'https://appconfig.azure.com'],
		hosts: ['*.azconfig.io', '*.appconfig.azure.com'],
	},
	{
		name: 'App Configuration',
		clouds: government,
		ids: ['https://azconfig.azure.us', 'https://appconfig.azure.us'],
		hosts: ['*.azconfig.azure.us', '*.appconfig.azure.us'],
	},
	{
		name: 'App Configuration',
		clouds: china,
		ids: ['https://azconfig.azure.cn', 'https://appconfig.azure.cn'],
		hosts: ['*.azconfig.azure.cn', '*.appconfig.azure.cn'],
	},
	{
		name: 'App Configuration',
		clouds: france,
		ids: ['https://appconfig.sovcloud-api.fr'],
		hosts: ['*.azconfig.sovcloud-api.fr', '*.appconfig.sovcloud-api.fr'],
	},
	{
		name: 'Digital Twins',
		clouds: global,
		ids: ['https://digitaltwins.azure.net', '0b07f429-9f4b-4714-9392-cc5e8e80c8b0'],
		hosts: ['*.digitaltwins.azure.net'],
	},
	{
		name: 'Communication Services',
		clouds: global,
		ids: ['https://communication.azure.com'],
		hosts: ['*.communication.azure.com'],
	},
	{
		name: 'Event Grid',
		clouds: global,
		ids: ['https://eventgrid.azure.net'],
		hosts: ['*.eventgrid.azure.net'],
	},
	{
		name: 'Azure Maps',
		clouds: global,
		ids: ['https://atlas.microsoft.com'],
		hosts: ['atlas.microsoft.com', '*.atlas.microsoft.com'],
	},
	{
		name: 'Databricks',
		clouds: global,
		ids: [databricksId],
		hosts: ['*.azuredatabricks.net'],
	},
	{
		name: 'Databricks',
		clouds: government,
		ids: [databricksId],
		hosts: ['*.databricks.azure.us'],
	},
	{
		name: 'Databricks',
		clouds: china,
		ids: [databricksId],
		hosts: ['*.databricks.azure.cn'],
	},
	{
		name: 'Synapse',
		clouds: global,
		ids: ['https://dev.azuresynapse.net'],
		hosts: ['*.dev.azuresynapse.net'],
	},
	{
		name: 'Synapse',
		clouds: government,
		ids: ['https://dev.azuresynapse.usgovcloudapi.net'],
		hosts: ['*.dev.azuresynapse.usgovcloudapi.net'],
	},
	{
		name: 'Synapse',
		clouds: china,
		ids: ['https://dev.azuresynapse.azure.cn'],
		hosts: ['*.dev.azuresynapse.azure.cn'],
	},
	{
		name: 'IoT Hub',
		clouds: global,
		ids: ['https://iothubs.azure.net'],
		hosts: ['*.azure-devices.net'],
	},
	{
		name: 'IoT Hub',
		clouds: government,
		ids: ['https://iothubs.azure.us'],
		hosts: ['*.azure-devices.us'],
	},
	{
		name: 'Purview',
		clouds: global,
		ids: ['https://purview.azure.net', '73c2949e-da2d-457a-9607-fcc665198967'],
		hosts: ['*.purview.azure.com', '*.purview-service.microsoft.com'],
	},
	{
		name: 'Health Data Services (DICOM)',
		clouds: global,
		ids: ['https://dicom.healthcareapis.azure.com'],
		hosts: ['*.dicom.azurehealthcareapis.com'],
	},
	{
		name: 'Defender for Endpoint',
		clouds: global,
		ids: [
			'https://api.securitycenter.microsoft.com',
			'https://securitycenter.onmicrosoft.com/windowsatpservice',
			'fc780465-2017-40d4-a0c5-307022471b92',
		],
		hosts: [
			'*.securitycenter.microsoft.com',
			'api.security.microsoft.com',
			...['us', 'eu', 'uk', 'au', 'in'].flatMap((region) => [
				`${region}.api.security.microsoft.com`,
				`api-${region}.security.microsoft.com`,
			]),
		],
	},
	{
		name: 'Defender for Cloud Apps',
		clouds: global,
		ids: ['05a65629-4c1b-48c1-a78b-804c4abdd4af'],
		hosts: ['*.portal.cloudappsecurity.com'],
	},
	{
		name: 'Office 365 Management API',
		clouds: global,
		ids: ['c5393580-f805-4401-95e8-94b7a6ef2fc2'],
		hosts: ['manage.office.com'],
	},
	{
		name: 'Office 365 Management API',
		clouds: ['usGovernment'],
		ids: ['c5393580-f805-4401-95e8-94b7a6ef2fc2'],
		hosts: ['manage.office365.us'],
	},
	{
		name: 'Office 365 Management API',
		clouds: ['usGovernmentDod'],
		ids: ['c5393580-f805-4401-95e8-94b7a6ef2fc2'],
		hosts: ['manage.protection.apps.mil'],
	},
	{
		name: 'Exchange Online',
		clouds: global,
		ids: [
			'https://outlook.office365.com',
			'https://outlook.office.com',
			'00000002-0000-0ff1-ce00-000000000000',
		],
		hosts: ['outlook.office365.com', 'outlook.office.com'],
	},
	{
		name: 'Intune',
		clouds: global,
		ids: ['https://api.manage.microsoft.com'],
		hosts: ['*.manage.microsoft.com'],
	},
	{
		name: 'Power Platform',
		clouds: global,
		ids: ['https://api.powerplatform.com', '8578e004-a5c6-46e7-913e-12f58912df43'],
		hosts: ['api.powerplatform.com'],
	},
	{
		name: 'Power Apps and Power Automate',
		clouds: global,
		ids: ['https://service.powerapps.com', '475226c6-020e-4fb2-8a90-7a972cbfc1d4'],
		hosts: ['api.bap.microsoft.com', 'api.powerapps.com', 'api.flow.microsoft.com'],
	},
	{
		name: 'Business Central',
		clouds: global,
		ids: ['https://api.businesscentral.dynamics.com', '996def3d-b36c-4153-8607-a6fd3c01b89f'],
		hosts: ['api.businesscentral.dynamics.com'],
	},
	{
		name: 'Partner Center',
		clouds: global,
		ids: ['https://api.partnercenter.microsoft.com', 'fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd'],
		hosts: ['api.partnercenter.microsoft.com'],
	},
	{
		name: 'Verified ID',
		clouds: global,
		ids: ['3db474b9-6a0c-4840-96ac-1fceb342124f'],
		hosts: ['verifiedid.did.msidentity.com'],
	},
	{
		name: 'Bot Framework',
		clouds: global,
		ids: ['https://api.botframework.com'],
		hosts: ['api.botframework.com', 'smba.trafficmanager.net'],
	},
];

/**
 * The hosts of a resource that Microsoft documents.
 * @param resource its URI or app ID, as a scope has it
 * @param cloud the value of the field "Cloud"; `custom` may be any of them
 * @returns hosts and `*.` domains; none where it isn't known, or not in this cloud
 */
export function hostsOfKnownResource(resource: string, cloud: string): readonly string[] {
	const id = withoutEndSlashes(resource.toLowerCase());
	return knownResources
		.filter((known) => (cloud === 'custom' || known.clouds.includes(cloud)) && known.ids.includes(id))
		.flatMap(({ hosts }) => hosts);
}
