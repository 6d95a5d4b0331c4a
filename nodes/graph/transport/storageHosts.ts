/** Microsoft's hosts that Graph redirects to: SharePoint and OneDrive, Office's reports, Azure's storage. */
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
 * Whether a file may be downloaded from or uploaded to a URL from Graph: over HTTPS on a Microsoft host, or on the host
 * of a custom Graph.
 * @param base Graph's URL with the version
 */
export function isStorageUrl(location: string, base: string): boolean {
	if (!URL.canParse(location)) return false;
	const [url, graph] = [new URL(location), new URL(base)];
	if (url.hostname === graph.hostname && url.protocol === graph.protocol) return true;
	return url.protocol === 'https:' && storageHosts.some((end) => url.hostname.endsWith(end));
}
