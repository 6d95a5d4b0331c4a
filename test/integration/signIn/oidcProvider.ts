import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A client as oidc-provider's metadata has it. */
export type OidcClient = Record<string, unknown>;

export interface OidcProvider {
	url: string;
	close: () => Promise<void>;
}

/** Starts oidc-provider as a token endpoint at Entra's path of `tenant`. */
export async function startOidcProvider(configuration: {
	tenant: string;
	scope: string;
	clients: OidcClient[];
}): Promise<OidcProvider> {
	const child = spawn(process.execPath, [join(__dirname, 'oidcProviderProcess.mjs')], {
		env: { ...process.env, PROVIDER: JSON.stringify(configuration) },
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	const ended = once(child, 'exit');
	let complaints = '';
	child.stderr.on('data', (chunk) => (complaints += String(chunk)));
	const [url] = (await Promise.race([
		once(createInterface(child.stdout), 'line'),
		ended.then(() => Promise.reject(new Error(`oidc-provider did not start: ${complaints}`))),
	])) as [string];
	return {
		url,
		close: async () => {
			child.stdin.end();
			await ended;
		},
	};
}
