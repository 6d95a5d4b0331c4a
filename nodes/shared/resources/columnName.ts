import { requestError } from '../../graph/errors/requestError';
import { shown } from '../../graph/errors/shown';

/** SharePoint escapes all other characters in an internal name, and Graph's annotations have an @ or a dot. */
const internalName = /^[\p{L}\p{M}\p{N}_-]{1,255}$/u;

/**
 * The internal name of a column.
 * @throws RequestError for any other text, so that a name is never read as something else, such as `@odata.type`
 */
export function columnName(name: string): string {
	// As a property name, it would set the object's prototype.
	if (internalName.test(name) && name !== '__proto__') return name;
	throw requestError({
		what: `${shown(name)} can't be the internal name of a column.`,
		fix: 'Enter the internal name: letters, digits, _ and -; a space is _x0020_ there.',
	});
}
