/** The version of this package, as `package.json` has it. */
const version = '0.1.0';

/**
 * Names the package and its version to Graph, SharePoint, and OneDrive, which prefer traffic that is decorated so.
 * Source: "Avoid getting throttled or blocked in SharePoint Online", "How to decorate your http traffic".
 */
export const userAgent = `NONISV|n8n|n8n-nodes-microsoft-graph-app-only/${version}`;
