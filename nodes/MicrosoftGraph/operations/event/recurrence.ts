import type {
	PatternedRecurrence,
	RecurrencePattern,
	RecurrenceRange,
} from '@microsoft/microsoft-graph-types';
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { requestError } from '../../../graph/errors/requestError';
import { choiceField, choicesField, dayField, jsonField, numberField } from '../../../shared/fields/build';
import { jsonObject } from '../../../shared/parameters/values/json';
import { optionalText } from '../../../shared/parameters/values/text';

const weekDays = {
	monday: 'Monday',
	tuesday: 'Tuesday',
	wednesday: 'Wednesday',
	thursday: 'Thursday',
	friday: 'Friday',
	saturday: 'Saturday',
	sunday: 'Sunday',
};

const shownFor = (name: string, values: string[]) => ({ displayOptions: { show: { [name]: values } } });

/** How an event repeats, for the common cases. */
export const recurrence: INodeProperties = {
	displayName: 'Recurrence',
	name: 'recurrence',
	type: 'fixedCollection',
	placeholder: 'Set Recurrence',
	default: {},
	options: [
		{
			displayName: 'Recurrence',
			name: 'pattern',
			values: [
				choiceField('type', 'Repeats', {
					daily: 'Daily',
					weekly: 'Weekly',
					absoluteMonthly: 'Monthly, on the Day of the Start',
					relativeMonthly: 'Monthly, on a Weekday',
					absoluteYearly: 'Yearly, on the Day of the Start',
					relativeYearly: 'Yearly, on a Weekday',
				}),
				numberField('interval', 'Every', {
					typeOptions: { minValue: 1 },
					default: 1,
					description: 'Days, weeks, months, or years between occurrences',
				}),
				choicesField('daysOfWeek', 'Weekdays', weekDays, {
					description: 'Leave empty for the weekday of the start',
					...shownFor('type', ['weekly', 'relativeMonthly', 'relativeYearly']),
				}),
				choiceField(
					'index',
					'Week of the Month',
					{ first: 'First', second: 'Second', third: 'Third', fourth: 'Fourth', last: 'Last' },
					shownFor('type', ['relativeMonthly', 'relativeYearly']),
				),
				choiceField('ends', 'Ends', { noEnd: 'Never', endDate: 'On a Date', numbered: 'After a Number' }),
				dayField('endDate', 'Last Day', {
					placeholder: 'e.g. 2030-12-31',
					...shownFor('ends', ['endDate']),
				}),
				numberField('numberOfOccurrences', 'Number of Occurrences', {
					typeOptions: { minValue: 1 },
					default: 10,
					...shownFor('ends', ['numbered']),
				}),
			],
		},
	],
};

/** The same for all cases. */
export const recurrenceJson: INodeProperties = jsonField('recurrenceJson', 'Recurrence (JSON)', {
	description:
		'A patternedRecurrence of Graph, with "pattern" and "range"; overrides "Recurrence". In an update, null removes the recurrence.',
});

/**
 * The recurrence that the fields of an item hold.
 * @param start the event's start as its zone's clocks show it; `undefined` when it isn't given
 * @returns `undefined` when there is none, `null` when it is to end
 * @throws RequestError when it doesn't fit together
 */
export function recurrenceOf(
	fields: IDataObject,
	start: string | undefined,
	zone: string,
): PatternedRecurrence | null | undefined {
	const json = fields.recurrenceJson;
	if (json === null) return null;
	const given = jsonObject(json, recurrenceJson.displayName);
	if (Object.keys(given).length > 0) return given;
	const { pattern } = (fields.recurrence ?? {}) as { pattern?: IDataObject };
	if (pattern === undefined) return undefined;
	if (start !== undefined)
		return { pattern: patternOf(pattern, start), range: rangeOf(pattern, start, zone) };
	throw requestError({
		what: 'The recurrence has no start.',
		fix: 'Add "Start" too, or enter the full recurrence as "Recurrence (JSON)".',
	});
}

function patternOf({ type, interval, daysOfWeek, index }: IDataObject, start: string): RecurrencePattern {
	const [, month, day] = start.slice(0, 10).split('-').map(Number);
	const kind = String(type ?? 'daily') as NonNullable<RecurrencePattern['type']>;
	const weekday = new Date(`${start.slice(0, 10)}T00:00:00Z`).getUTCDay();
	const ofStart = Object.keys(weekDays)[(weekday + 6) % 7];
	const chosen = Array.isArray(daysOfWeek) && daysOfWeek.length > 0 ? daysOfWeek : [ofStart];
	const days = chosen as NonNullable<RecurrencePattern['daysOfWeek']>;
	const pattern: RecurrencePattern = { type: kind, interval: (interval ?? 1) as number };
	if (kind === 'weekly') return { ...pattern, daysOfWeek: days, firstDayOfWeek: 'monday' };
	if (kind === 'absoluteMonthly') return { ...pattern, dayOfMonth: day };
	if (kind === 'absoluteYearly') return { ...pattern, dayOfMonth: day, month };
	if (kind === 'daily') return pattern;
	const relative = { ...pattern, daysOfWeek: days, index: (index ?? 'first') as RecurrencePattern['index'] };
	return kind === 'relativeYearly' ? { ...relative, month } : relative;
}

function rangeOf(
	{ ends, endDate, numberOfOccurrences }: IDataObject,
	start: string,
	zone: string,
): RecurrenceRange {
	const startDate = start.slice(0, 10);
	const range: RecurrenceRange = { startDate, recurrenceTimeZone: zone };
	if (ends === 'numbered')
		return { ...range, type: 'numbered', numberOfOccurrences: (numberOfOccurrences ?? 10) as number };
	if (ends !== 'endDate') return { ...range, type: 'noEnd' };
	const last = optionalText(endDate);
	if (last >= startDate) return { ...range, type: 'endDate', endDate: last };
	throw requestError({
		what: `The recurrence ends on ${last}, before it starts on ${startDate}.`,
		fix: 'Check "Last Day".',
	});
}
