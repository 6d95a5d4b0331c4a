/**
 * Waits.
 * @param ms milliseconds; 0 or less returns at once
 */
export function pause(ms: number): Promise<void> {
	return ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve();
}
