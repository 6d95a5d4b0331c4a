import type { Workflow } from '../../../scripts/n8nClient';
import { graphNode, manualTrigger, type NodeParts } from './workflows';

/** A value that the agent's model gives. */
export const fromModel = (key: string, description: string) =>
	`={{ $fromAI('${key}', '${description}', 'string') }}`;

/** A node of this package as a tool of an agent. */
export function toolNode(
	name: string,
	credential: { id: string; name: string },
	parameters: Record<string, unknown>,
): NodeParts {
	const node = graphNode(name, credential, parameters);
	return { ...node, type: `${node.type}Tool` };
}

/** An agent that a person starts, its model, and its tools. */
export function agentWorkflow(openAi: { id: string; name: string }, tools: NodeParts[]): Workflow {
	const agent: NodeParts = {
		name: 'Agent',
		type: '@n8n/n8n-nodes-langchain.agent',
		typeVersion: 3.1,
		parameters: { promptType: 'define', text: 'Write to Megan.' },
	};
	const chatModel: NodeParts = {
		name: 'Model',
		type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
		typeVersion: 1.3,
		parameters: {
			model: { __rl: true, mode: 'id', value: 'scripted' },
			responsesApiEnabled: false,
			options: { maxRetries: 0 },
		},
		credentials: { openAiApi: openAi },
	};
	const into = (type: string) => ({ [type]: [[{ node: agent.name, type, index: 0 }]] });
	const place = (node: NodeParts, id: number, position: [number, number]) => ({
		...node,
		id: `node-${id}`,
		position,
	});
	return {
		name: 'Agent with tools',
		nodes: [
			place(manualTrigger, 0, [0, 0]),
			place(agent, 1, [320, 0]),
			place(chatModel, 2, [240, 240]),
			// To the right of where they're connected: so no line runs behind a button.
			...tools.map((node, i) => place(node, i + 3, [520 + i * 180, 240])),
		],
		connections: {
			[manualTrigger.name]: into('main'),
			[chatModel.name]: into('ai_languageModel'),
			...Object.fromEntries(tools.map(({ name }) => [name, into('ai_tool')])),
		},
		settings: { executionOrder: 'v1' },
	};
}
