/** Where a cloud signs in and where its Graph is; both without a trailing slash. */
export interface Cloud {
	loginUrl: string;
	graphUrl: string;
	/** The audience of an assertion that a managed identity of this cloud gives for a federated credential. */
	tokenExchangeAudience: string;
}

/** The audience in the global cloud, and in any cloud that isn't listed. */
export const publicTokenExchangeAudience = 'api://AzureADTokenExchange';

/**
 * Microsoft's clouds.
 * Source: "National cloud deployments" in Graph's documentation; for the sovereign clouds of France, Germany, and
 * Singapore the built-in environments of the Microsoft Graph PowerShell SDK (`Get-MgEnvironment`) and MSAL.NET's list of
 * known clouds; for the audiences "Configure an application to trust a managed identity", MSAL.NET, and the Azure Identity
 * libraries, which list Singapore's as GovSG.
 */
export const clouds: Readonly<Record<string, Cloud>> = {
	global: {
		loginUrl: 'https://login.microsoftonline.com',
		graphUrl: 'https://graph.microsoft.com',
		tokenExchangeAudience: publicTokenExchangeAudience,
	},
	usGovernment: {
		loginUrl: 'https://login.microsoftonline.us',
		graphUrl: 'https://graph.microsoft.us',
		tokenExchangeAudience: 'api://AzureADTokenExchangeUSGov',
	},
	usGovernmentDod: {
		loginUrl: 'https://login.microsoftonline.us',
		graphUrl: 'https://dod-graph.microsoft.us',
		tokenExchangeAudience: 'api://AzureADTokenExchangeUSGov',
	},
	china: {
		loginUrl: 'https://login.partner.microsoftonline.cn',
		graphUrl: 'https://microsoftgraph.chinacloudapi.cn',
		tokenExchangeAudience: 'api://AzureADTokenExchangeChina',
	},
	france: {
		loginUrl: 'https://login.sovcloud-identity.fr',
		graphUrl: 'https://graph.svc.sovcloud.fr',
		tokenExchangeAudience: 'api://AzureADTokenExchangeFrance',
	},
	germany: {
		loginUrl: 'https://login.sovcloud-identity.de',
		graphUrl: 'https://graph.svc.sovcloud.de',
		tokenExchangeAudience: 'api://AzureADTokenExchangeGermany',
	},
	singapore: {
		loginUrl: 'https://login.sovcloud-identity.sg',
		graphUrl: 'https://graph.svc.sovcloud.sg',
		tokenExchangeAudience: 'api://AzureADTokenExchangeGovSG',
	},
};
