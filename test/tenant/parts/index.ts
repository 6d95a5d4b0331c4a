import { groups, organization, users } from './directory';
import { mail } from './mail';
import { calendar, contacts, mailboxSettings, tasks } from './mailbox';
import { reports, subscriptions, teams } from './others';
import type { Part, Step } from './part';
import { files, sitePermissions, sites } from './sharePoint';
import { facts } from '../../reality/facts';
import { operationOf } from '../node';

/** All parts, in the order in which they run: later ones use what the users' part found. */
export const parts: readonly Part[] = [
	users,
	mail,
	calendar,
	contacts,
	mailboxSettings,
	tasks,
	files,
	sites,
	groups,
	organization,
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
