import { contenderNames, type ContenderId } from '../contenders';
import type { CaseResult, Outcome } from '../measure';

/** What a chart shows of each task. */
export interface Measure {
	title: string;
	note: string;
	value: (outcome: Outcome) => number;
	/** A value as text. */
	label: (value: number) => string;
	/** A power of ten as text, for the scale. */
	tick: (value: number) => string;
}

const colours: Partial<Record<ContenderId, string>> = {
	own: '#c2447a',
	byHand: '#e39a3b',
	ours: '#1f6fc5',
	raw: '#8f959e',
};
/** The order of the bars of a task. */
const order = Object.keys(colours) as ContenderId[];

const width = 900;
const left = 360;
const right = 90;
const barHeight = 15;
const barGap = 3;
const taskGap = 16;
const top = 92;
const font = 'font-family="system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif"';

/**
 * A chart of bars, by task and contender, over a logarithmic scale; what the contenders did over TLS.
 * @returns SVG
 */
export function barChart(results: readonly CaseResult[], measure: Measure): string {
	const tasks = results.map(({ title, outcomes, unable }) => ({
		title,
		bars: order
			.map((id) => ({ id, outcome: outcomes.find((one) => one.id === id && one.transport === 'tls') }))
			.filter(({ id, outcome }) => outcome !== undefined || unable.some((one) => one.id === id)),
	}));
	const values = tasks.flatMap(({ bars }) =>
		bars.flatMap(({ outcome }) => (outcome ? measure.value(outcome) : [])),
	);
	const lowest = 10 ** Math.floor(Math.log10(Math.max(1, Math.min(...values))));
	const highest = Math.max(...values);
	const span = Math.log10(highest / lowest) || 1;
	const place = (value: number) =>
		(Math.max(0, Math.log10(Math.max(value, 1e-9) / lowest)) / span) * (width - left - right);

	const parts: string[] = [];
	let y = top;
	for (const { title, bars } of tasks) {
		const height = bars.length * (barHeight + barGap) - barGap;
		parts.push(text(left - 14, y + height / 2 + 4, title, { anchor: 'end' }));
		for (const { id, outcome } of bars) {
			if (outcome) {
				const length = Math.max(2, place(measure.value(outcome)));
				parts.push(
					`<rect x="${left}" y="${y}" width="${length.toFixed(1)}" height="${barHeight}" rx="2" fill="${colours[id]}"/>`,
					text(left + length + 6, y + barHeight - 3.5, measure.label(measure.value(outcome)), { size: 12 }),
				);
			} else {
				parts.push(text(left + 4, y + barHeight - 3.5, 'cannot', { size: 12, fill: colours[id] ?? '' }));
			}
			y += barHeight + barGap;
		}
		y += taskGap - barGap;
	}
	const bottom = y - taskGap + 8;
	const ticks = Array.from({ length: Math.floor(span + 1e-9) + 1 }, (_, power) => lowest * 10 ** power);
	const axis = ticks.flatMap((value) => {
		const x = (left + place(value)).toFixed(1);
		return [
			`<line x1="${x}" y1="${top - 8}" x2="${x}" y2="${bottom}" stroke="#d5d9de"/>`,
			text(Number(x), bottom + 18, measure.tick(value), { anchor: 'middle', size: 12, fill: '#5b6470' }),
		];
	});
	const shown = order.filter((id) => tasks.some(({ bars }) => bars.some((bar) => bar.id === id)));
	const legend = shown.flatMap((id, index) => {
		const x = 24 + index * 195;
		return [
			`<rect x="${x}" y="54" width="12" height="12" rx="2" fill="${colours[id]}"/>`,
			text(x + 18, 64.5, contenderNames[id], { size: 13 }),
		];
	});
	const height = bottom + 54;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
		`<title>${escape(measure.title)}</title>`,
		`<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="#ffffff" stroke="#d5d9de"/>`,
		text(24, 34, measure.title, { size: 18, weight: 600 }),
		...legend,
		...axis,
		...parts,
		text(24, height - 14, measure.note, { size: 12, fill: '#5b6470' }),
		'</svg>',
		'',
	].join('\n');
}

interface TextStyle {
	anchor?: 'start' | 'middle' | 'end';
	size?: number;
	weight?: number;
	fill?: string;
}

function text(x: number, y: number, content: string, style: TextStyle = {}): string {
	const { anchor = 'start', size = 14, weight = 400, fill = '#1c2129' } = style;
	return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${font} font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" fill="${fill}">${escape(content)}</text>`;
}

function escape(content: string): string {
	return content.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
