import type { Samples } from '../samples';

export const samples: Samples = {
	fields: { expectedState: () => 'a state' },
	operations: {
		checkPermissions: () => ({ operationsToCheck: ['user:get', 'message:send'] }),
		readAdminConsentResponse: () => ({ consentQuery: '{"admin_consent":"True","state":"a state"}' }),
	},
};
