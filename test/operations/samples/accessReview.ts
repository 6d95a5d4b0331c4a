import { sampleReview } from '../../../simulator/graph/routes/accessReviews';
import type { Samples } from '../samples';

export const samples: Samples = {
	fields: { accessReviewId: () => sampleReview.definition, instanceId: () => sampleReview.instance },
};
