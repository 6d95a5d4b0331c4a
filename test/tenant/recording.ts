import {
	answerDifferences,
	answerShape,
	type Answer,
	type AnswerShape,
	type Difference,
	type SecondOpinion,
} from '../shape';
import { anonymousAnswer, pathForm } from './anonymous';
import type { Exchange } from './wire';

/** The shape of the answers to one request, as recordings of Graph have it. */
export interface RecordedShape extends AnswerShape {
	method: string;
	path: string;
	/** How many answers there were; all of them to an app. */
	recordings: number;
	appOnly: number;
	/** Parameters and headers of the request, by name. */
	requestHad?: readonly string[];
}

/** Exchanges with the step that they belong to. */
export interface StepExchanges {
	step: string;
	exchanges: readonly Exchange[];
}

/** A difference between the tenant and the simulator. */
export interface FoundDifference extends Difference {
	request: string;
	/** The steps that showed it. */
	steps: string[];
}

/** What says nothing of the shape of answers: Graph was busy, or a token was renewed. */
export const isPassing = ({ status }: Exchange): boolean =>
	status === 401 || status === 408 || status === 429 || status >= 500;

const keyOf = ({ method, path }: Exchange) => `${method} ${pathForm(path)}`;

function grouped(
	exchanges: readonly Exchange[],
	graphUrl: string,
): Map<string, { answers: Answer[]; had: string[] }> {
	const groups = new Map<string, { answers: Answer[]; had: string[] }>();
	const troubled = new Set<string>();
	for (const exchange of exchanges) {
		const request = `${exchange.method} ${exchange.path}`;
		if (isPassing(exchange)) troubled.add(request);
		// After a lost answer, a refusal may say no more than that the first request was carried out.
		if (isPassing(exchange) || (exchange.status >= 400 && troubled.has(request))) continue;
		const group = groups.get(keyOf(exchange)) ?? { answers: [], had: [] };
		group.answers.push(anonymousAnswer(exchange, graphUrl));
		group.had.push(...hadOf(exchange));
		groups.set(keyOf(exchange), group);
	}
	return groups;
}

const headerNames: Readonly<Record<string, string>> = {
	prefer: 'Prefer',
	consistencylevel: 'ConsistencyLevel',
	'if-match': 'If-Match',
};

/** What the request had, by name: `params:$select`, `headers:Prefer`. */
function hadOf({ path, requestHeaders }: Exchange): string[] {
	const names = [...new URLSearchParams(path.split('?')[1] ?? '').keys()];
	return [
		...names.filter((name) => /^\$?[A-Za-z]{2,20}$/.test(name)).map((name) => `params:${name}`),
		...requestHeaders.map((name) => `headers:${headerNames[name] ?? name}`),
	];
}

/**
 * A recording that holds no value at all: only what answers are made of.
 * @param graphUrl where Graph was
 * @returns sorted by path and method, in the format of the recordings that the contract tests read
 */
export function recordingOf(steps: readonly StepExchanges[], graphUrl: string): RecordedShape[] {
	const groups = grouped(
		steps.flatMap(({ exchanges }) => exchanges),
		graphUrl,
	);
	return [...groups]
		.map(([key, { answers, had }]): RecordedShape => {
			const [method = '', path = ''] = key.split(' ');
			const { statuses, headers, links, errors, answer } = answerShape(answers);
			const requestHad = [...new Set(had)].sort();
			return {
				method,
				path,
				recordings: answers.length,
				appOnly: answers.length,
				statuses,
				...(headers && { headers }),
				...(requestHad.length > 0 && { requestHad }),
				...(links && { links }),
				...(errors && { errors }),
				answer,
			};
		})
		.sort((a, b) => (a.path === b.path ? a.method.localeCompare(b.method) : a.path < b.path ? -1 : 1));
}

/**
 * In what the simulator's answers differ from the tenant's, for the same requests of the same steps. What a tenant's data
 * decide is no difference: an empty value in place of a full one.
 */
export function compare(
	tenant: { steps: readonly StepExchanges[]; graphUrl: string },
	simulator: { steps: readonly StepExchanges[]; graphUrl: string },
): FoundDifference[] {
	const found = new Map<string, FoundDifference>();
	for (const { step, exchanges } of tenant.steps) {
		const others = simulator.steps.filter((one) => one.step === step).flatMap((one) => one.exchanges);
		const [real, simulated] = [grouped(exchanges, tenant.graphUrl), grouped(others, simulator.graphUrl)];
		for (const [request, { answers }] of real) {
			const other = simulated.get(request);
			if (other === undefined) continue;
			for (const difference of differencesOf(answers, other.answers)) {
				const { path, kind, expected, actual } = difference;
				const key = [request, path, kind, expected, actual].join('|');
				const known = found.get(key) ?? { ...difference, request, steps: [] };
				if (!known.steps.includes(step)) known.steps.push(step);
				found.set(key, known);
			}
		}
	}
	return [...found.values()].sort(
		(a, b) => a.request.localeCompare(b.request) || a.path.localeCompare(b.path),
	);
}

function differencesOf(real: readonly Answer[], simulated: readonly Answer[]): Difference[] {
	const statuses = new Set(real.map(({ status }) => status));
	const shared = simulated.filter(({ status }) => statuses.has(status));
	if (shared.length === 0) {
		const list = (answers: readonly Answer[]) => [...new Set(answers.map(({ status }) => status))].join('|');
		return [{ path: '', kind: 'status', expected: list(real), actual: list(simulated) }];
	}
	const asked = new Set(shared.map(({ status }) => status));
	return answerDifferences(
		answerShape(real.filter(({ status }) => asked.has(status))),
		answerShape(shared),
		opinion,
	);
}

/** What a tenant's data decide: an empty value in place of a full one. */
const opinion: SecondOpinion = { allows: (_path, kind) => (kind === 'null' ? true : undefined) };

/**
 * In what the simulator differs from a recording, request by request; what was refused in the tenant, or not asked of the
 * simulator, is not compared.
 * @returns by method and path
 */
export function recordingDifferences(
	recorded: readonly RecordedShape[],
	simulated: readonly RecordedShape[],
): Map<string, Difference[]> {
	const wasDone = ({ statuses }: RecordedShape) =>
		Object.keys(statuses).every((status) => Number(status) < 400);
	return new Map(
		recorded.filter(wasDone).flatMap((real) => {
			const other = simulated.find(({ method, path }) => method === real.method && path === real.path);
			if (other === undefined || !wasDone(other)) return [];
			return [[`${real.method} ${real.path}`, answerDifferences(real, other, opinion)] as const];
		}),
	);
}
