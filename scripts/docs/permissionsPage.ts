import { includedIn } from '../../nodes/graph/errors/permissions';
import { watches } from '../../nodes/MicrosoftGraphTrigger/watches';
import { table } from '../markdown';
import { allOperations, generated } from './operations';

/** docs/permissions.md: each application permission, with the operations and watches for which it is the least. */
export function permissionsPage(): string {
	const least = new Map<string, string[]>();
	const more = new Map<string, string[]>();
	const add = (to: Map<string, string[]>, permission: string, text: string) =>
		to.set(permission, [...(to.get(permission) ?? []), text]);
	for (const { resource, operation } of allOperations()) {
		const name = `${resource.name}: ${operation.name}`;
		for (const permission of operation.permissions) add(least, permission, name);
		const note = operation.permissionNote ?? '';
		for (const permission of permissionsIn(note)) {
			if (!operation.permissions.includes(permission)) add(more, permission, withNote(name, note));
		}
	}
	for (const { name, permissions, subscriptionPermissions: instant, permissionNote: note = '' } of watches) {
		const trigger = `Trigger: ${name}`;
		for (const permission of permissions) add(least, permission, instant ? `${trigger}, polling` : trigger);
		for (const permission of instant ?? []) add(least, permission, `${trigger}, instant`);
		for (const permission of permissionsIn(note)) {
			if (![...permissions, ...(instant ?? [])].includes(permission))
				add(more, permission, withNote(trigger, note));
		}
	}
	const rows = [...new Set([...least.keys(), ...more.keys()])]
		.sort()
		.map((name) => [
			linkTo(name),
			includedIn(name).join('<br>') || '–',
			least.get(name)?.join('<br>') ?? '–',
			more.get(name)?.join('<br>') ?? '–',
		]);
	return `${generated}

# Permissions

The application permissions of Microsoft Graph that the node's operations and the trigger need, each with the operations for which it is the least. Grant the permissions of the operations that your workflows use, and no others. [setup.md](setup.md#grant-permissions) says how; the operation "Access: Check Permissions" shows which of them an app has, lacks, and doesn't need.

**Included in**: greater permissions that do as well for all of these operations, by Microsoft's table of permissions. For one operation, others may do, too: Check Permissions and the text of a 403 go by that.

${table(['Application permission', 'Included in', 'The least for', 'Adds something to'], rows)}
`;
}

/** The permissions that a note speaks of. */
const permissionsIn = (text: string) => text.match(/\b[A-Z][\w-]*(?:\.[A-Z]\w+)+/g) ?? [];

const withNote = (name: string, note: string) => `${name}. ${note}`.replace(/(?<!\.)\.{2,}$/, '.');

const linkTo = (name: string) =>
	`[${name}](https://learn.microsoft.com/graph/permissions-reference#${name.toLowerCase().replace(/\./g, '')})`;
