import {
	Activation,
	activationOf,
	type PendingPoll,
} from '../../../nodes/MicrosoftGraphTrigger/state/activation';

const pending = () => ({}) as PendingPoll;

describe('an activation', () => {
	it('belongs to the static data object that n8n gives it', () => {
		const staticData = {};
		expect(activationOf(staticData)).toBe(activationOf(staticData));
		expect(activationOf(staticData)).not.toBe(activationOf({}));
	});

	it('begins once', () => {
		const activation = new Activation();
		expect([activation.begin(), activation.begin()]).toEqual([true, false]);
	});

	it('has one poll at a time, which one of those that wait for it emits', () => {
		const activation = new Activation();
		const first = activation.joinPoll(pending);
		const second = activation.joinPoll(pending);
		expect(second.poll).toBe(first.poll);
		expect([first.isFirst, second.isFirst]).toEqual([true, false]);
		expect([activation.takePoll(first.poll), activation.takePoll(second.poll)]).toEqual([true, false]);
		const third = activation.joinPoll(pending);
		expect(third.poll).not.toBe(first.poll);
		expect(activation.takePoll(first.poll)).toBe(false);
		expect(activation.takePoll(third.poll)).toBe(true);
	});
});
