import { allows, readHosts, ruleOf, ruleOfUri } from '../../../credentials/auth/core/resourceHosts';
import { additionalResourceOf, resourceFor } from '../../../credentials/auth/token/audience';
import { readFields } from '../../../credentials/auth/core/settings';

const refused = (text: string): string => {
	try {
		readHosts(text);
	} catch (error) {
		return (error as Error).message;
	}
	return '';
};
const goes = (hosts: string, url: string) => readHosts(hosts).some((rule) => allows(rule, new URL(url)));

describe('the hosts of an additional resource', () => {
	test.each([
		'a.contoso.com,b.contoso.com',
		' a.contoso.com , b.contoso.com ',
		'a.contoso.com\nb.contoso.com',
		'a.contoso.com\r\n\r\nb.contoso.com\r\n',
		'a.contoso.com; b.contoso.com,',
		'https://a.contoso.com/, https://b.contoso.com',
		'HTTPS://A.Contoso.COM, b.contoso.com.',
		'a.contoso.com:443, b.contoso.com',
	])('are separated by commas or line breaks: %j', (text) => {
		const rule = (host: string) => ({ protocol: 'https:', host, port: '', subdomains: false });
		expect(readHosts(text)).toEqual([rule('a.contoso.com'), rule('b.contoso.com')]);
	});

	test('may be none', () => {
		for (const text of ['', ' ', ',', '\n,\n']) expect(readHosts(text)).toEqual([]);
	});

	test.each<[string, string, boolean]>([
		['api.contoso.com', 'https://api.contoso.com/a', true],
		['api.contoso.com', 'https://API.Contoso.com/a', true],
		['api.contoso.com', 'https://api.contoso.com./a', true],
		['api.contoso.com.', 'https://api.contoso.com/a', true],
		['API.CONTOSO.COM', 'https://api.contoso.com/a', true],
		['api.contoso.com', 'https://api.contoso.com:443/a', true],
		['api.contoso.com', 'https://api.contoso.com:8443/a', false],
		['api.contoso.com:8443', 'https://api.contoso.com:8443/a', true],
		['api.contoso.com:8443', 'https://api.contoso.com/a', false],
		['api.contoso.com', 'http://api.contoso.com/a', false],
		['api.contoso.com', 'ws://api.contoso.com/a', false],
		['api.contoso.com', 'https://a.api.contoso.com/', false],
		['api.contoso.com', 'https://contoso.com/', false],
		['*.contoso.com', 'https://api.contoso.com/', true],
		['*.contoso.com', 'https://a.b.contoso.com/', true],
		['*.contoso.com', 'https://a.b.contoso.com./', true],
		['*.contoso.com', 'https://contoso.com/', false],
		['*.contoso.com', 'https://xcontoso.com/', false],
		['*.contoso.com', 'https://.contoso.com/', false],
		['*.contoso.com', 'https://a..contoso.com/', false],
		['*.contoso.com', 'https://api.contoso.com.attacker.example/', false],
		['*.contoso.com', 'https://api.contoso.com:8443/', false],
		['*.contoso.com:8443', 'https://api.contoso.com:8443/', true],
		['*.contoso.com', 'https://api.contoso.com@attacker.example/', false],
		['https://*.contoso.com', 'https://api.contoso.com/', true],
		['bücher.example', 'https://xn--bcher-kva.example/', true],
		['xn--bcher-kva.example', 'https://BÜCHER.example/', true],
		['*.bücher.example', 'https://api.bücher.example/', true],
		['bücher.example', 'https://bucher.example/', false],
		// Look-alikes of another script
		['contoso.example', 'https://сontoso.example/', false],
		['contoso。example', 'https://contoso.example/', true],
		['http://localhost:8080', 'http://localhost:8080/a', true],
		['http://localhost:8080', 'http://localhost:8081/a', false],
		['http://localhost:8080', 'https://localhost:8080/a', false],
		['http://localhost:8080', 'http://127.0.0.1:8080/a', false],
		['http://127.0.0.1:8080', 'http://127.0.0.1:8080/a', true],
		['http://[::1]:8080', 'http://[::1]:8080/a', true],
		['https://10.1.2.3', 'https://10.1.2.3/a', true],
		['10.1.2.3:8443', 'https://10.1.2.3:8443/a', true],
	])('%s: %s %j', (hosts, url, expected) => {
		expect(goes(hosts, url)).toBe(expected);
	});

	test.each<[string, RegExp, RegExp]>([
		['*', /every host/, /Name the hosts/],
		['https://*', /every host/, /Name the hosts/],
		['https://', /every host/, /Name the hosts/],
		['http://api.contoso.com', /over http/, /https:\/\//],
		['ftp://api.contoso.com', /isn't a host of an API/, /api\.contoso\.com/],
		['api://5f1c2f0e-6f5b-4b7e-9d9f-1b2c3d4e5f60', /isn't a host of an API/, /api\.contoso\.com/],
		['https://api.contoso.com/v1', /more than a host/, /without a path/],
		['api.contoso.com/v1', /more than a host/, /without a path/],
		['api.contoso.com?a=b', /more than a host/, /without a path/],
		['api.contoso.com#a', /more than a host/, /without a path/],
		['user@api.contoso.com', /more than a host/, /user name/],
		['https://api.contoso.com@attacker.example', /more than a host/, /user name/],
		['api.contoso.com\\@attacker.example', /more than a host/, /without a path/],
		['*contoso.com', /asterisk/, /\*\.contoso\.com/],
		['api.*.contoso.com', /asterisk/, /\*\.contoso\.com/],
		['*.*.contoso.com', /asterisk/, /\*\.contoso\.com/],
		['api.contoso.*', /asterisk/, /\*\.contoso\.com/],
		['*.10.1.2.3', /IP address/, /address alone/],
		['*.[::1]', /IP address/, /address alone/],
		['api contoso com', /isn't a host/, /api\.contoso\.com/],
		['contoso', /isn't a full host name/, /api\.contoso\.com/],
		['4711', /isn't a full host name/, /api\.contoso\.com/],
		['0x7f.1', /isn't a full host name/, /api\.contoso\.com/],
		['true', /isn't a full host name/, /api\.contoso\.com/],
		['a..contoso.com', /isn't a full host name/, /api\.contoso\.com/],
		['.contoso.com', /isn't a full host name/, /api\.contoso\.com/],
		['-a.contoso.com', /isn't a full host name/, /api\.contoso\.com/],
		['api.contoso.com:99999', /isn't a host/, /api\.contoso\.com/],
		['api.contoso.com:port', /isn't a host/, /api\.contoso\.com/],
		['a→b', /isn't a full host name/, /api\.contoso\.com/],
	])('%j is refused by name, with what to do', (entry, what, fix) => {
		const message = refused(`good.contoso.com, ${entry}`);
		// A user name may be a secret that came into the wrong field.
		const shown = entry.replace(/(?<=\/\/)[^/@]+@/, '***@');
		expect(message).toContain(JSON.stringify(shown).replaceAll('\\\\', '\\'));
		expect(message).toContain('"Additional Resource Hosts"');
		expect(message).toMatch(what);
		expect(message).toMatch(fix);
	});

	test.each([
		'*.com',
		'*.net',
		'*.uk',
		'*.co.uk',
		'*.com.au',
		'*.gov.br',
		'*.azure.com',
		'*.windows.net',
		'*.azure.net',
		'*.core.windows.net',
		'*.azurewebsites.net',
		'*.AZUREWEBSITES.net.',
		'*.westeurope-01.azurewebsites.net',
		'*.scm.azurewebsites.net',
		'*.cloudapp.azure.com',
		'*.westeurope.cloudapp.azure.com',
		'*.azure-api.net',
		'*.azurefd.net',
		'*.trafficmanager.net',
		'*.westeurope.azurecontainerapps.io',
		'*.logic.azure.com',
		'*.servicebus.windows.net',
		'*.web.core.windows.net',
		'*.z6.web.core.windows.net',
		'*.environment.api.powerplatform.com',
		'*.azurewebsites.us',
		'*.chinacloudsites.cn',
		'*.ngrok-free.app',
		'*.github.io',
		'*.amazonaws.com',
		'*.trycloudflare.com',
		'*.localhost',
	])('%s is refused: anybody’s host would receive the token', (entry) => {
		const message = refused(entry);
		expect(message).toContain(`"${entry}"`);
		expect(message).toMatch(/anyone can (have one|register)/);
		expect(message).toMatch(/Enter the hosts? in full/);
	});

	test('of one app each are taken where no wildcard is', () => {
		const hosts =
			'contoso.azurewebsites.net, contoso.azure-api.net, contoso.servicebus.windows.net, contoso.westeurope.cloudapp.azure.com';
		expect(readHosts(hosts)).toHaveLength(4);
		expect(goes(hosts, 'https://attacker.azurewebsites.net/')).toBe(false);
	});

	test('do not repeat a long entry in full', () => {
		expect(refused(`${'a'.repeat(3_000)}/b`).length).toBeLessThan(500);
	});
});

test('a resource’s own name is a host where tokens may go, or none', () => {
	const rule = { protocol: 'https:', host: 'api.contoso.com', port: '', subdomains: false };
	expect(ruleOfUri('https://api.contoso.com/orders')).toEqual(rule);
	expect(ruleOfUri('https://API.contoso.com.:8443')).toEqual({ ...rule, port: '8443' });
	expect(ruleOfUri('http://localhost:8080')).toMatchObject({ protocol: 'http:', port: '8080' });
	for (const uri of ['http://api.contoso.com', 'api://api.contoso.com', 'urn:a:b', 'a']) {
		expect(ruleOfUri(uri)).toBeUndefined();
	}
	expect(ruleOf('*.vault.azure.net')).toEqual({ ...rule, host: 'vault.azure.net', subdomains: true });
});

describe('the additional resource of a credential', () => {
	const fields = (scope: string, additionalResourceHosts = '', cloud = 'global') =>
		readFields({ scope, additionalResourceHosts, cloud });
	const message = (act: () => unknown): string => {
		try {
			act();
		} catch (error) {
			return (error as Error).message;
		}
		return '';
	};

	test('has hosts of the person’s in addition to those that are known', () => {
		const some = fields('https://vault.azure.net/.default', 'vault.contoso.com');
		for (const host of ['contoso.vault.azure.net', 'vault.azure.net', 'vault.contoso.com']) {
			expect(resourceFor(new URL(`https://${host}/a`), some)).toBe('https://vault.azure.net');
		}
	});

	test('leaves Graph its own token, also where Graph’s host is entered', () => {
		const some = fields('api://a/.default', 'graph.microsoft.com');
		expect(resourceFor(new URL('https://graph.microsoft.com/v1.0/me'), some)).toBe(
			'https://graph.microsoft.com',
		);
	});

	test.each([
		'api://5f1c2f0e-6f5b-4b7e-9d9f-1b2c3d4e5f60/.default',
		'5f1c2f0e-6f5b-4b7e-9d9f-1b2c3d4e5f60/.default',
		'urn:contoso:orders/.default',
		'http://orders.contoso.com/.default',
	])('without any host is refused with what to enter: %s', (scope) => {
		const text = message(() => additionalResourceOf(fields(scope)));
		expect(text).toContain(`"${scope}" doesn't say which host its API has`);
		expect(text).toMatch(/Enter the host .* "Additional Resource Hosts"/);
	});

	test.each([
		['api://a/.default', 'api.contoso.com', 'https://attacker.example/?secret=1'],
		['api://a/.default', 'api.contoso.com', 'http://api.contoso.com/?secret=1'],
		[
			'api://a/.default',
			'*.contoso.com, b.example, c.example, d.example, e.example, f.example, g.example',
			'api://x/?secret=1',
		],
		['https://cognitiveservices.azure.com/.default', '', 'https://xopenai.azure.com/?secret=1'],
	])('says where its tokens go, and never "null": %s, %s, %s', (scope, hosts, url) => {
		const text = message(() => resourceFor(new URL(url), fields(scope, hosts)));
		expect(text).toMatch(/go to https:\/\/graph\.microsoft\.com and .+ only; the request was for /);
		expect(text).toContain('"Additional Resource Hosts"');
		expect(text).not.toMatch(/null|undefined|secret/);
		expect(text.length).toBeLessThan(600);
	});

	test('never says "null" of a request without a scope, either', () => {
		const text = message(() => resourceFor(new URL('api://x/a'), fields('')));
		expect(text).toContain('the request was for api://x.');
	});

	test('in another cloud than its own has only the host of its name', () => {
		const text = message(() =>
			resourceFor(new URL('https://contoso.vault.azure.cn/'), fields('https://vault.azure.cn/.default')),
		);
		expect(text).toMatch(/and https:\/\/vault\.azure\.cn only/);
	});
});
