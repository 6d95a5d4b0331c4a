const fs = require('node:fs/promises');
const { Transform } = require('node:stream');
const { dest, parallel, src } = require('gulp');
const { require: requireTs } = require('tsx/cjs/api');
const manifest = require('./package.json');

/** Icons, light and dark, beside the compiled nodes and credentials that name them. */
function icons() {
	return src('{nodes,credentials}/**/*.svg', { encoding: false }).pipe(dest('dist'));
}

/** Codex files: what n8n's editor files the nodes under, and where their help links lead. */
function codex() {
	return src('nodes/**/*.node.json').pipe(helpLinks()).pipe(dest('dist/nodes'));
}

/** The compiled credential, with its help link. */
function credential() {
	return src('dist/credentials/*.credentials.js').pipe(helpLinks()).pipe(dest('dist/credentials'));
}

/** Schemas of the operations' outputs: n8n looks for them next to the compiled node. */
function schemas() {
	return src('nodes/**/__schema__/**/*.json').pipe(dest('dist/nodes'));
}

/** Lets help links lead to this package's own pages: scripts/helpLinks.ts. */
function helpLinks() {
	const { addHelpLinks } = requireTs('./scripts/helpLinks.ts', __filename);
	return new Transform({
		objectMode: true,
		transform(file, _encoding, done) {
			file.contents = Buffer.from(addHelpLinks(file.basename, String(file.contents), manifest));
			done(null, file);
		},
	});
}

/** Removes everything that a build has made. */
function clean() {
	return fs.rm('dist', { recursive: true, force: true });
}

exports.clean = clean;
exports.build = parallel(icons, codex, credential, schemas);
exports.default = exports.build;
