import { readTexts } from '../../../nodes/shared/parameters/values/text';
import {
	contains,
	endsAsOneOf,
	isAddressOf,
	isOneOf,
} from '../../../nodes/MicrosoftGraphTrigger/watches/shared/filterText';

describe('filters', () => {
	it.each([
		['', true],
		['adele@contoso.com', true],
		['megan@contoso.com, Adele@Contoso.com', true],
		['@contoso.com', true],
		['contoso.com', true],
		['com', true],
		['dele@contoso.com', false],
		['toso.com', false],
		['@fabrikam.com, megan@contoso.com', false],
	])('of addresses take adele@contoso.com for %j: %s', (filter, expected) => {
		expect(isAddressOf([undefined, 'Adele@contoso.com'], readTexts(filter, 'From'))).toBe(expected);
	});

	it('of a domain take those below it, but none that only ends so', () => {
		expect(isAddressOf(['adele@mail.contoso.com'], readTexts('contoso.com', 'From'))).toBe(true);
		expect(isAddressOf(['adele@mail.contoso.com'], readTexts('@contoso.com', 'From'))).toBe(false);
		expect(isAddressOf(['adele@evilcontoso.com'], readTexts('contoso.com', 'From'))).toBe(false);
		expect(isAddressOf([], readTexts('contoso.com', 'From'))).toBe(false);
	});

	it('of categories go by whole ones, in any case', () => {
		expect(isOneOf(['Urgent'], readTexts('invoices, urgent', 'From'))).toBe(true);
		expect(isOneOf(['Not urgent'], readTexts('urgent', 'From'))).toBe(false);
		expect(isOneOf([], readTexts('', 'From'))).toBe(true);
	});

	it('of texts go by what they contain or end with, in any case', () => {
		expect(contains('Your INVOICE 4711', 'invoice')).toBe(true);
		expect(contains(undefined, 'invoice')).toBe(false);
		expect(contains(undefined, '')).toBe(true);
		expect(endsAsOneOf(['Report.PDF'], readTexts('.docx, .pdf', 'From'))).toBe(true);
		expect(endsAsOneOf(['Report.pdf.zip'], readTexts('.pdf', 'From'))).toBe(false);
	});
});
