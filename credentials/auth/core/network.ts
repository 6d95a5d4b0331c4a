/** Node.js' codes for a connection that failed, in words: the second half of a sentence. */
export const connectionFailures: Readonly<Record<string, string>> = {
	EAI_AGAIN: "its name couldn't be resolved (DNS didn't respond)",
	ECONNABORTED: "it didn't respond in time",
	ECONNREFUSED: 'it refused the connection',
	ECONNRESET: 'the connection was cut',
	EHOSTUNREACH: 'there is no route to it',
	ENETUNREACH: 'there is no route to it',
	ENOTFOUND: "its name wasn't found (DNS)",
	EPIPE: 'the connection was cut',
	ETIMEDOUT: "it didn't respond in time",
};

/** Node.js' codes for a certificate that isn't trusted, often a proxy's own. */
const untrustedCertificate =
	/^(UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|CERT_|ERR_TLS_CERT_ALTNAME|HOSTNAME_MISMATCH)/;

/** Whether TLS refused a host's certificate: nothing was sent, and a retry wouldn't be either. */
export function isUntrustedCertificate(code: string): boolean {
	return untrustedCertificate.test(code);
}
