import { clouds } from '../../../credentials/auth/core/clouds';
import { hostsOfKnownResource, knownResources } from '../../../credentials/auth/core/knownResources';
import { resourceFor } from '../../../credentials/auth/token/audience';
import { readFields } from '../../../credentials/auth/core/settings';
import { isPublicSuffix, sharedDomainOf } from '../../../credentials/auth/core/sharedDomains';

const rows = knownResources.flatMap((known) =>
	known.clouds.flatMap((cloud) => known.ids.map((id) => ({ ...known, cloud, id }))),
);

describe('the known resources', () => {
	test('of Microsoft are at least 27, and those of the other clouds', () => {
		const names = (cloud: string) =>
			new Set(knownResources.filter((known) => known.clouds.includes(cloud)).map(({ name }) => name));
		expect(names('global').size).toBeGreaterThan(27);
		for (const cloud of Object.keys(clouds)) expect(names(cloud).size).toBeGreaterThan(0);
	});

	test.each(rows)('$name, $cloud: $id goes to its hosts', ({ cloud, id, hosts }) => {
		const fields = readFields({ authentication: 'certificate', cloud, scope: `${id}/.default` });
		for (const host of hosts) {
			const url = new URL(`https://${host.replace('*', 'contoso')}/a`);
			// Graph's own host has the token for Graph, whatever the scope is called.
			expect([id, url.origin]).toContain(resourceFor(url, fields));
		}
	});

	test('are written as they are compared', () => {
		for (const { id, cloud, hosts } of rows) {
			expect(id).toBe(id.toLowerCase().replace(/\/$/, ''));
			expect(Object.keys(clouds)).toContain(cloud);
			for (const host of hosts) expect(host).toMatch(/^(\*\.)?([a-z0-9-]+\.)+[a-z]+$/);
		}
	});

	test('are in no cloud twice', () => {
		const keys = rows.map(({ cloud, id }) => `${cloud} ${id}`);
		expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
	});

	test('have no wildcard that takes in a host of anybody’s', () => {
		const domains = rows.flatMap(({ hosts }) => hosts.filter((host) => host.startsWith('*.')));
		for (const domain of domains.map((host) => host.slice(2))) {
			expect([domain, sharedDomainOf(domain), isPublicSuffix(domain)]).toEqual([domain, undefined, false]);
		}
	});
});

test('a resource is known by its URI in any case, with a slash at its end, and by nothing else', () => {
	const vault = hostsOfKnownResource('https://vault.azure.net', 'global');
	expect(vault).toEqual(['*.vault.azure.net']);
	expect(hostsOfKnownResource('HTTPS://Vault.Azure.Net/', 'global')).toEqual(vault);
	expect(hostsOfKnownResource('CFA8B339-82A2-471A-A3C9-0FC0BE7A4093', 'global')).toEqual(vault);
	expect(hostsOfKnownResource('https://vault.azure.net/a', 'global')).toEqual([]);
	expect(hostsOfKnownResource('api://vault.azure.net', 'global')).toEqual([]);
	expect(hostsOfKnownResource('constructor', 'global')).toEqual([]);
});

test('in a custom cloud, a resource has its hosts of all clouds', () => {
	expect(hostsOfKnownResource('https://storage.azure.com', 'custom')).toEqual(
		expect.arrayContaining([
			'*.blob.core.windows.net',
			'*.blob.core.usgovcloudapi.net',
			'*.blob.core.chinacloudapi.cn',
		]),
	);
	expect(hostsOfKnownResource('https://storage.azure.com', 'china')).not.toContain('*.blob.core.windows.net');
});
