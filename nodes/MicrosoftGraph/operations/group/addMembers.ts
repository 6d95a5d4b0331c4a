import type { IDataObject } from 'n8n-workflow';

import { isGuid } from '../../../../credentials/auth/core/guid';
import { caught } from '../../../../credentials/auth/core/caught';
import { asAdvanced } from '../../../graph/lists/advancedQuery';
import { GraphError } from '../../../graph/errors/graphError';
import { readList } from '../../../graph/lists/page';
import { flagField, textsField } from '../../../shared/fields/build';
import { groupId } from '../../../shared/fields/locators/group';
import { textIn } from '../../../shared/fields/outputs';
import { referenceTo } from '../../../shared/fields/references';
import type { Operation } from '../../operation';
import type { ItemRun } from '../../../shared/itemRun';
import { waitForReplication } from '../../replication';
import { memberGuards, roleNote } from '../../../shared/resources/group';

/** The most members that Graph adds in one request. */
const maxPerRequest = 20;

/** Source: "Add members". */
export const addMembers: Operation = {
	name: 'Add Members',
	value: 'addMembers',
	action: 'Add members to group',
	description: 'Add users, groups, devices, or apps to a group, up to 20 in one call',
	permissions: ['GroupMember.ReadWrite.All'],
	permissionNote: roleNote,
	fields: [
		groupId,
		textsField('memberIds', 'Members', {
			required: true,
			placeholder: 'e.g. adele@contoso.com, 87d349ed-44d7-43e1-9a83-5f2406dee5bd',
			description:
				'Object IDs, or user principal names of users, separated by commas; an expression can also return a list',
		}),
		flagField('skipMembers', 'Skip Existing Members', {
			default: true,
			description:
				'Whether to skip those who are already members. Otherwise, Graph refuses all members of the same call.',
		}),
	],
	options: [waitForReplication],
	guards: memberGuards,
	steps: addAll,
};

async function addAll(run: ItemRun): Promise<IDataObject[]> {
	const wanted = distinct(run.item.list('memberIds'));
	const skip = run.item.flag('skipMembers');
	const added: string[] = [];
	for (let at = 0; at < wanted.length; at += maxPerRequest) {
		const part = wanted.slice(at, at + maxPerRequest);
		if (await bind(run, part, skip)) {
			added.push(...part);
			continue;
		}
		const missing = await withoutMembers(run, part);
		if (missing.length > 0) await bind(run, missing, false);
		added.push(...missing);
	}
	return [{ added, alreadyMembers: wanted.filter((who) => !added.includes(who)) }];
}

/** @returns whether they were added; `false` if some are already members and must be skipped */
async function bind(run: ItemRun, who: string[], skip: boolean): Promise<boolean> {
	const body = { 'members@odata.bind': who.map((one) => referenceTo(run, one)) };
	const path = ['groups', run.item.id('groupId')];
	const refusal = await run
		.send({ method: 'PATCH', expectedResponse: 'nothing', path, body, idempotent: skip })
		.then(
			() => undefined,
			(error: Error) => error,
		);
	if (refusal === undefined) return true;
	if (skip && refusal instanceof GraphError && /already exist/i.test(refusal.parts.message)) return false;
	throw refusal;
}

/** Those who aren't members yet. */
async function withoutMembers({ item, send }: ItemRun, who: readonly string[]): Promise<string[]> {
	const path = ['groups', item.id('groupId'), 'members'];
	const limits = { limit: Infinity, pageSize: 999 };
	const users = { method: 'GET', path, query: { $select: 'id,userPrincipalName' } } as const;
	const members = namesOf(await readList(users, limits, send));
	const others = who.filter((one) => !members.has(one.toLowerCase()));
	if (!others.some(isGuid)) return others;
	// Graph v1.0 leaves apps out of the members. Source: "List group members".
	const appPath = [...path, 'microsoft.graph.servicePrincipal'];
	const ofApps = asAdvanced({ method: 'GET', path: appPath, query: { $select: 'id' } } as const);
	const apps = namesOf(await readList(ofApps, limits, send).catch(noneForKind));
	return others.filter((one) => !apps.has(one.toLowerCase()));
}

/** A group of another kind, which can't have such members, says so. */
function noneForKind(error: unknown): IDataObject[] {
	if (error instanceof GraphError && error.parts.code === 'Request_UnsupportedQuery') return [];
	throw caught(error);
}

/** Members by ID and by user principal name, in lower case. */
function namesOf(members: readonly IDataObject[]): Set<string> {
	const names = members.flatMap(({ id, userPrincipalName }) => [textIn(id), textIn(userPrincipalName)]);
	return new Set(names.map((name) => name.toLowerCase()));
}

function distinct(names: readonly string[]): string[] {
	return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
}
