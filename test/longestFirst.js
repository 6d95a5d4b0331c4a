const { basename } = require('node:path');
const Sequencer = require('@jest/test-sequencer').default;

/** Files that take a minute or more, most of it waiting: the last ones would run alone. The longest first. */
const longest = ['reliability', 'manyTenants', 'tenant', 'stress', 'outage', 'deliveryFaults', 'delivery'];

const rankOf = ({ path }) => {
	const rank = longest.indexOf(basename(path, '.test.ts'));
	return rank < 0 ? longest.length : rank;
};

/** Starts the longest test files first. For the others jest decides: by their last time, or where it has none, by size. */
module.exports = class LongestFirst extends Sequencer {
	sort(tests) {
		return super.sort(tests).sort((one, other) => rankOf(one) - rankOf(other));
	}
};
