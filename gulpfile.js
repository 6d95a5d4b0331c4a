const fs = require('node:fs/promises');
const { dest, parallel, src } = require('gulp');

/** Icons, light and dark, beside the compiled nodes and credentials that name them. */
function icons() {
	return src('{nodes,credentials}/**/*.svg', { encoding: false }).pipe(dest('dist'));
}

/** Codex files: what n8n's editor files the nodes under. */
function codex() {
	return src('nodes/**/*.node.json').pipe(dest('dist/nodes'));
}

/** Schemas of the operations' outputs: n8n looks for them next to the compiled node. */
function schemas() {
	return src('nodes/**/__schema__/**/*.json').pipe(dest('dist/nodes'));
}

/** Removes everything that a build has made. */
function clean() {
	return fs.rm('dist', { recursive: true, force: true });
}

exports.clean = clean;
exports.build = parallel(icons, codex, schemas);
exports.default = exports.build;
