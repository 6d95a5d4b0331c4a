import type { ItemRun } from '../../nodes/shared/itemRun';
import { watches } from '../../nodes/MicrosoftGraphTrigger/watches';
import type { ChangeEvent, Watch } from '../../nodes/MicrosoftGraphTrigger/watches/watch';
import { fieldsByName } from '../../test/operations/watchFields';
import { code, table } from '../markdown';
import { answer, lineOf } from '../operationRequests';

/** The table in docs/trigger.md: what can be watched, what is read for it, and what its subscription is for. */
export async function watchTable(): Promise<string> {
	const heads = ['Trigger On', 'Changes', 'What is read', 'Subscription', 'Application permission'];
	const rows = [];
	for (const watch of watches) rows.push(await watchRow(watch));
	return table(heads, rows);
}

async function watchRow(watch: Watch): Promise<string[]> {
	const { name, events, permissions, subscriptionPermissions, permissionNote = '', pollsOnly } = watch;
	const all = Object.keys(events) as ChangeEvent[];
	const send: ItemRun['send'] = async () => ({ status: 200, headers: {}, body: answer });
	const { feeds, notify } = await watch.source({
		parameters: fieldsByName,
		options: {},
		events: all,
		select: '',
		send,
	});
	const asked = [...new Set(feeds.map(({ all: first }) => code(lineOf(first(0)))))].join('<br>');
	const names = (of: readonly string[]) => of.map(code).join(' and ');
	const needed =
		subscriptionPermissions === undefined
			? names(permissions)
			: `${names(permissions)}; instant ${names(subscriptionPermissions)}`;
	return [
		name,
		Object.values(events).join('<br>'),
		asked,
		notify === undefined ? 'none' : `${code(notify.resource)}: ${notify.changes.join(', ')}`,
		[needed, permissionNote, pollsOnly].filter(Boolean).join('. '),
	];
}
