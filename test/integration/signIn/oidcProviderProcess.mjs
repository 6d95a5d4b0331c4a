// oidc-provider is an ES module, which jest does not load: it runs in a process of its own.
// The environment variable PROVIDER holds { tenant, scope, clients }; the first line printed is its address.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const { tenant, scope, clients } = JSON.parse(process.env.PROVIDER);
const server = createServer();
server.listen(0, '127.0.0.1', () => {
	const issuer = `http://127.0.0.1:${server.address().port}`;
	const provider = new Provider(issuer, {
		clients: clients.map((client) => ({
			grant_types: ['client_credentials'],
			redirect_uris: [],
			response_types: [],
			scope,
			...client,
		})),
		clientAuthMethods: ['client_secret_post', 'private_key_jwt'],
		features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
		routes: { token: `/${tenant}/oauth2/v2.0/token` },
		scopes: [scope],
	});
	server.on('request', provider.callback());
	console.log(issuer);
});
// Ends with the test that started it, whatever becomes of that.
process.stdin.on('end', () => process.exit(0)).resume();
