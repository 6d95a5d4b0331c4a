import type { CallContext, GraphAnswer } from '../call';
import { deltaAnswer, readRound } from '../delta';
import type { Entity } from '../entity';
import { entitiesAt, entityAt, route, selected } from '../rest';
import type { Route } from '../router';
import type { GraphWorld } from '../world';
import { taskLists, tasks } from './todo';

function changes(
	world: GraphWorld,
	{ call }: CallContext,
	type: string,
	now: ReadonlyMap<string, Entity>,
): GraphAnswer {
	const location = `${call.base}${call.path}`;
	const round = readRound(world, call, 'directory', { code: 'syncStateNotFound', location, latest: false });
	return deltaAnswer(world, round, 'directory', {
		context: `Collection(${type})`,
		pageSize: 10,
		outlook: true,
		list: () => [...now].map(([key, one]) => ({ key, mark: JSON.stringify(one) })),
		show: ({ key }) => {
			const found = now.get(key);
			if (!found) return { id: key, '@removed': { reason: 'deleted' } };
			const etag = `W/"${Buffer.from(JSON.stringify(found)).toString('base64url').slice(-20)}"`;
			return selected({ '@odata.etag': etag, ...found }, round.call.query.get('$select'));
		},
	});
}

/** Sources: "todoTaskList: delta", "todoTask: delta". */
export const todoChangeRoutes: readonly Route[] = [
	route('GET', `${taskLists.path}/delta`, 'mail', taskLists.read, (world, context) =>
		changes(world, context, 'todoTaskList', entitiesAt(world, taskLists, context.params)),
	),
	route('GET', `${tasks.path}/delta`, 'mail', tasks.read, (world, context) => {
		const [user = '', list = ''] = context.params;
		entityAt(world, taskLists, [user], list);
		return changes(world, context, 'todoTask', entitiesAt(world, tasks, [user, list]));
	}),
];
