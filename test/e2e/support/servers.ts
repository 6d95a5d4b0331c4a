import type { Owner } from '../../../scripts/n8nClient';
import type { N8nServerOptions } from '../../../scripts/n8nServer';
import type { SimulatorAddress } from '../../../scripts/simulatorServer';

export interface Servers {
	n8n: { url: string; owner: Owner };
	/** For a test that starts an n8n of its own: the program, and n8n's user folder, in which the package is installed. */
	runtime: N8nServerOptions['runtime'];
	userFolder: string;
	simulator: SimulatorAddress;
	/** Chromium's program. */
	chromium: string;
	/** The folder of screenshots. */
	results: string;
}

/** The n8n and the simulator that all end-to-end tests share; `npm run test:e2e` starts them. */
export function servers(): Servers {
	const text = process.env.E2E_SERVERS;
	if (!text) throw new Error('There is no n8n to test with: start these tests by `npm run test:e2e`.');
	return JSON.parse(text) as Servers;
}
