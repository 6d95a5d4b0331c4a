/** What to add about a passphrase that did not fit, where spaces at its ends may be why; they count. */
export function spacesAround(passphrase: string): string {
	return passphrase === passphrase.trim()
		? ''
		: ' The passphrase begins or ends with a space, which counts: remove it if it was copied by mistake.';
}
