import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { credentialType } from '../graph/transport/exchange';

/**
 * Reads the node's credential for an item. Reading one takes n8n longer than everything else for a small item, so a
 * credential without expressions is read once (see `sameForAllItems` of the credential).
 */
export function credentialsReader(
	context: IExecuteFunctions,
): (itemIndex: number) => Promise<ICredentialDataDecryptedObject> | ICredentialDataDecryptedObject {
	const read = async (itemIndex: number) =>
		await context.getCredentials<ICredentialDataDecryptedObject>(credentialType, itemIndex);
	let first: Promise<ICredentialDataDecryptedObject> | undefined;
	/** The first one, once it's known to be the same for all items. */
	let shared: ICredentialDataDecryptedObject | undefined;
	const readFirst = async () => {
		first ??= read(0);
		const credentials = await first;
		if (credentials.sameForAllItems === true) shared = credentials;
		return credentials;
	};
	const readFor = async (itemIndex: number) => {
		if (itemIndex === 0) return await readFirst();
		// What fails for the first item may work for the others.
		await readFirst().catch(() => undefined);
		return shared ?? (await read(itemIndex));
	};
	return (itemIndex) => shared ?? readFor(itemIndex);
}
