import { maxGapMinutes } from '../../../nodes/MicrosoftGraphTrigger/changes/pollTimes';

describe('the longest time between two polls', () => {
	it.each([
		[undefined, 1],
		[{ mode: 'everyMinute' }, 1],
		[{ mode: 'everyHour', minute: 0 }, 60],
		[{ mode: 'everyDay', hour: 14 }, 1_440],
		[{ mode: 'everyWeek', weekday: '1' }, 10_080],
		[{ mode: 'everyMonth', dayOfMonth: 1 }, 44_640],
		[{ mode: 'everyX', value: 40, unit: 'hours' }, 2_400],
		[{ mode: 'everyX', value: 5, unit: 'minutes' }, 5],
		[{ mode: 'custom', cronExpression: '0 0 1 1 *' }, 1],
	])('with %j is %i minutes', (entry, minutes) => {
		expect(maxGapMinutes({ item: entry && [entry] })).toBe(minutes);
	});

	it('of a cron expression is what it is taken for', () => {
		expect(maxGapMinutes({ item: [{ mode: 'custom', cronExpression: '0 0 * * *' }] } as object, 1_440)).toBe(
			1_440,
		);
	});

	it('is that of the most frequent of several', () => {
		expect(maxGapMinutes({ item: [{ mode: 'everyMonth' }, { mode: 'everyHour' }] })).toBe(60);
	});
});
