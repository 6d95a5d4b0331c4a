import type { IDataObject } from 'n8n-workflow';

import { caught } from '../../../../../credentials/auth/core/caught';
import { isOutcomeUnknown } from '../../../../graph/errors/outcomeUnknown';
import { readList } from '../../../../graph/lists/page';
import { requestError } from '../../../../graph/errors/requestError';
import { mailHeaders } from '../../../../shared/fields/mail';
import type { ItemRun } from '../../../../shared/itemRun';
import { attach, type ToAttach } from '../../attachment/attach';

/** The waits between two checks of the attachments, in ms, after an unknown outcome. */
const pauses = [500, 1_500, 5_000];
/** How many times to attach a missing file. */
const maxTries = 4;
/** Exchange includes up to this many bytes of its own data in a file's size. */
const slack = 16 * 1024;

/**
 * What a draft already contains: nothing (`new`), what Graph copied from the original message (`answer`), or some of
 * the attachments (`begun`).
 */
export type DraftState = 'new' | 'answer' | 'begun';

/**
 * Attaches files to a draft, each exactly once. After an unknown outcome, it checks the draft.
 * @param draft path of the draft
 * @throws what `send` throws; RequestError when something could not be attached
 */
export async function attachAll(
	draft: readonly string[],
	wanted: readonly ToAttach[],
	run: ItemRun,
	state: DraftState,
): Promise<void> {
	const before = state === 'answer' ? await held(draft, run) : [];
	const others = new Set(before.map(({ id }) => id));
	const look = async () =>
		compare(
			wanted,
			(await held(draft, run)).filter(({ id }) => !others.has(id)),
		);

	let missing = state === 'begun' ? (await look()).missing : [...wanted];
	for (let tries = 1; tries <= maxTries; tries++) {
		let sure = true;
		for (const one of missing) sure = (await isAttached(draft, one, run)) && sure;
		if (sure && tries === 1) return;
		let found = await look();
		for (const pause of pauses) {
			if (found.missing.length === 0) break;
			await run.wait(pause);
			found = await look();
		}
		// A file that seemed lost may have arrived late.
		for (const { id } of found.doubled) {
			await run.send({
				method: 'DELETE',
				path: [...draft, 'attachments', String(id)],
				headers: mailHeaders(),
			});
		}
		missing = found.missing;
		if (missing.length === 0) return;
	}
	throw requestError({
		what: `"${String(missing[0]?.head.name)}" couldn't be attached: Graph doesn't confirm it.`,
		why: `The node tried ${maxTries} times. Nothing was sent.`,
		fix: 'Run the item again when Graph is available.',
	});
}

/** Whether it's known to be attached; otherwise, the outcome is unknown. */
async function isAttached(draft: readonly string[], one: ToAttach, run: ItemRun): Promise<boolean> {
	try {
		await attach(draft, one, run);
		return true;
	} catch (error) {
		if (isOutcomeUnknown(error)) return false;
		throw caught(error);
	}
}

async function held(draft: readonly string[], { send }: ItemRun): Promise<IDataObject[]> {
	const request = {
		method: 'GET' as const,
		path: [...draft, 'attachments'],
		query: { $select: 'id,name,size' },
		headers: mailHeaders(),
	};
	return await readList(request, { limit: Infinity, pageSize: undefined }, send);
}

/** What is missing, and what is attached twice. */
function compare(
	wanted: readonly ToAttach[],
	there: readonly IDataObject[],
): { missing: ToAttach[]; doubled: IDataObject[] } {
	const left = [...there];
	const missing = wanted.filter((one) => {
		const at = left.findIndex((attachment) => isSame(one, attachment));
		if (at >= 0) left.splice(at, 1);
		return at < 0;
	});
	return { missing, doubled: left.filter((attachment) => wanted.some((one) => isSame(one, attachment))) };
}

function isSame({ head, file }: ToAttach, { name, size }: IDataObject): boolean {
	if (head.name !== name) return false;
	const more = Number(size) - (file?.size ?? 0);
	return file === undefined || (more >= 0 && more <= slack);
}
