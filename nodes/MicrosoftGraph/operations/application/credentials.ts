import type { Application, KeyCredential, PasswordCredential } from '@microsoft/microsoft-graph-types';

const day = 24 * 60 * 60_000;

/** The properties that have them. */
export const credentialLists = ['passwordCredentials', 'keyCredentials'];

/** A secret or certificate of an application or service principal. */
export interface Credential {
	type: 'secret' | 'certificate';
	displayName: string | null;
	keyId: string | null;
	/** For certificates: `Verify`, or `Sign` for SAML. */
	usage?: string | null;
	startDateTime: string | null;
	endDateTime: string | null;
	/** Full days, negative when it has expired; `null` when it never expires. */
	daysLeft: number | null;
}

/**
 * The secrets and certificates of an application or service principal, the next to expire first.
 * @param now ms since the epoch
 */
export function credentialsOf(
	{ passwordCredentials, keyCredentials }: Pick<Application, 'passwordCredentials' | 'keyCredentials'>,
	now: number,
): Credential[] {
	const common = (credential: PasswordCredential | KeyCredential) => ({
		displayName: credential.displayName ?? null,
		keyId: credential.keyId ?? null,
		startDateTime: credential.startDateTime ?? null,
		endDateTime: credential.endDateTime ?? null,
		daysLeft: credential.endDateTime ? Math.floor((Date.parse(credential.endDateTime) - now) / day) : null,
	});
	const secrets = (passwordCredentials ?? []).map((credential): Credential => ({
		type: 'secret',
		...common(credential),
	}));
	const certificates = (keyCredentials ?? []).map((credential): Credential => ({
		type: 'certificate',
		usage: credential.usage,
		...common(credential),
	}));
	return [...secrets, ...certificates].sort((a, b) => (a.daysLeft ?? Infinity) - (b.daysLeft ?? Infinity));
}
