import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnswerShape } from '../shape';
import { contractFolder } from './openApi';

/** The shape of the real Graph's answers to one request. */
export interface Recording extends AnswerShape {
	readonly method: string;
	/** With `{}` for each ID, and the version. */
	readonly path: string;
	readonly recordings: number;
	/** How many of them were made as an application. */
	readonly appOnly: number;
}

/**
 * The shapes of recorded answers of the real Graph, by method and path without the version: `GET /users/{}`.
 * @returns `undefined` where they are not at hand
 */
export function readRecordings(): Map<string, Recording> | undefined {
	const file = join(contractFolder, 'real-shapes-2026.json');
	if (!existsSync(file)) return undefined;
	const all = JSON.parse(readFileSync(file, 'utf8')) as Recording[];
	return new Map(all.map((one) => [`${one.method} ${one.path.replace('/v1.0', '')}`, one]));
}
