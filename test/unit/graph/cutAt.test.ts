import { cutAt } from '../../../nodes/graph/cutAt';

test.each([
	['a=b=c', '=', ['a', 'b=c']],
	['=', '=', ['', '']],
	['a', '=', ['a', '']],
	['', '=', ['', '']],
	['a::b', '::', ['a', 'b']],
])('%j at %j', (text, sign, parts) => {
	expect(cutAt(text, sign)).toEqual(parts);
});
