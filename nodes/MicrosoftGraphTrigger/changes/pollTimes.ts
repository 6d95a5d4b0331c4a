/** One entry of n8n's "Poll Times". */
interface PollTime {
	mode?: string;
	value?: number;
	unit?: string;
}

const day = 24 * 60;

/**
 * The longest time between two polls, in minutes.
 * @param pollTimes the value of n8n's "Poll Times"
 * @param cronMinutes what counts for a cron expression, which isn't read here
 */
export function maxGapMinutes(pollTimes: { item?: PollTime[] }, cronMinutes = 1): number {
	const gaps = (pollTimes.item ?? []).map(({ mode = 'everyMinute', value = 1, unit }) => {
		switch (mode) {
			case 'everyHour':
				return 60;
			case 'everyDay':
				return day;
			case 'everyWeek':
				return 7 * day;
			case 'everyMonth':
				return 31 * day;
			case 'everyX':
				return Number(value) * (unit === 'hours' ? 60 : 1);
			case 'custom':
				return cronMinutes;
			default:
				return 1;
		}
	});
	return gaps.length > 0 ? Math.min(...gaps) : 1;
}
