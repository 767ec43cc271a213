'use strict';
// Runs TypeScript from plain Node: bundles one entry file with esbuild into .nhat/tools/ and runs the bundle. A bundle
// is reused while every source it was made from has the same content and while it is whole itself, so the plugin and the
// commands never run stale or damaged code and start without a compile step. V8's code cache lies beside it.
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const {
  bundleOf,
  readBundle,
  readIfThere,
  runCached,
  withChecksum,
  writeWhole,
} = require('./run-cached.cjs');

const root = path.resolve(__dirname, '..');
const folder = path.join(root, '.nhat', 'tools');

/** Packages that stay outside bundles: native code, one shared instance, or files of their own beside them. */
const external = [
  '@nx/*',
  '@tensorflow/*',
  'esbuild',
  'jest',
  'msgpackr-extract',
  'nx',
  'nx/*',
  'piscina',
  'playwright-core',
  'sharp',
];

/** Vega asks for a canvas with a top-level await, which CommonJS lacks; charts are measured without one. */
const alias = {
  'vega-canvas': path.join(root, 'node_modules/vega-canvas/build/vega-canvas.browser.js'),
};

/** Digest of the content of files, each a path in the workspace. */
function contentDigest(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readIfThere(path.join(root, file));
    hash.update(`${file} ${content?.length}\n`);
    if (content) hash.update(content);
  }
  return hash.digest('hex');
}

/** The bundle if it matches its record and its sources are unchanged; undefined otherwise. */
function freshBundle(file, record) {
  const bundle = readBundle(file);
  if (bundle === undefined) return undefined;
  try {
    const { inputs, sources, code } = JSON.parse(String(readIfThere(record)));
    return code === bundle.digest && contentDigest(inputs) === sources ? bundle : undefined;
  } catch (error) {
    if (error.syscall) throw error;
    return undefined; // Not a record.
  }
}

