import { resourceFor } from '../../../credentials/auth/token/audience';
import { readFields } from '../../../credentials/auth/core/settings';

interface Case {
	scope: string;
	/** Where the token must go. */
	url: string;
	/** A host that looks like it, and isn't. */
	lookAlike: string;
	cloud?: string;
	/** "Additional Resource Hosts"; none as a rule. */
	hosts?: string;
}

const guid = '5f1c2f0e-6f5b-4b7e-9d9f-1b2c3d4e5f60';

/** What people call as an app, by its name in Microsoft's documentation. */
const cases: Record<string, Case> = {
	'Azure Resource Manager': {
		scope: 'https://management.azure.com/.default',
		url: 'https://management.azure.com/subscriptions?api-version=2022-12-01',
		lookAlike: 'https://xmanagement.azure.com',
	},
	'Azure Resource Manager, by its older name': {
		scope: 'https://management.core.windows.net//.default',
		url: 'https://management.azure.com/subscriptions?api-version=2022-12-01',
		lookAlike: 'https://a.management.azure.com',
	},
	'Azure Resource Manager, by its app ID': {
		scope: '797f4846-ba00-4fd7-ba43-dac1f8f63013/.default',
		url: 'https://management.azure.com/subscriptions?api-version=2022-12-01',
		lookAlike: 'https://management.azure.com.attacker.example',
	},
	'Key Vault': {
		scope: 'https://vault.azure.net/.default',
		url: 'https://contoso.vault.azure.net/secrets/a?api-version=7.4',
		lookAlike: 'https://xvault.azure.net',
	},
	'Managed HSM': {
		scope: 'https://managedhsm.azure.net/.default',
		url: 'https://contoso.managedhsm.azure.net/keys',
		lookAlike: 'https://contoso.vault.azure.net',
	},
	'Storage: blobs': {
		scope: 'https://storage.azure.com/.default',
		url: 'https://contoso.blob.core.windows.net/a?comp=list',
		lookAlike: 'https://contoso.web.core.windows.net',
	},
	'Storage: tables, of an account': {
		scope: 'https://contoso.table.core.windows.net/.default',
		url: 'https://contoso.table.core.windows.net/Tables',
		lookAlike: 'https://fabrikam.table.core.windows.net',
	},
	OneLake: {
		scope: 'https://storage.azure.com/.default',
		url: 'https://onelake.dfs.fabric.microsoft.com/a',
		lookAlike: 'https://onelake.dfs.fabric.microsoft.com.attacker.example',
	},
	'Azure OpenAI': {
		scope: 'https://cognitiveservices.azure.com/.default',
		url: 'https://contoso.openai.azure.com/openai/v1/responses',
		lookAlike: 'https://xopenai.azure.com',
	},
	'Azure AI services': {
		scope: 'https://cognitiveservices.azure.com/.default',
		url: 'https://contoso.cognitiveservices.azure.com/language/:analyze-text',
		lookAlike: 'https://contoso.cognitiveservices.azure.com.attacker.example',
	},
	'Microsoft Foundry': {
		scope: 'https://ai.azure.com/.default',
		url: 'https://contoso.services.ai.azure.com/api/projects/a',
		lookAlike: 'https://xservices.ai.azure.com',
	},
	'AI Search': {
		scope: 'https://search.azure.com/.default',
		url: 'https://contoso.search.windows.net/indexes',
		lookAlike: 'https://xsearch.windows.net',
	},
	'Log Analytics': {
		scope: 'https://api.loganalytics.io/.default',
		url: 'https://api.loganalytics.azure.com/v1/workspaces/a/query',
		lookAlike: 'https://api.loganalytics.azure.com.attacker.example',
	},
	'Log Analytics, by its newer name': {
		scope: 'https://api.loganalytics.azure.com/.default',
		url: 'https://api.loganalytics.io/v1/workspaces/a/query',
		lookAlike: 'https://xapi.loganalytics.io',
	},
	'Application Insights': {
		scope: 'https://api.applicationinsights.io/.default',
		url: 'https://api.applicationinsights.io/v1/apps/a/query',
		lookAlike: 'https://api-applicationinsights.io',
	},
	'Monitor, logs ingestion': {
		scope: 'https://monitor.azure.com/.default',
		url: 'https://a-1234.westeurope-1.ingest.monitor.azure.com/dataCollectionRules/a',
		lookAlike: 'https://xingest.monitor.azure.com',
	},
	'Data Explorer, by the cluster': {
		scope: 'https://contoso.westeurope.kusto.windows.net/.default',
		url: 'https://contoso.westeurope.kusto.windows.net/v2/rest/query',
		lookAlike: 'https://fabrikam.westeurope.kusto.windows.net',
	},
	'Data Explorer': {
		scope: 'https://kusto.kusto.windows.net/.default',
		url: 'https://contoso.westeurope.kusto.windows.net/v2/rest/query',
		lookAlike: 'https://xkusto.windows.net',
	},
	'Data Explorer and Eventhouse': {
		scope: 'https://api.kusto.io/.default',
		url: 'https://contoso.z1.kusto.fabric.microsoft.com/v2/rest/query',
		lookAlike: 'https://xkusto.fabric.microsoft.com',
	},
	'Azure DevOps': {
		scope: '499b84ac-1321-427f-aa17-267ca6975798/.default',
		url: 'https://dev.azure.com/contoso/_apis/projects',
		lookAlike: 'https://xdev.azure.com',
	},
	'Azure DevOps, by an older URL': {
		scope: '499b84ac-1321-427f-aa17-267ca6975798/.default',
		url: 'https://contoso.visualstudio.com/_apis/projects',
		lookAlike: 'https://xvisualstudio.com',
	},
	'Power BI': {
		scope: 'https://analysis.windows.net/powerbi/api/.default',
		url: 'https://api.powerbi.com/v1.0/myorg/groups',
		lookAlike: 'https://evil-api.powerbi.com.attacker.example',
	},
	Fabric: {
		scope: 'https://api.fabric.microsoft.com/.default',
		url: 'https://api.fabric.microsoft.com/v1/workspaces',
		lookAlike: 'https://xapi.fabric.microsoft.com',
	},
	'Azure Batch': {
		scope: 'https://batch.core.windows.net/.default',
		url: 'https://contoso.westeurope.batch.azure.com/jobs',
		lookAlike: 'https://xbatch.azure.com',
	},
	'App Configuration': {
		scope: 'https://azconfig.io/.default',
		url: 'https://contoso.azconfig.io/kv',
		lookAlike: 'https://contoso.azconfig.io.attacker.example',
	},
	'Digital Twins': {
		scope: 'https://digitaltwins.azure.net/.default',
		url: 'https://contoso.api.weu.digitaltwins.azure.net/models',
		lookAlike: 'https://xdigitaltwins.azure.net',
	},
	'Communication Services': {
		scope: 'https://communication.azure.com/.default',
		url: 'https://contoso.europe.communication.azure.com/emails:send',
		lookAlike: 'https://xcommunication.azure.com',
	},
	'Event Grid': {
		scope: 'https://eventgrid.azure.net/.default',
		url: 'https://contoso.westeurope-1.eventgrid.azure.net/api/events',
		lookAlike: 'https://xeventgrid.azure.net',
	},
	'Azure Maps': {
		scope: 'https://atlas.microsoft.com/.default',
		url: 'https://eu.atlas.microsoft.com/search/address/json',
		lookAlike: 'https://xatlas.microsoft.com',
	},
	Databricks: {
		scope: '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default',
		url: 'https://adb-1234567890123456.7.azuredatabricks.net/api/2.1/jobs/list',
		lookAlike: 'https://xazuredatabricks.net',
	},
	Synapse: {
		scope: 'https://dev.azuresynapse.net/.default',
		url: 'https://contoso.dev.azuresynapse.net/pipelines',
		lookAlike: 'https://xdev.azuresynapse.net',
	},
	'IoT Hub': {
		scope: 'https://iothubs.azure.net/.default',
		url: 'https://contoso.azure-devices.net/devices',
		lookAlike: 'https://xazure-devices.net',
	},
	Purview: {
		scope: 'https://purview.azure.net/.default',
		url: 'https://contoso.purview.azure.com/catalog/api/atlas/v2/types',
		lookAlike: 'https://xpurview.azure.com',
	},
	'Defender for Endpoint': {
		scope: 'https://api.securitycenter.microsoft.com/.default',
		url: 'https://api.security.microsoft.com/api/machines',
		lookAlike: 'https://api.security.microsoft.com.attacker.example',
	},
	'Defender for Endpoint, in a region': {
		scope: 'https://api.securitycenter.microsoft.com/.default',
		url: 'https://api-eu.securitycenter.microsoft.com/api/machines',
		lookAlike: 'https://api-eu-securitycenter.microsoft.com',
	},
	'Defender XDR': {
		scope: 'https://api.security.microsoft.com/.default',
		url: 'https://api.security.microsoft.com/api/incidents',
		lookAlike: 'https://api.security-microsoft.com',
	},
	'Defender for Cloud Apps': {
		scope: '05a65629-4c1b-48c1-a78b-804c4abdd4af/.default',
		url: 'https://contoso.eu2.portal.cloudappsecurity.com/api/v1/alerts/',
		lookAlike: 'https://xportal.cloudappsecurity.com',
	},
	'Office 365 Management API': {
		scope: 'https://manage.office.com/.default',
		url: 'https://manage.office.com/api/v1.0/a/activity/feed/subscriptions/list',
		lookAlike: 'https://xmanage.office.com',
	},
	'Exchange Online': {
		scope: 'https://outlook.office365.com/.default',
		url: 'https://outlook.office365.com/adminapi/beta/a/InvokeCommand',
		lookAlike: 'https://outlook.office365.com.attacker.example',
	},
	SharePoint: {
		scope: 'https://contoso.sharepoint.com/.default',
		url: 'https://contoso.sharepoint.com/_api/web',
		lookAlike: 'https://contoso-my.sharepoint.com',
	},
	Intune: {
		scope: 'https://api.manage.microsoft.com/.default',
		url: 'https://fef.amsub0102.manage.microsoft.com/StatelessScepValidationService/a',
		lookAlike: 'https://xmanage.microsoft.com',
	},
	'Power Platform': {
		scope: 'https://api.powerplatform.com/.default',
		url: 'https://api.powerplatform.com/licensing/billingPolicies',
		// Anybody's flow listens on such a host.
		lookAlike: 'https://default0123.12.environment.api.powerplatform.com',
	},
	'Power Apps and Power Automate': {
		scope: 'https://service.powerapps.com/.default',
		url: 'https://api.bap.microsoft.com/providers/Microsoft.BusinessAppPlatform/scopes/admin/environments',
		lookAlike: 'https://xapi.bap.microsoft.com',
	},
	Dataverse: {
		scope: 'https://contoso.crm4.dynamics.com/.default',
		url: 'https://contoso.crm4.dynamics.com/api/data/v9.2/accounts',
		lookAlike: 'https://fabrikam.crm4.dynamics.com',
	},
	'Business Central': {
		scope: '996def3d-b36c-4153-8607-a6fd3c01b89f/.default',
		url: 'https://api.businesscentral.dynamics.com/v2.0/a/production/api/v2.0/companies',
		lookAlike: 'https://xapi.businesscentral.dynamics.com',
	},
	'Partner Center': {
		scope: 'fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd/.default',
		url: 'https://api.partnercenter.microsoft.com/v1/customers',
		lookAlike: 'https://api.partnercenter-microsoft.com',
	},
	'Verified ID': {
		scope: '3db474b9-6a0c-4840-96ac-1fceb342124f/.default',
		url: 'https://verifiedid.did.msidentity.com/v1.0/verifiableCredentials/createIssuanceRequest',
		lookAlike: 'https://verifiedid.did.msidentity.com.attacker.example',
	},
	'Bot Framework': {
		scope: 'https://api.botframework.com/.default',
		url: 'https://smba.trafficmanager.net/emea/v3/conversations',
		lookAlike: 'https://attacker.trafficmanager.net',
	},
	'Health data: FHIR': {
		scope: 'https://contoso-fhir.fhir.azurehealthcareapis.com/.default',
		url: 'https://contoso-fhir.fhir.azurehealthcareapis.com/Patient',
		lookAlike: 'https://fabrikam.fhir.azurehealthcareapis.com',
	},
	'Health data: DICOM': {
		scope: 'https://dicom.healthcareapis.azure.com/.default',
		url: 'https://contoso.dicom.azurehealthcareapis.com/v2/studies',
		lookAlike: 'https://xdicom.azurehealthcareapis.com',
	},
	'Service Bus, whose namespace is named': {
		scope: 'https://servicebus.azure.net/.default',
		hosts: 'contoso.servicebus.windows.net',
		url: 'https://contoso.servicebus.windows.net/queue/messages',
		lookAlike: 'https://attacker.servicebus.windows.net',
	},
	'Event Hubs, whose namespace is named': {
		scope: 'https://eventhubs.azure.net/.default',
		hosts: 'contoso.servicebus.windows.net',
		url: 'https://contoso.servicebus.windows.net/hub/messages',
		lookAlike: 'https://xcontoso.servicebus.windows.net',
	},
	'an API of one’s own, by its URI': {
		scope: `api://${guid}/.default`,
		hosts: 'orders.contoso.com',
		url: 'https://orders.contoso.com/v1/orders',
		lookAlike: 'https://orders.contoso.com.attacker.example',
	},
	'an API of one’s own, by its app ID': {
		scope: `${guid}/.default`,
		hosts: 'contoso.azurewebsites.net',
		url: 'https://contoso.azurewebsites.net/api/orders',
		lookAlike: 'https://attacker.azurewebsites.net',
	},
	'an API of one’s own, by a domain of the tenant': {
		scope: 'https://contoso.onmicrosoft.com/orders/.default',
		hosts: '*.orders.contoso.com',
		url: 'https://eu.orders.contoso.com/v1/orders',
		lookAlike: 'https://xorders.contoso.com',
	},
	// Other clouds
	'Azure Resource Manager, US Government': {
		cloud: 'usGovernment',
		scope: 'https://management.core.usgovcloudapi.net/.default',
		url: 'https://management.usgovcloudapi.net/subscriptions',
		lookAlike: 'https://management.azure.com',
	},
	'Key Vault, by its app ID, DoD': {
		cloud: 'usGovernmentDod',
		scope: 'cfa8b339-82a2-471a-a3c9-0fc0be7a4093/.default',
		url: 'https://contoso.vault.usgovcloudapi.net/secrets',
		lookAlike: 'https://contoso.vault.azure.net',
	},
	'Storage, US Government': {
		cloud: 'usGovernment',
		scope: 'https://storage.azure.com/.default',
		url: 'https://contoso.blob.core.usgovcloudapi.net/a',
		lookAlike: 'https://contoso.blob.core.windows.net',
	},
	'Azure OpenAI, US Government': {
		cloud: 'usGovernment',
		scope: 'https://cognitiveservices.azure.us/.default',
		url: 'https://contoso.openai.azure.us/openai/v1/responses',
		lookAlike: 'https://contoso.openai.azure.com',
	},
	'Power BI, GCC': {
		scope: 'https://analysis.usgovcloudapi.net/powerbi/api/.default',
		url: 'https://api.powerbigov.us/v1.0/myorg/groups',
		lookAlike: 'https://api.high.powerbigov.us',
	},
	'Power BI, GCC High': {
		cloud: 'usGovernment',
		scope: 'https://high.analysis.usgovcloudapi.net/powerbi/api/.default',
		url: 'https://api.high.powerbigov.us/v1.0/myorg/groups',
		lookAlike: 'https://api.mil.powerbigov.us',
	},
	'Power BI, DoD': {
		cloud: 'usGovernmentDod',
		scope: 'https://mil.analysis.usgovcloudapi.net/powerbi/api/.default',
		url: 'https://api.mil.powerbigov.us/v1.0/myorg/groups',
		lookAlike: 'https://api.powerbigov.us',
	},
	'Databricks, US Government': {
		cloud: 'usGovernment',
		scope: '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d/.default',
		url: 'https://adb-1234567890123456.7.databricks.azure.us/api/2.1/jobs/list',
		lookAlike: 'https://adb-1234567890123456.7.azuredatabricks.net',
	},
	'SharePoint, GCC High': {
		cloud: 'usGovernment',
		scope: 'https://contoso.sharepoint.us/.default',
		url: 'https://contoso.sharepoint.us/_api/web',
		lookAlike: 'https://contoso.sharepoint.com',
	},
	'SharePoint, DoD': {
		cloud: 'usGovernmentDod',
		scope: 'https://contoso.sharepoint-mil.us/.default',
		url: 'https://contoso.sharepoint-mil.us/_api/web',
		lookAlike: 'https://contoso.sharepoint.us',
	},
	'SharePoint, China': {
		cloud: 'china',
		scope: 'https://contoso.sharepoint.cn/.default',
		url: 'https://contoso.sharepoint.cn/_api/web',
		lookAlike: 'https://contoso.sharepoint.com',
	},
	'Key Vault, China': {
		cloud: 'china',
		scope: 'https://vault.azure.cn/.default',
		url: 'https://contoso.vault.azure.cn/secrets',
		lookAlike: 'https://xvault.azure.cn',
	},
	'Storage, China': {
		cloud: 'china',
		scope: 'https://storage.azure.com/.default',
		url: 'https://contoso.queue.core.chinacloudapi.cn/a',
		lookAlike: 'https://contoso.queue.core.windows.net',
	},
	'Azure Resource Manager, China': {
		cloud: 'china',
		scope: '797f4846-ba00-4fd7-ba43-dac1f8f63013/.default',
		url: 'https://management.chinacloudapi.cn/subscriptions',
		lookAlike: 'https://management.azure.com',
	},
	'Power BI, China': {
		cloud: 'china',
		scope: 'https://analysis.chinacloudapi.cn/powerbi/api/.default',
		url: 'https://api.powerbi.cn/v1.0/myorg/groups',
		lookAlike: 'https://api.powerbi.com',
	},
	'Azure Resource Manager, France': {
		cloud: 'france',
		scope: 'https://management.core.sovcloud-api.fr/.default',
		url: 'https://management.sovcloud-api.fr/subscriptions',
		lookAlike: 'https://management.sovcloud-api.de',
	},
	'Key Vault, Germany': {
		cloud: 'germany',
		scope: 'https://vault.sovcloud-api.de/.default',
		url: 'https://contoso.vault.sovcloud-api.de/secrets',
		lookAlike: 'https://contoso.vault.sovcloud-api.fr',
	},
	'an API of one’s own, Singapore': {
		cloud: 'singapore',
		scope: `api://${guid}/.default`,
		hosts: 'orders.gov.example',
		url: 'https://orders.gov.example/v1',
		lookAlike: 'https://orders.gov.example.attacker.example',
	},
};

