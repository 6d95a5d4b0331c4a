import type { IDataObject } from 'n8n-workflow';

/** The platforms of redirect URIs, by the fields for them: Graph nests them one level deeper. */
const platforms: Readonly<Record<string, string>> = {
	publicRedirectUris: 'publicClient',
	spaRedirectUris: 'spa',
	webRedirectUris: 'web',
};

/** Fields of an application as Graph's properties. */
export function withRedirectUris(fields: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(fields).map(([name, value]) => {
			const platform = Object.hasOwn(platforms, name) ? platforms[name] : undefined;
			return platform === undefined ? [name, value] : [platform, { redirectUris: value }];
		}),
	);
}
