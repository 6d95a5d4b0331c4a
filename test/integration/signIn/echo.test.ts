import { inspect } from 'node:util';

import { encodings } from '../../unit/token/helpers/encodings';
import { byId, useProduct } from '../harness/product';

/*
 * What Entra, a proxy, another identity provider, or a managed identity's endpoint echoes of a secret comes into no part of
 * the execution that n8n stores, and into no log.
 */

const product = useProduct();
const secret = 'q7P~x+/&"zebra of <the> app=ä';
const getUser = { resource: 'user', operation: 'get', userId: byId('adelev@contoso.example') };
/** A part of the secret that no encoding but base64 changes. */
const core = 'zebra';

const bodies: ReadonlyArray<[string, (echo: string) => string | object]> = [
	[
		'a refusal',
		(echo) => ({
			error: 'invalid_client',
			error_description: `AADSTS7000215: ${echo} is wrong. Trace ID: ${echo}`,
			error_codes: [7000215],
			trace_id: echo,
		}),
	],
	['JSON of another kind', (echo) => ({ message: `It was ${echo}`, [echo]: 1 })],
	['a page', (echo) => `<html><title>Blocked ${echo}</title><body>${echo}</body></html>`],
	['text', (echo) => `The request had client_secret=${echo}&grant_type=client_credentials`],
];

const ways: ReadonlyArray<[string, () => Parameters<typeof product.run>[1], () => object[]]> = [
	['Entra', () => ({ fields: { clientSecret: secret } }), () => product.simulator.entra.settings.answers],
	[
		'another identity provider',
		() => ({
			fields: {
				authentication: 'federatedCredential',
				clientAssertionSource: 'url',
				clientAssertionUrl: `${product.simulator.loginUrl}/idp/json`,
				// Without what no header can have.
				clientAssertionHeaders: JSON.stringify({ 'X-Api-Key': secret }),
			},
		}),
		() => product.simulator.entra.identityProvider.answers,
	],
	[
		'a token endpoint',
		() => ({
			fields: {
				authentication: 'federatedCredential',
				clientAssertionSource: 'url',
				clientAssertionRequest: 'clientCredentials',
				clientAssertionUrl: `${product.simulator.loginUrl}/realms/n8n/protocol/openid-connect/token`,
				providerClientId: 'n8n',
				providerClientSecret: secret,
			},
		}),
		() => product.simulator.entra.identityProvider.answers,
	],
	[
		'a request with a body',
		() => ({
			fields: {
				authentication: 'federatedCredential',
				clientAssertionSource: 'url',
				clientAssertionMethod: 'POST',
				clientAssertionUrl: `${product.simulator.loginUrl}/idp/token`,
				clientAssertionBody: JSON.stringify({ client: { secret } }),
			},
		}),
		() => product.simulator.entra.identityProvider.answers,
	],
	[
		'AWS',
		() => ({
			fields: {
				authentication: 'federatedCredential',
				clientAssertionSource: 'aws',
				awsStsUrl: product.simulator.loginUrl,
				awsRegion: 'eu-central-1',
				awsAccessKeyId: 'AKIASIMULATOR0000001',
				awsSecretAccessKey: secret,
			},
		}),
		() => product.simulator.entra.aws.answers,
	],
	[
		'a managed identity',
		() => ({
			fields: {
				authentication: 'managedIdentity',
				managedIdentitySource: 'appService',
				identityEndpoint: `${product.simulator.loginUrl}/msi/token`,
				identityHeader: secret,
			},
		}),
		() => product.simulator.entra.managedIdentity.answers,
	],
];

/** All that n8n keeps of a run, as it would be written and as people see it; without the credential itself. */
function keptOf({
	status,
	items,
	errorItems,
	error,
	hints,
	logs,
	data,
}: Awaited<ReturnType<typeof product.run>>): string {
	const kept = { status, items, errorItems, error, hints, logs, data };
	return `${inspect(kept, { depth: 30, maxArrayLength: 300, maxStringLength: null })}\n${JSON.stringify(kept)}`;
}

describe.each(ways)('%s', (way, settings, answers) => {
	test.each(bodies)('echoes the secret in %s', async (_kind, bodyOf) => {
		for (const [at, [name, encode]] of Object.entries(encodings).entries()) {
			const echo = encode(secret);
			for (const onError of ['continueRegularOutput', 'stopWorkflow'] as const) {
				// Another credential each time: a refused one is remembered.
				const { fields } = settings() ?? {};
				answers().length = 0;
				answers().push({ status: 400, body: bodyOf(echo) });
				const run = await product.run(getUser, {
					fields: {
						...fields,
						scope: `https://a${at}-${onError.toLowerCase()}.example/.default`,
					},
					continueOnFail: onError,
				});
				const kept = keptOf(run);
				expect({ way, name, shown: kept.includes(echo) || kept.includes(core) }).toEqual({
					way,
					name,
					shown: false,
				});
				expect(kept).toContain('***');
			}
		}
	});
});
