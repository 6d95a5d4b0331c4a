import { contains, endsAsOneOf, isAddressOf, isOneOf } from '../../../nodes/MicrosoftGraphTrigger/filterText';

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
		expect(isAddressOf([undefined, 'Adele@contoso.com'], filter)).toBe(expected);
	});

	it('of a domain take those below it, but none that only ends so', () => {
		expect(isAddressOf(['adele@mail.contoso.com'], 'contoso.com')).toBe(true);
		expect(isAddressOf(['adele@mail.contoso.com'], '@contoso.com')).toBe(false);
		expect(isAddressOf(['adele@evilcontoso.com'], 'contoso.com')).toBe(false);
		expect(isAddressOf([], 'contoso.com')).toBe(false);
	});

	it('of categories go by whole ones, in any case', () => {
		expect(isOneOf(['Urgent'], 'invoices, urgent')).toBe(true);
		expect(isOneOf(['Not urgent'], 'urgent')).toBe(false);
		expect(isOneOf([], '')).toBe(true);
	});

	it('of texts go by what they contain or end with, in any case', () => {
		expect(contains('Your INVOICE 4711', 'invoice')).toBe(true);
		expect(contains(undefined, 'invoice')).toBe(false);
		expect(contains(undefined, '')).toBe(true);
		expect(endsAsOneOf(['Report.PDF'], '.docx, .pdf')).toBe(true);
		expect(endsAsOneOf(['Report.pdf.zip'], '.pdf')).toBe(false);
	});
});
