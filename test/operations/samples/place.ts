import type { Samples } from '../samples';

export const samples: Samples = {
	fields: { placeId: () => 'aquarium@contoso.example', roomListId: () => '' },
};
