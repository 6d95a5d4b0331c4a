import type { Message, User } from '@microsoft/microsoft-graph-types';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { itemsOf, withCredential, type Execution, type N8nClient, type Workflow } from './n8nClient';
import type { SimulatorAddress } from './simulatorServer';

const PACKAGE = 'n8n-nodes-microsoft-graph-app-only';
const CREDENTIAL_TYPE = 'microsoftGraphAppOnlyApi';
const EXAMPLE = 'get-user-list-messages-send-mail.json';
const MESSAGES_SHOWN = 5;

/** The fields of the credential that signs in at the simulator. */
export function simulatorCredential(simulator: SimulatorAddress): Record<string, string> {
	const { tenantId, clientId, clientSecret, loginUrl, graphUrl } = simulator;
	return {
		authentication: 'clientSecret',
		tenantId,
		clientId,
		clientSecret,
		cloud: 'custom',
		loginUrl,
		graphUrl,
	};
}

/**
 * Puts the workflows of `examples/` into n8n, each with a credential for the simulator, runs the first one once, and
 * says what it did.
 *
 * @param project the folder of this package
 * @returns what to print, and whether the run succeeded
 */
export async function runExample(
	n8n: N8nClient,
	simulator: SimulatorAddress,
	project: string,
): Promise<{ succeeded: boolean; report: string; workflowId: string }> {
	const credential = await n8n.saveCredential(
		'Graph simulator',
		CREDENTIAL_TYPE,
		simulatorCredential(simulator),
	);
	const folder = join(project, 'examples');
	const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
	let example: { id: string; workflow: Workflow } | undefined;
	for (const file of files) {
		const workflow = JSON.parse(await readFile(join(folder, file), 'utf8')) as Workflow;
		const id = await n8n.saveWorkflow(withCredential(workflow, PACKAGE, CREDENTIAL_TYPE, credential));
		if (file === EXAMPLE) example = { id, workflow };
	}
	if (!example) throw new Error(`examples/${EXAMPLE} is missing.`);
	const trigger = example.workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.manualTrigger');
	if (!trigger) throw new Error(`examples/${EXAMPLE} has no manual trigger.`);

	const execution = await n8n.runWorkflow(example.id, trigger.name);
	if (execution.status !== 'success') {
		return { succeeded: false, report: failure(example.workflow.name, execution), workflowId: example.id };
	}
	const [user] = itemsOf(execution, 'Get a user').map(({ json }) => json as User);
	const messages = itemsOf(execution, 'List messages').map(({ json }) => json as SimpleMessage);
	const sent = user?.id && (await lastSent(simulator, user.id));
	if (!sent) {
		const report = `The workflow "${example.workflow.name}" ran, but no mail is in the simulator's Sent Items.`;
		return { succeeded: false, report, workflowId: example.id };
	}
	return {
		succeeded: true,
		report: [`The workflow "${example.workflow.name}" ran:`, '', ...describe(user, messages, sent)].join(
			'\n',
		),
		workflowId: example.id,
	};
}

/** A message as the node simplifies it. */
type SimpleMessage = Pick<Message, 'subject' | 'receivedDateTime'> & { from?: string };

function describe(user: User, messages: SimpleMessage[], sent: Message): string[] {
	const shown = messages.slice(0, MESSAGES_SHOWN);
	const senders = shown.map(({ from }) => from ?? '(no sender)');
	const width = Math.max(0, ...senders.map((sender) => sender.length));
	const to = (sent.toRecipients ?? []).map(({ emailAddress }) => emailAddress?.address).join(', ');
	return [
		`  The user      ${user.displayName} <${user.userPrincipalName}>${user.jobTitle ? `, ${user.jobTitle}` : ''}`,
		`  The messages  ${messages.length}`,
		...shown.map(
			(message, i) =>
				`                ${minute(message.receivedDateTime)}  ${senders[i].padEnd(width)}  ${message.subject}`,
		),
		`  The mail      "${sent.subject}" to ${to}, in Sent Items at ${minute(sent.sentDateTime)}`,
		...plainText(sent).map((line) => `                | ${line}`),
	];
}

/** An ISO time as "2026-11-21 08:15 UTC". */
const minute = (time?: string | null) => (time ? `${time.slice(0, 16).replace('T', ' ')} UTC` : '(no time)');

function plainText({ body }: Message): string[] {
	const text = (body?.content ?? '').replace(/<(br|\/p|\/li|\/h\d)[^>]*>/gi, '\n').replace(/<[^<>]+>/g, '');
	return text
		.split(/\r?\n/)
		.map((line) => line.trim())
		.filter(Boolean);
}

/** Asks the simulator itself, not through the node: what is sent is in Sent Items. */
async function lastSent(simulator: SimulatorAddress, userId: string): Promise<Message | undefined> {
	const path = `/state/users/${encodeURIComponent(userId)}/messages?folder=sentitems`;
	const response = await fetch(simulator.controlUrl + path);
	if (!response.ok) throw new Error(`The simulator answered ${response.status} to ${path}`);
	const time = ({ sentDateTime }: Message) => Date.parse(sentDateTime ?? '');
	return ((await response.json()) as Message[]).sort((a, b) => time(b) - time(a))[0];
}

function failure(workflow: string, execution: Execution): string {
	const failed = Object.entries(execution.runData).find(([, runs]) => runs.some(({ error }) => error));
	const error = failed?.[1].find((run) => run.error)?.error ?? execution.error;
	return [
		`The workflow "${workflow}" ended with "${execution.status}"${failed ? ` in the node "${failed[0]}"` : ''}:`,
		`  ${error?.message ?? 'no reason given'}`,
		...(error?.description ? [`  ${error.description}`] : []),
	].join('\n');
}
