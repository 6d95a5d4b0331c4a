import type { INodeProperties } from 'n8n-workflow';

/** Domains that n8n lets a person restrict a credential to. */
const n8nsOwnFields = ['allowedHttpRequestDomains', 'allowedDomains'];

/**
 * Says that the credential is the same for all items of an execution. n8n leaves a field out that is hidden, and this one
 * is while one of the given fields is entered as an expression. The node reads a credential that has it once, instead of
 * once for each item.
 */
export function sameForAllItems(fields: readonly INodeProperties[]): INodeProperties {
	const names = [...fields.map(({ name }) => name), ...n8nsOwnFields];
	return {
		displayName: 'Same for All Items',
		name: 'sameForAllItems',
		type: 'hidden',
		default: true,
		displayOptions: { hide: Object.fromEntries(names.map((name) => [name, [isExpression]])) },
	};
}

/**
 * A text that begins with "=". As a range, which any value can be compared with: n8n's `startsWith` fails for what isn't text
 * before n8n-workflow 2.20, and its `regex` takes more than ten times as long from about 2.33 on.
 */
const isExpression = { _cnd: { between: { from: '=', to: '=\uffff' } } };
