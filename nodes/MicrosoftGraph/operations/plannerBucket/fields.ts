import { textField } from '../../../shared/fields/build';
import { bucketId } from '../plannerTask/fields';

/** The name of a bucket. */
export const bucketName = textField('name', 'Name', { placeholder: 'e.g. In review' });

/** The bucket of an operation. */
export const bucketToChange = { ...bucketId, required: true };
