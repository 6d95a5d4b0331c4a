import { textField } from '../../../shared/fields/build';

/** The title of a plan. */
export const planTitle = textField('title', 'Title', { placeholder: 'e.g. Product launch' });
