import { textField } from '../../../shared/fields/build';
import { etagField } from '../plannerTask/fields';

/** The title of a plan. */
export const planTitle = textField('title', 'Title', { placeholder: 'e.g. Product launch' });

/** The ETag of a plan. */
export const planEtag = etagField('plan');
