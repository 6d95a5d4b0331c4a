import { randomUUID } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { createClient } from '../../../nodes/graph/client';
import type { RequestContext } from '../../../nodes/graph/transport/exchange';

const items = 100;

/** A credential that counts how often its fields are read. */
function counted() {
	const reads = { count: 0 };
	const fields = { authentication: 'clientSecret', clientId: randomUUID(), cloud: 'global' };
	const credentials = new Proxy<ICredentialDataDecryptedObject>(fields, {
		get(target, name) {
			reads.count += 1;
			return Reflect.get(target, name) as unknown;
		},
	});
	return { credentials, reads };
}

const newClient = () =>
	createClient({} as RequestContext, { apiVersion: 'v1.0', batching: true, maxWait: 1_000 });

/** What each item needs of the client. */
function prepareItem(client: ReturnType<typeof newClient>, credentials: ICredentialDataDecryptedObject) {
	client.transfers(credentials, client.sender(credentials));
}

test('items that share a credential have its fields read and checked once', async () => {
	const [client, { credentials, reads }] = [newClient(), counted()];
	prepareItem(client, credentials);
	const ofOne = reads.count;
	expect(ofOne).toBeGreaterThan(0);
	for (let item = 1; item < items; item++) prepareItem(client, credentials);
	await client.once(credentials, 'a lookup', async () => 1);
	expect(reads.count).toBe(ofOne);
});

test('another credentials object is read for itself, in each client', () => {
	const [one, other] = [counted(), counted()];
	const client = newClient();
	prepareItem(client, one.credentials);
	prepareItem(client, other.credentials);
	expect(other.reads.count).toBe(one.reads.count);
	prepareItem(newClient(), one.credentials);
	expect(one.reads.count).toBe(2 * other.reads.count);
});

test('a credential that cannot be used fails each item in the same way', () => {
	const client = newClient();
	const credentials = { authentication: 'clientSecret', cloud: 'unknown' };
	for (let item = 0; item < 2; item++) {
		expect(() => prepareItem(client, credentials)).toThrow('holds "unknown", which isn\'t');
	}
});