const resourceOf = ({ scope, cloud = 'global', hosts = '' }: Case, url: string) =>
	resourceFor(
		new URL(url),
		// SharePoint takes no secrets.
		readFields({ authentication: 'certificate', scope, cloud, additionalResourceHosts: hosts }),
	);

describe.each(Object.entries(cases))('the token of %s', (_name, known) => {
	const { host, pathname } = new URL(known.url);

	test('goes to its API', () => {
		expect(resourceOf(known, known.url)).toBe(known.scope.replace(/\/\.default$/, ''));
	});

	test.each([
		['a look-alike', known.lookAlike],
		['the host’s name before another', `https://${host}.attacker.example${pathname}`],
		['http', `http://${host}${pathname}`],
		['another port', `https://${host}:8443${pathname}`],
		['the host as user name', `https://${host}@attacker.example${pathname}`],
		['the host in the path', `https://attacker.example/${host}${pathname}`],
		['an encoded dot', `https://attacker.example%2e${host.replaceAll('.', '-')}/`],
		['Entra', 'https://login.microsoftonline.com/'],
	])('goes to no other host: %s', (_kind, url) => {
		const refused = (): string => resourceOf(known, url);
		expect(refused).toThrow(/ go to .* only; the request was for /);
		expect(refused).not.toThrow(/null|undefined/);
	});
});

test('at least 27 resources of Microsoft are known', () => {
	const own = /an API of one’s own/;
	expect(Object.keys(cases).filter((name) => !own.test(name)).length).toBeGreaterThan(27);
});
