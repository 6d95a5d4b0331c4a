import { credentialFields } from '../../credentials/fields';
import { knownResources } from '../../credentials/auth/core/knownResources';
import { code, table } from '../markdown';

const others = knownResources.filter(({ name }) => name !== 'Microsoft Graph');
const inCloud = (cloud: string) => others.filter(({ clouds }) => clouds.includes(cloud));
const list = (texts: readonly string[]) => [...new Set(texts)].map(code).join(', ');

/** The table in docs/setup.md of the resources in the global cloud, and of the hosts that their tokens go to. */
export function resourcesTable(): string {
	const rows = inCloud('global').map(({ name, ids, hosts }) => [name, list(ids), list(hosts)]);
	return table(['Resource', 'Scope, without `/.default`', 'Its token goes to'], rows);
}

/** The table in docs/setup.md of the resources that other clouds have. */
export function resourcesOfCloudsTable(): string {
	const cloudField = credentialFields.find(({ name }) => name === 'cloud');
	const clouds = (cloudField?.options ?? []).flatMap((option) => ('value' in option ? [option] : []));
	const rows = clouds
		.filter(({ value }) => value !== 'global' && inCloud(String(value)).length > 0)
		.map(({ name, value }) => [
			name,
			inCloud(String(value))
				.map(({ name: resource, hosts }) => `${resource}: ${list(hosts)}`)
				.join('<br>'),
		]);
	return table(['Cloud', 'Resources, and where their tokens go'], rows);
}
