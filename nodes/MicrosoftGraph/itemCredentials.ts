import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { credentialType } from '../graph/transport/exchange';

/**
 * Reads the node's credential for an item. Reading one takes n8n longer than everything else for a small item, so a
 * credential without expressions is read once (see `sameForAllItems` of the credential).
 */
export function credentialsReader(
	context: IExecuteFunctions,
): (itemIndex: number) => Promise<ICredentialDataDecryptedObject> {
	const read = async (itemIndex: number) =>
		await context.getCredentials<ICredentialDataDecryptedObject>(credentialType, itemIndex);
	let first: Promise<ICredentialDataDecryptedObject> | undefined;
	return async (itemIndex) => {
		first ??= read(0);
		if (itemIndex === 0) return await first;
		// What fails for the first item may work for the others.
		const shared = await first.catch(() => undefined);
		return shared?.sameForAllItems === true ? shared : await read(itemIndex);
	};
}
