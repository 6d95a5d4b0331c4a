/** Where Microsoft keeps what Graph redirects to: SharePoint and OneDrive, Office's reports, Azure's storage. */
const storageHosts = [
	'.sharepoint.com',
	'.sharepoint.us',
	'.sharepoint-mil.us',
	'.sharepoint.cn',
	'.svc.ms',
	'.microsoftpersonalcontent.com',
	'.1drv.com',
	'.office.com',
	'.office365.com',
	'.office.us',
	'.office365.us',
	'.office.net',
	'.microsoft.com',
	'.microsoft.us',
	'.windows.net',
	'.usgovcloudapi.net',
	'.chinacloudapi.cn',
	'.partner.outlook.cn',
	'.sovcloud.fr',
	'.sovcloud.de',
	'.sovcloud.sg',
];

/**
 * Whether a file may be fetched from where Graph redirects to, or sent there: by https from a host of Microsoft, or from
 * the host of a custom Graph.
 * @param base where Graph is, with the version
 */
export function isStorageUrl(location: string, base: string): boolean {
	if (!URL.canParse(location)) return false;
	const [url, graph] = [new URL(location), new URL(base)];
	if (url.hostname === graph.hostname && url.protocol === graph.protocol) return true;
	return url.protocol === 'https:' && storageHosts.some((end) => url.hostname.endsWith(end));
}
