import type { INode } from 'n8n-workflow';
import { requestError } from '../../nodes/graph/errors/requestError';
import { asHtml, forEditor, nodeError } from '../../nodes/shared/errors/nodeError';

const node: INode = { id: '1', name: 'a', type: 'b', typeVersion: 1, position: [0, 0], parameters: {} };
const why = 'A name goes before the address, as in Adele Vance <adele@contoso.com>, R&amp;D.';

describe('an error for the editor, which renders descriptions as HTML', () => {
	test('keeps what stands in angle brackets, and entities', () => {
		const error = forEditor(
			nodeError(node, requestError({ what: 'a <b>', why, fix: '' }), 0, { permissions: [] }),
		);
		expect(error.description).toBe(
			'A name goes before the address, as in Adele Vance &lt;adele@contoso.com&gt;, R&amp;amp;D.',
		);
		// The message is shown as it is.
		expect(error.message).toBe('a <b>');
	});

	test('stays as it is for the item that "continue on fail" keeps', () => {
		const error = nodeError(node, requestError({ what: 'a', why, fix: '' }), 0, { permissions: [] });
		expect(error.description).toBe(why);
	});

	test.each([
		['R&D <now>', 'R&D &lt;now&gt;'],
		['a &lt; b &#60; c &nbsp', 'a &amp;lt; b &amp;#60; c &nbsp'],
		['1 > 0', '1 &gt; 0'],
	])('%s', (text, html) => {
		expect(asHtml(text)).toBe(html);
	});
});

test('an error of what was never sent has no data of Graph', () => {
	const error = nodeError(node, requestError({ what: 'a', why, fix: '' }), 0, { permissions: [] });
	expect(error.context).not.toHaveProperty('data');
});
