/**
 * Domains below which anyone can have a host that receives what a request carries: websites, gateways, tunnels. A token
 * doesn't go to all hosts of one.
 * `servicebus.windows.net`: an Azure Relay that asks for no authorization passes `Authorization` on to its listener
 * ("Azure Relay Hybrid Connections protocol"). `api.powerplatform.com` and `logic.azure.com`: a flow's trigger can show it
 * ("Secure access and data in Azure Logic Apps", `IncludeAuthorizationHeadersInOutputs`). Azure SignalR and Web PubSub pass
 * the headers of a client's connection on.
 */
const sharedDomains: readonly string[] = [
	// Azure
	'azurewebsites.net',
	'azurewebsites.us',
	'azurewebsites.fr',
	'azurewebsites.de',
	'chinacloudsites.cn',
	'azurestaticapps.net',
	'azurecontainerapps.io',
	'azurecontainerapps.us',
	'azurecontainerapps.cn',
	'azurecontainer.io',
	'cloudapp.azure.com',
	'cloudapp.net',
	'cloudapp.azure.us',
	'cloudapp.usgovcloudapi.net',
	'usgovcloudapp.net',
	'cloudapp.chinacloudapi.cn',
	'chinacloudapp.cn',
	'azmk8s.io',
	'azure-api.net',
	'azure-api.us',
	'azure-api.cn',
	'azurefd.net',
	'azurefd.us',
	'azureedge.net',
	'azureedge.us',
	'azureedge.cn',
	'trafficmanager.net',
	'usgovtrafficmanager.net',
	'trafficmanager.cn',
	'logic.azure.com',
	'logic.azure.us',
	'logic.azure.cn',
	'api.powerplatform.com',
	'azure-apihub.net',
	'servicebus.windows.net',
	'servicebus.usgovcloudapi.net',
	'servicebus.chinacloudapi.cn',
	'web.core.windows.net',
	'web.core.usgovcloudapi.net',
	'web.core.chinacloudapi.cn',
	'web.storage.azure.net',
	'service.signalr.net',
	'signalr.azure.us',
	'signalr.azure.cn',
	'webpubsub.azure.com',
	'webpubsub.azure.us',
	'webpubsub.azure.cn',
	'inference.ml.azure.com',
	'inference.azureml.ms',
	'azuredatabricks.com',
	'databricksapps.com',
	'azurehdinsight.net',
	'azureiotcentral.com',
	'powerappsportals.com',
	'powerappsportals.us',
	'devtunnels.ms',
	'github.dev',
	// Others
	'amazonaws.com',
	'on.aws',
	'amplifyapp.com',
	'awsapprunner.com',
	'cloudfront.net',
	'elasticbeanstalk.com',
	'a.run.app',
	'appspot.com',
	'cloudfunctions.net',
	'firebaseapp.com',
	'web.app',
	'googleapis.com',
	'translate.goog',
	'cloudflareaccess.com',
	'pages.dev',
	'trycloudflare.com',
	'workers.dev',
	'r2.dev',
	'deno.dev',
	'fly.dev',
	'github.io',
	'gitlab.io',
	'glitch.me',
	'herokuapp.com',
	'n8n.cloud',
	'netlify.app',
	'onrender.com',
	'railway.app',
	'repl.co',
	'replit.app',
	'replit.dev',
	'surge.sh',
	'vercel.app',
	'loca.lt',
	'localhost.run',
	'ngrok.app',
	'ngrok.dev',
	'ngrok.io',
	'ngrok-free.app',
	'ngrok-free.dev',
	'serveo.net',
	'ts.net',
	'pipedream.net',
	'webhook.site',
	'requestbin.com',
	'nip.io',
	'sslip.io',
	'duckdns.org',
	'no-ip.org',
	'dyndns.org',
];

/** Second levels of countries' domains under which names are registered, such as `co.uk`. */
const registry =
	/^(ac|asn|asso|biz|co|com|edu|firm|gen|gob|go|gouv|gov|govt|gv|id|idf|ind|inf|info|k12|ltd|me|mil|muni|ne|net|nhs|nic|nom|or|org|plc|police|pp|pro|sch|school|tm|web)\.[a-z]{2}$/;

/** Whether names below this one are registered by anyone: `com`, `co.uk`. */
export function isPublicSuffix(domain: string): boolean {
	return !domain.includes('.') || registry.test(domain);
}

/**
 * A shared domain that a wildcard for all names below a domain would take in, or lies in.
 * @param domain in lower case, such as `azure.com` for `*.azure.com`
 */
export function sharedDomainOf(domain: string): string | undefined {
	return sharedDomains.find(
		(shared) => shared === domain || shared.endsWith(`.${domain}`) || domain.endsWith(`.${shared}`),
	);
}
