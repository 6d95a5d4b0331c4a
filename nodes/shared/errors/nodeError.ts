import { NodeApiError, NodeOperationError, type IDataObject, type INode } from 'n8n-workflow';

import { SignInError } from '../../../credentials/auth/core/signInError';
import { explainGraphError, type ErrorContext } from '../../graph/errors/explain';
import { GraphError } from '../../graph/errors/graphError';
import { RequestError } from '../../graph/errors/requestError';

/** An error of one item as n8n shows it, and its parts for the item that "continue on fail" keeps. */
export type NodeError = NodeApiError | NodeOperationError;

/**
 * Turns an item's failure into an error for n8n's panel: its message says what happened, its description says why and
 * how to fix it, and its data has Graph's IDs.
 */
export function nodeError(node: INode, error: unknown, itemIndex: number, facts: ErrorContext): NodeError {
	if (error instanceof GraphError) {
		const { message, description } = explainGraphError(error, facts);
		const { left, ...data } = error.parts;
		const whole = [description, left].filter(Boolean).join(' ');
		return apiError(node, itemIndex, { message, description: whole, data, status: data.status });
	}
	if (error instanceof SignInError) {
		const { what, why, fix, response, ...data } = error.parts;
		const message = [what, why, response].filter(Boolean).join(' ');
		return apiError(node, itemIndex, { message, description: fix, data });
	}
	if (error instanceof RequestError) {
		const { what, why, fix, left, ...data } = error.parts;
		const description = [why, fix, left].filter(Boolean).join(' ');
		return described(new NodeOperationError(node, what, { itemIndex }), what, description, data);
	}
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		error.context.itemIndex = itemIndex;
		return error;
	}
	return new NodeOperationError(node, error as Error, { itemIndex });
}

/**
 * The error as n8n's editor shows it, for throwing it: the editor renders a description as HTML, so that a name in angle
 * brackets would vanish, and a host's text could contain links.
 */
export function forEditor<E extends NodeError>(error: E): E {
	error.description = asHtml(error.description ?? '');
	return error;
}

/** Text that reads the same when it's rendered as HTML. */
export function asHtml(text: string): string {
	return text
		.replace(/&(?=#|\w+;)/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;');
}

interface ApiErrorParts {
	message: string;
	description: string;
	data: Record<string, unknown>;
	status?: number;
}

function apiError(node: INode, itemIndex: number, parts: ApiErrorParts): NodeApiError {
	const { message, description, status } = parts;
	const error = new NodeApiError(
		node,
		{},
		{ message, description, itemIndex, ...(status && { httpCode: String(status) }) },
	);
	return described(error, message, description, parts.data);
}

/** Sets the parts again after construction, because n8n replaces messages that contain the name of a system error. */
function described<E extends NodeError>(
	error: E,
	message: string,
	description: string,
	data: Record<string, unknown>,
): E {
	error.message = message;
	error.description = description;
	const shown = JSON.parse(JSON.stringify(data)) as IDataObject;
	// Without any, the editor would show an empty section "From Microsoft Graph".
	if (Object.keys(shown).length > 0) error.context.data = shown;
	return error;
}

/** The error of an item that an earlier try may have carried out, so it doesn't run again. */
export function outcomeStillUnknown(
	node: INode,
	{ message, description, data }: { message: string; description: string; data: IDataObject },
	itemIndex: number,
): NodeError {
	const full = `${description} It wasn't retried, although "Retry On Fail" is on.`;
	return apiError(node, itemIndex, { message, description: full, data });
}
