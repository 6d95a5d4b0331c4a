import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workflow, WorkflowNode } from '../scripts/n8nClient';

const folder = join(__dirname, '..', 'examples');
const packageName = 'n8n-nodes-microsoft-graph-app-only';

/** The names of all files of `examples/`. */
export const exampleFiles: readonly string[] = readdirSync(folder).sort();

/** A workflow of `examples/`, as it is imported. */
export function readExample(file: string): Workflow {
	return JSON.parse(readFileSync(join(folder, file), 'utf8')) as Workflow;
}

/** The nodes of a workflow that are this package's. */
export function graphNodesOf({ nodes }: Workflow): WorkflowNode[] {
	return nodes.filter(({ type }) => type.startsWith(`${packageName}.`));
}

/** The text of a workflow's sticky note. */
export function noteOf({ nodes }: Workflow): string {
	const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
	if (notes.length !== 1) throw new Error(`The workflow has ${notes.length} sticky notes.`);
	return String(notes[0].parameters.content);
}

/** The application permissions that a workflow's sticky note names in its sentence on what is needed. */
export function permissionsInNote(workflow: Workflow): string[] {
	const [sentence] = /^Needs (the|no) application permissions? ?.*?\.(?=\s|$)/m.exec(noteOf(workflow)) ?? [];
	if (sentence === undefined) throw new Error('The sticky note does not say what the workflow needs.');
	return sentence.match(/[A-Z][\w-]+(\.[A-Z]\w+)+/g) ?? [];
}
