import { clientSecret } from '../../../credentials/auth/methods/clientSecret';
import { contextFor, refusalOf } from './helpers/context';

describe('clientSecret', () => {
	it('adds the secret to the token request, and nothing else', async () => {
		const context = contextFor({ clientSecret: 'a+b/c=~&' });
		expect(await clientSecret(context)).toEqual({ client_secret: 'a+b/c=~&' });
		expect(context.sent).toEqual([]);
	});

	it.each(['', '   '])('refuses an empty secret (%j) before anything is sent', async (secret) => {
		const error = await refusalOf(() => clientSecret(contextFor({ clientSecret: secret })));
		expect(error.message).toMatch(/client secret is empty.*Value/);
	});
});
