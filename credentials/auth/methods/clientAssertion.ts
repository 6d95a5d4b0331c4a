/** The parameters that carry an assertion. Source: RFC 7523, section 2.2. */
export function clientAssertionParameters(assertion: string): Record<string, string> {
	return {
		client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
		client_assertion: assertion,
	};
}
