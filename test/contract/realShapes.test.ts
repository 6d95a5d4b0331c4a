import { answerDifferences, answerShape } from '../shape';
import type { Difference } from '../shape';
import { startSimulator } from '../../simulator';
import type { Simulator } from '../../simulator/simulator';
import { createClient } from '../../simulator/client';
import type { SimulatorClient } from '../../simulator/client';
import { createRouter, parsePath } from '../../simulator/graph/router';
import { routes } from '../../simulator/graph/routes';
import { contractFolder, expectNonePromised, readOpenApi, typeOpinions } from './openApi';
import { readRecordings } from './recordings';
import { shapeDeviations, unserved } from './shapeDeviations';
import { shapeRequests } from './shapeRequests';

/*
 * The simulator's answers against the shapes of recorded answers of the real Graph: properties, types, time formats,
 * annotations, headers, links, and errors.
 */
const recordings = readRecordings();
const api = readOpenApi();

if (recordings === undefined || api === undefined) {
	console.warn(
		`The recorded shapes of the real Graph are not in ${contractFolder}: the simulator is not compared with them.`,
	);
	it('are absent where none were promised', expectNonePromised);
} else {
	const opinions = typeOpinions(api);
	const findRoute = createRouter(routes);
	const fits = (pattern: string, text: string) =>
		new RegExp(
			`^${pattern
				.split('*')
				.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
				.join('.*')}$`,
		).test(text);
	const text = ({ path, kind, expected, actual }: Difference) =>
		`${path || 'the answer'}: ${kind}, ${expected || 'nothing'} expected, ${actual || 'nothing'} there`;

	/** A recorded path as it is asked of the simulator, with made-up IDs. */
	const concrete = (path: string) =>
		path
			.replace(/^\/me(?=\/|$)/, '/users/x')
			.replace(/\{\}\{\}:\/\{\}\{\}:/, 'x:/a/b:')
			.replace(/root:\{\}:\/\{\}\{\}:/, 'root:/a/b:')
			.replace(/(root:|\{\}\{\}:)(\{\}:)?\/\{\}/, 'root:/a')
			.replace(/^\/sites\/\{\}\/drives\/\{\}(?=\/)/, '/drives/x')
			.replace(/\{\}/g, 'x');
	const isServed = (request: string) => {
		const [method = '', path = ''] = request.split(' ');
		const found = findRoute(method, parsePath(concrete(path))).found?.route.path;
		// An object whose ID is a word of Graph's is none.
		return found !== undefined && (found.endsWith('/delta') || !path.endsWith('/delta'));
	};

	describe('the simulator answers as the real Graph did', () => {
		let simulator: Simulator;
		let client: SimulatorClient;
		let requests: ReturnType<typeof shapeRequests>;
		const needed = new Map(shapeDeviations.map((one) => [one, new Set<string>()]));
		const usedOf = (patterns: readonly string[], of: string) => patterns.filter((one) => fits(one, of));
		const counts = { compared: 0, deviating: 0 };

		beforeAll(async () => {
			simulator = await startSimulator();
			client = await createClient(simulator);
			requests = shapeRequests(simulator, client);
		});
		afterAll(async () => {
			await client.close();
			await simulator.close();
			console.info(
				`${counts.compared} recorded requests compared, ${counts.deviating} deviations left (${shapeDeviations.length} entries).`,
			);
		});

		const excepted = new Map(unserved.flatMap(([all, reason]) => all.map((one) => [one, reason] as const)));
		for (const [request, recording] of recordings) {
			if (excepted.has(request)) continue;
			it(request, async () => {
				const perform = requests[request];
				if (perform === undefined) throw new Error('The request is neither made nor among those not served.');
				const performed = await perform();
				const answers = Array.isArray(performed) ? performed : [performed];
				const opinion = opinions(recording.method, concrete(request.split(' ')[1] ?? ''));
				const found = answerDifferences(recording, answerShape(answers), opinion);
				counts.compared += 1;
				const left = found.filter(({ path }) => {
					const kept = shapeDeviations.find(
						(one) => usedOf(one.requests, request).length > 0 && usedOf(one.paths, path).length > 0,
					);
					if (kept === undefined) return true;
					for (const one of [...usedOf(kept.requests, request), ...usedOf(kept.paths, path)])
						needed.get(kept)?.add(one);
					counts.deviating += 1;
					return false;
				});
				expect(left.map(text)).toEqual([]);
			});
		}

		it('with no deviation that is no longer needed', () => {
			const unneeded = shapeDeviations.flatMap((one) =>
				[...one.requests, ...one.paths].filter((part) => !needed.get(one)?.has(part)),
			);
			expect(unneeded).toEqual([]);
		});
		it('and serves no request that is said not to be served, nor one that was not recorded', () => {
			expect([...excepted.keys()].filter((request) => isServed(request))).toEqual([]);
			const strange = [...excepted.keys(), ...Object.keys(requests)].filter((one) => !recordings.has(one));
			expect(strange).toEqual([]);
		});
	});
}
