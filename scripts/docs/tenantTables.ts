import { madeBy, parts, permissionsOfPart } from '../../test/tenant/parts';
import { variables } from '../../test/tenant/settings';
import { kinds } from '../../test/tenant/things';
import { code, table } from '../markdown';

/** The table in docs/tenant.md of the parts of a run: the permissions that each needs, and what it makes. */
export function partsTable(): string {
	const names = (of: readonly string[]) => of.map(code).join(', ') || '–';
	const rows = parts.map((part) => {
		const reading = permissionsOfPart(part, true);
		const more = permissionsOfPart(part).filter((permission) => !reading.includes(permission));
		const made = madeBy(part).map((kind) => `${kinds[kind].title}, ${kinds[kind].where}`);
		return [`${code(part.name)}: ${part.title}`, names(reading), names(more), made.join('<br>') || '–'];
	});
	return table(['Part', 'To read', 'To write as well', 'What it makes'], rows);
}

/** The table in docs/tenant.md of the environment variables that a run reads. */
export function variablesTable(): string {
	const rows = variables.map(({ name, what, required = false }) => [
		code(name),
		`${what}${required ? ' (required)' : ''}`,
	]);
	return table(['Variable', 'What it is'], rows);
}
