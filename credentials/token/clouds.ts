/** Where a cloud signs in and where its Graph is; both without a trailing slash. */
export interface Cloud {
	loginUrl: string;
	graphUrl: string;
}

/** Microsoft's clouds (source: "National cloud deployments" in Graph's documentation). */
export const clouds: Readonly<Record<string, Cloud>> = {
	global: { loginUrl: 'https://login.microsoftonline.com', graphUrl: 'https://graph.microsoft.com' },
	usGovernment: { loginUrl: 'https://login.microsoftonline.us', graphUrl: 'https://graph.microsoft.us' },
	usGovernmentDod: {
		loginUrl: 'https://login.microsoftonline.us',
		graphUrl: 'https://dod-graph.microsoft.us',
	},
	china: {
		loginUrl: 'https://login.partner.microsoftonline.cn',
		graphUrl: 'https://microsoftgraph.chinacloudapi.cn',
	},
};
