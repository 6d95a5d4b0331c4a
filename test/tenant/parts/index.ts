import { access } from './access';
import { groups, organization, users } from './directory';
import { mail } from './mail';
import { calendar, contacts, mailboxSettings, tasks } from './mailbox';
import { reports, subscriptions, teams } from './others';
import type { Part, Step } from './part';
import { files, sitePermissions, sites } from './sharePoint';
import { workbooks } from './workbook';
import { facts } from '../../reality/facts';
import { missingPermissions } from '../../../nodes/graph/errors/permissions';
import { kinds, type KindName } from '../things';
import { operationOf } from './operations';

/** All parts, in the order in which they run: later ones use what the users' part found. */
export const parts: readonly Part[] = [
	users,
	mail,
	calendar,
	contacts,
	mailboxSettings,
	tasks,
	files,
	workbooks,
	sites,
	groups,
	organization,
	access,
	sitePermissions,
	teams,
	reports,
	subscriptions,
];

/** What a step needs: the permissions of its operation, or of its path. */
export const permissionsOf = (step: Step): readonly string[] =>
	step.permissions ?? operationOf(step.operation).permissions;

/** Facts that no test tenant answers in the time of a run, and why. */
export const untried: Readonly<Record<number, string>> = {
	5: 'Not tried: it would take 5,000 messages.',
};

/** The facts that are open, or of which something is open. */
export const openFacts = facts.filter(({ sure, either }) => sure === 'open' || either !== undefined);

export const isWrite = (step: Step): boolean =>
	step.writes === true || step.removes === true || step.makes !== undefined;

/** What an app can't do by what its token shows; nothing where that can't be read. */
export const lacking = (needed: readonly string[], granted: readonly string[] | undefined): string[] =>
	granted === undefined ? [] : missingPermissions(needed, granted);

const unique = <T>(all: readonly T[]) => [...new Set(all)];

const made = parts.flatMap(({ steps }) => steps.filter(isWrite).flatMap(({ gives }) => gives ?? []));

/** Whether a step is run where nothing may be written: it neither writes nor needs what another step makes. */
export const isForReaders = (step: Step): boolean =>
	!isWrite(step) && !step.needs?.some((name) => made.includes(name));

/** The permissions that a part needs, those to remove what it makes among them. */
export function permissionsOfPart({ steps }: Part, readOnly = false): string[] {
	const used = steps.filter((step) => !readOnly || isForReaders(step));
	const removal = readOnly ? [] : used.flatMap(({ makes }) => (makes ? [...kinds[makes].permissions] : []));
	return unique([...used.flatMap(permissionsOf), ...removal]).sort();
}

/** What a part makes in a tenant. */
export const madeBy = ({ steps }: Part): KindName[] => unique(steps.flatMap(({ makes }) => makes ?? []));
