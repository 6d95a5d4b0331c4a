import { closeSimulator } from './operationRequests';

/**
 * Runs a script that records requests of operations, and ends the simulator that it may have started.
 * @param main returns the exit code; when it throws, that is 2
 */
export async function exitWith(main: () => Promise<number>): Promise<void> {
	try {
		process.exitCode = await main();
	} catch (error) {
		console.error(error);
		process.exitCode = 2;
	} finally {
		await closeSimulator();
	}
}
