import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');

/** A text that is linted as if it were a file. */
export interface Planted {
	/** From the root of the project. */
	filePath: string;
	source: string;
}

/**
 * The rules of this project's ESLint configuration that report something, for each of these texts. ESLint runs in a process
 * of its own, since the configuration is a module.
 */
export function rulesThatReport(texts: readonly Planted[]): string[][] {
	const script = `
		import { ESLint } from 'eslint';
		const eslint = new ESLint();
		const found = [];
		for (const { filePath, source } of JSON.parse(process.argv[1])) {
			const [{ messages }] = await eslint.lintText(source, { filePath });
			found.push(messages.map(({ ruleId }) => ruleId));
		}
		console.log(JSON.stringify(found));`;
	const args = ['--input-type=module', '--eval', script, JSON.stringify(texts)];
	return JSON.parse(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' })) as string[][];
}
