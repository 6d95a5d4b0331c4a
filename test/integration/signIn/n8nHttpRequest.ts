import { OutboundHttp } from '@n8n/backend-network';
import { Container } from '@n8n/di';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { startEngine } from '../harness/engine';

/**
 * n8n's own HTTP helper, the one behind `this.helpers.httpRequest` of a credential: with its proxies, SSRF protection
 * and errors.
 */
export async function n8nHttpRequest(options: IHttpRequestOptions): Promise<unknown> {
	await startEngine('default');
	return await Container.get(OutboundHttp).requests().request(options);
}
