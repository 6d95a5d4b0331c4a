import { textIn } from '../../../shared/fields/outputs';
import { listed, optionalText } from '../../../shared/parameters/values/text';

/** The texts of a filter, in lower case. */
const wordsOf = (filter: unknown): string[] => listed(filter).map((word) => word.toLowerCase());

/** Whether a value contains the text of a filter, case-insensitive; an empty filter lets everything pass. */
export const contains = (value: unknown, filter: unknown): boolean =>
	textIn(value).toLowerCase().includes(optionalText(filter).toLowerCase());

/** Whether one of the values ends as one of the texts of a filter does; an empty filter lets everything pass. */
export const endsAsOneOf = (values: readonly unknown[], filter: unknown): boolean =>
	oneFits(values, filter, (value, word) => value.endsWith(word));

/** Whether one of the values is one of the texts of a filter, case-insensitive; an empty filter lets everything pass. */
export const isOneOf = (values: readonly unknown[], filter: unknown): boolean =>
	oneFits(values, filter, (value, word) => value === word);

/**
 * Whether one of the addresses is one of those of a filter: whole addresses, or ends of them, as "@contoso.com"; a domain
 * without "@" has those below it, too. An empty filter lets everything pass.
 */
export const isAddressOf = (addresses: readonly unknown[], filter: unknown): boolean =>
	oneFits(addresses, filter, (address, word) => {
		if (word.includes('@')) return word.startsWith('@') ? address.endsWith(word) : address === word;
		return address.endsWith(`@${word}`) || address.endsWith(`.${word}`);
	});

/** Whether one of the values, in lower case, fits one of the texts of a filter; an empty filter lets everything pass. */
function oneFits(
	values: readonly unknown[],
	filter: unknown,
	fits: (value: string, word: string) => boolean,
): boolean {
	const words = wordsOf(filter);
	return (
		words.length === 0 ||
		values.some((value) => words.some((word) => fits(textIn(value).toLowerCase(), word)))
	);
}
