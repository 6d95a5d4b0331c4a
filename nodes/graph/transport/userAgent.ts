/** The version of this package, from `package.json`. */
const version = '0.1.0';

/**
 * Identifies the package and its version to Graph, SharePoint, and OneDrive, which prioritize such traffic.
 * Source: "Avoid getting throttled or blocked in SharePoint Online", "How to decorate your http traffic".
 */
export const userAgent = `NONISV|n8n|n8n-nodes-microsoft-graph-app-only/${version}`;
