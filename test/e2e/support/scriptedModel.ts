import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** What a chat model is asked, as far as a script reads it. */
export interface ChatRequest {
	messages: Array<{ role: string; content: unknown; tool_call_id?: string }>;
	tools?: Array<{ function: { name: string; description: string; parameters: ToolParameters } }>;
}

export interface ToolParameters {
	properties: Record<string, { type?: string; description?: string }>;
	required?: string[];
}

/** An answer of the model: tools to call, with their arguments, or words to end with. */
export type ChatAnswer = string | Array<{ id: string; tool: string; arguments: Record<string, unknown> }>;

export interface ScriptedModel {
	/** The address to give as OpenAI's base URL. */
	url: string;
	/** What was asked so far. */
	requests: ChatRequest[];
	close(): Promise<void>;
}

/**
 * Starts a chat model that answers by a script instead of thinking, at an address that speaks OpenAI's chat completions.
 * @param script the answers in turn, made from what each request holds
 */
export async function startScriptedModel(
	script: ReadonlyArray<(request: ChatRequest) => ChatAnswer>,
): Promise<ScriptedModel> {
	const requests: ChatRequest[] = [];
	const server = createServer((incoming, outgoing) => {
		void (async () => {
			const request = (await json(incoming)) as ChatRequest;
			const answer = script[requests.push(request) - 1]?.(request) ?? 'The script has ended.';
			outgoing.writeHead(200, { 'content-type': 'application/json' });
			outgoing.end(JSON.stringify(completion(answer, requests.length)));
		})();
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
		requests,
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}

/** What the tools gave, by the id of the call. */
export function toolResults({ messages }: ChatRequest): Record<string, unknown> {
	return Object.fromEntries(
		messages
			.filter(({ role }) => role === 'tool')
			.map(({ tool_call_id: id = '', content }) => [id, JSON.parse(String(content)) as unknown]),
	);
}

function completion(answer: ChatAnswer, number: number): object {
	const words = typeof answer === 'string';
	return {
		id: `chatcmpl-${number}`,
		object: 'chat.completion',
		created: Math.floor(Date.now() / 1000),
		model: 'scripted',
		choices: [
			{
				index: 0,
				finish_reason: words ? 'stop' : 'tool_calls',
				message: words
					? { role: 'assistant', content: answer }
					: { role: 'assistant', content: null, tool_calls: answer.map(toolCall) },
			},
		],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

const toolCall = ({ id, tool, ...call }: Exclude<ChatAnswer, string>[number]) => ({
	id,
	type: 'function',
	function: { name: tool, arguments: JSON.stringify(call.arguments) },
});
