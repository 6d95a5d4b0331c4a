import { RequestError } from '../../../nodes/graph/errors/requestError';
import { checkNotificationUrl } from '../../../nodes/MicrosoftGraphTrigger/subscriptions/notificationUrl';

const graph = 'https://graph.microsoft.com';

describe('the URL for notifications', () => {
	it.each([
		'https://n8n.contoso.com/webhook/1/graph',
		'https://n8n.contoso.com:8443/webhook/1/graph',
		'https://203.0.113.7/webhook/1/graph',
		'https://172.32.0.1/webhook/1/graph',
		'https://[2001:db8::1]/webhook/1/graph',
	])('may be %s', (url) => {
		expect(() => checkNotificationUrl(url, graph)).not.toThrow();
	});

	it.each([
		['http://n8n.contoso.com/webhook', "isn't https"],
		['http://localhost:5678/webhook', "isn't https"],
		['https://localhost:5678/webhook', "can't be reached"],
		['https://n8n/webhook', "can't be reached"],
		['https://n8n.local/webhook', "can't be reached"],
		['https://n8n.corp/webhook', "can't be reached"],
		['https://10.1.2.3/webhook', "can't be reached"],
		['https://172.16.0.1/webhook', "can't be reached"],
		['https://192.168.1.2/webhook', "can't be reached"],
		['https://169.254.169.254/webhook', "can't be reached"],
		['https://100.64.0.1/webhook', "can't be reached"],
		['https://[::1]/webhook', "can't be reached"],
		['https://[fd00::1]/webhook', "can't be reached"],
	])('may not be %s: it %s', (url, why) => {
		const check = () => checkNotificationUrl(url, graph);
		expect(check).toThrow(why);
		expect(check).toThrow(RequestError);
	});

	it('may be on this machine where Graph is, too', () => {
		for (const host of ['localhost', '127.0.0.1', '[::1]']) {
			const own = () => checkNotificationUrl('http://localhost:5678/webhook', `http://${host}:4010`);
			expect(own).not.toThrow();
		}
	});
});
