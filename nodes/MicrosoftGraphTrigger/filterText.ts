import { text } from '../MicrosoftGraph/fields/odata';

/** The texts of a filter that are separated by commas, in lower case. */
export const wordsOf = (filter: unknown): string[] =>
	text(filter)
		.toLowerCase()
		.split(',')
		.map((word) => word.trim())
		.filter((word) => word !== '');

/** Whether a value contains what a filter asks for, in any case; an empty filter lets everything pass. */
export const contains = (value: unknown, filter: unknown): boolean =>
	text(value).toLowerCase().includes(text(filter).toLowerCase());

/** Whether one of the values ends as one of the texts of a filter does; an empty filter lets everything pass. */
export function endsAsOneOf(values: readonly unknown[], filter: unknown): boolean {
	const ends = wordsOf(filter);
	return (
		ends.length === 0 || values.some((value) => ends.some((end) => text(value).toLowerCase().endsWith(end)))
	);
}

/** Whether one of the values is one of the texts of a filter, in any case; an empty filter lets everything pass. */
export function isOneOf(values: readonly unknown[], filter: unknown): boolean {
	const wanted = wordsOf(filter);
	return wanted.length === 0 || values.some((value) => wanted.includes(text(value).toLowerCase()));
}

/**
 * Whether one of the addresses is one of those of a filter: whole addresses, or ends of them, as "@contoso.com"; a domain
 * without "@" has those below it, too. An empty filter lets everything pass.
 */
export function isAddressOf(addresses: readonly unknown[], filter: unknown): boolean {
	const wanted = wordsOf(filter);
	const isWanted = (address: string) =>
		wanted.some((word) => {
			if (word.includes('@')) return word.startsWith('@') ? address.endsWith(word) : address === word;
			return address.endsWith(`@${word}`) || address.endsWith(`.${word}`);
		});
	return wanted.length === 0 || addresses.some((address) => isWanted(text(address).toLowerCase()));
}
