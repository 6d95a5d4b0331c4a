import { X509Certificate } from 'node:crypto';
import type { KeyCredential } from '@microsoft/microsoft-graph-types';
import type { IDataObject } from 'n8n-workflow';

import { base64Bytes, pemBlocks } from '../../../../credentials/auth/keys/pem';
import { requestError } from '../../../graph/errors/requestError';
import type { ItemRun } from '../../../shared/itemRun';
import { appPath } from './fields';

/** The applications whose certificates this process is changing, by path. */
const changing = new Set<string>();

/** How often to check whether an application's turn has come, in ms. */
const turnMs = 250;

/**
 * Runs a change of an application once those before it are done, since each replaces all certificates. An item that
 * waits for its turn says so to the client: otherwise, the client would keep the requests of the others for a batch.
 */
async function inTurn<T>(
	path: readonly string[],
	wait: ItemRun['wait'],
	change: () => Promise<T>,
): Promise<T> {
	const key = path.join('/').toLowerCase();
	while (changing.has(key)) await wait(turnMs);
	changing.add(key);
	try {
		return await change();
	} finally {
		changing.delete(key);
	}
}

/** The path with the object ID, so that an application that is also given by its client ID is the same one. */
async function pathById(given: string, send: ItemRun['send']): Promise<string[]> {
	const path = appPath('applications', given);
	if (path.length > 1) return path;
	const { body } = await send({ method: 'GET', path, query: { $select: 'id' } });
	return appPath('applications', String((body as { id?: unknown }).id));
}

/** How often the certificates are read after a change, and the waits in between, in ms. */
const checks = { tries: 8, pause: 2_000 };

/**
 * Changes the certificates of an application. Graph has no action that adds one without a proof signed with an existing
 * one; an update replaces all of them. So this reads them with their keys, sends all that stay as they are, and checks
 * afterward that the change is there and nothing else is gone.
 * @param change the new list; `undefined` if there's nothing to change
 * @throws RequestError where the certificates aren't as they must be
 * Sources: "Update application", "application: addKey", "keyCredential resource type".
 */
export async function changeCertificates(
	{ item, send, wait }: Pick<ItemRun, 'item' | 'send' | 'wait'>,
	change: (existing: readonly KeyCredential[]) => readonly KeyCredential[],
): Promise<KeyCredential[]> {
	const path = await pathById(item.id('applicationId'), send);
	// Only a single object with this $select has the keys themselves.
	const read = async () => {
		const query = { $select: 'id,keyCredentials' };
		const { body } = await send({ method: 'GET', path, query });
		return (body as { keyCredentials?: KeyCredential[] }).keyCredentials ?? [];
	};
	return await inTurn(path, wait, async () => {
		const before = await read();
		const wanted = change(before);
		await send({
			method: 'PATCH',
			path,
			expectedResponse: 'nothing',
			body: { keyCredentials: wanted as unknown as IDataObject[] },
			// Each time, it replaces the whole list: a new certificate is there once, whichever of the requests made it.
			idempotent: true,
		});
		const kept = wanted.flatMap(({ keyId }) => keyId ?? []);
		for (let tries = 1; ; tries += 1) {
			const after = await read();
			const ids = after.map(({ keyId }) => keyId);
			if (after.length >= wanted.length && kept.every((id) => ids.includes(id))) {
				const gone = before.filter(({ keyId }) => !kept.includes(String(keyId)));
				if (!gone.some(({ keyId }) => ids.includes(keyId))) return after;
			}
			if (tries >= checks.tries) throw changedMeanwhile();
			// Another part of the directory may respond with what was before.
			await wait(checks.pause);
		}
	});
}

const changedMeanwhile = () =>
	requestError({
		what: "The application's certificates aren't as this change left them: someone else may have changed them at the same time.",
		fix: 'Check the certificates of the application ("Get Many") before you run this again.',
	});

/**
 * The certificate in a text.
 * @param text PEM, or Base64 of DER
 * @returns its DER bytes and what it says of itself
 * @throws RequestError for anything else, above all for a private key
 */
export function readCertificate(text: string): X509Certificate {
	if (/PRIVATE KEY-----/.test(text)) {
		throw requestError({
			what: '"Certificate" contains a private key.',
			fix: 'Enter only the certificate: the private key must not leave the app that signs in with it.',
		});
	}
	const block = pemBlocks(text).find(({ label }) => label === 'CERTIFICATE');
	try {
		return new X509Certificate(block?.text ?? base64Bytes(text) ?? '');
	} catch {
		throw requestError({
			what: '"Certificate" isn\'t a certificate.',
			fix: 'Enter it as PEM (from "-----BEGIN CERTIFICATE-----" to "-----END CERTIFICATE-----"), or as Base64 of a .cer file.',
		});
	}
}