const bundleName = (entry) =>
  entry
    .replace(/^libs\//, '')
    .replace(/\/src\//, '-')
    .replace(/[^\w-]+/g, '-');

const bundlePath = (entry) => path.join(folder, `${bundleName(entry)}.cjs`);

/** Runs `act` while variables of the environment have these values, except those that the user has set. */
function withVariables(variables, act) {
  const names = Object.keys(variables).filter((name) => process.env[name] === undefined);
  for (const name of names) process.env[name] = variables[name];
  try {
    return act();
  } finally {
    for (const name of names) delete process.env[name];
  }
}

/**
 * esbuild without the thread and the process that it would otherwise keep for further synchronous builds: 60 MB for as long as this
 * process lives.
 */
const loadEsbuild = () => withVariables({ ESBUILD_WORKER_THREADS: '0' }, () => require('esbuild'));

/** For one bundle esbuild needs no garbage collector, which takes a quarter of its time and saves 80 of 310 MB. */
const ONE_BUNDLE = { GOGC: 'off' };
/** For many bundles one after the other. */
const MANY_BUNDLES = { GOGC: '400' };

/** An up-to-date CommonJS bundle of `entry` (relative to the workspace root): `{ file, text, digest }`. */
function bundled(entry) {
  const file = bundlePath(entry);
  const record = path.join(folder, `${bundleName(entry)}.json`);
  const fresh = freshBundle(file, record);
  if (fresh) return fresh;
  const { buildSync } = loadEsbuild();
  const options = {
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: file,
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    supported: { 'dynamic-import': false }, // `import()` becomes a late `require`, which cached code can do.
    tsconfig: 'tsconfig.base.json',
    sourcemap: 'external',
    sourcesContent: false,
    metafile: true,
    logLevel: 'silent',
    external,
    alias,
  };
  const { metafile, outputFiles } = withVariables(ONE_BUNDLE, () => buildSync(options));
  const text = (suffix) => outputFiles.find((one) => one.path.endsWith(suffix)).text;
  const bytes = Buffer.from(withChecksum(text('.cjs')));
  const bundle = bundleOf(file, bytes);
  const inputs = Object.keys(metafile.inputs).filter((one) => !/(^|\/)node_modules\//.test(one));
  inputs.push('tools/load.cjs', 'tsconfig.base.json', 'package-lock.json');
  const stamp = { inputs, sources: contentDigest(inputs), code: bundle.digest };
  keepBundle({ [`${file}.map`]: text('.map'), [file]: bytes, [record]: JSON.stringify(stamp) });
  return bundle;
}

/** Writes the files of a bundle. Where they cannot be written, each process makes the bundle again, which is slower. */
function keepBundle(files) {
  try {
    fs.mkdirSync(folder, { recursive: true });
    for (const [file, content] of Object.entries(files)) writeWhole(file, content);
  } catch (error) {
    if (process.env.NHAT_TOOLS_UNKEPT) return;
    process.env.NHAT_TOOLS_UNKEPT = '1'; // The processes that this one starts do not repeat the warning.
    process.stderr.write(
      `${folder}: cannot be written (got "${error.code}"); each command compiles itself until it can. ${advice(error) ?? ''}\n`,
    );
  }
}

/** Advice for an error of the operating system; undefined when the program is at fault. */
function advice({ code }) {
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'Free some space on the disk.';
  if (code === 'EMFILE' || code === 'ENFILE') return 'Raise `ulimit -n`.';
  const closed = ['EACCES', 'EPERM', 'EROFS'].includes(code);
  return closed ? 'Change its owner or mode, or make the disk writable.' : undefined;
}

/** Loads the module of a TypeScript entry. */
const load = (entry) => loadWithDigest(entry).exports;

/** The module of a TypeScript entry, and the digest of its code. */
function loadWithDigest(entry) {
  const bundle = bundled(entry);
  return { exports: runCached(bundle), digest: bundle.digest };
}

/** The message of a failed start: one line for a mistake of the user or an error of the system, the stack for a fault of the program. */
function failureText(error) {
  const ofEsbuild = Array.isArray(error?.errors) && Array.isArray(error.warnings);
  if (error?.name === 'UserError' || ofEsbuild) return error.message;
  if (error?.syscall && advice(error)) {
    const where = error.path ?? error.syscall;
    return `${where}: the system refuses it (got "${error.code}"). ${advice(error)}`;
  }
  return error?.stack || String(error);
}

/**
 * Loads the variables that Nx would load for each task, because Nx reads three files per task for a thousand tasks. In its order: the
 * first file that has a variable counts.
 */
function loadSettings() {
  for (const name of ['.local.env', '.env.local', '.env']) {
    const file = path.join(root, name);
    if (fs.existsSync(file)) process.loadEnvFile(file);
  }
}

const trustMark = (process, entry) => `${process} ${root} ${entry}`;

/**
 * Compares a bundle with its sources once for all processes that this one starts itself, because reading a hundred sources would
 * cost each of them 5 ms. They run the bundle as it was when this process, a run of Nx, began, and verify only its checksum.
 */
function trustBundle(entry) {
  bundled(entry);
  process.env.NHAT_TRUSTED_BUNDLE = trustMark(process.pid, entry);
}

function trustedBundle(entry) {
  if (process.env.NHAT_TRUSTED_BUNDLE !== trustMark(process.ppid, entry)) return undefined;
  return readBundle(bundlePath(entry));
}

module.exports = {
  MANY_BUNDLES,
  bundled,
  contentDigest,
  external,
  failureText,
  load,
  loadWithDigest,
  root,
  trustBundle,
  withVariables,
};

async function runMain([entry, ...rest]) {
  const bundle = trustedBundle(entry) ?? bundled(entry);
  process.argv = [process.argv[0], bundle.file, ...rest];
  require('./source-stacks.cjs').install();
  require('./closed-pipe.cjs').install();
  const code = await runCached(bundle).main(rest);
  if (typeof code === 'number') process.exitCode = code;
}

if (require.main === module) {
  loadSettings();
  runMain(process.argv.slice(2)).catch((error) => {
    process.stderr.write(`${failureText(error)}\n`);
    process.exitCode = 1;
  });
}
