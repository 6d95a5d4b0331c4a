import { guidOf } from '../../../simulator/random';
import type { Samples } from '../samples';

export const samples: Samples = { fields: { policyId: () => guidOf('policy Require MFA for all') } };
