'use strict';
// Runs TypeScript from plain Node: bundles one entry file with esbuild, or takes the bundle that is kept of the same sources, and runs
// it, so that the plugin and the commands start without a compile step. V8's code cache lies beside the bundle.
const fs = require('node:fs');
const path = require('node:path');
const {
  advice,
  beforeBundle,
  bundlePath,
  keepBundle,
  keptBundle,
  root,
} = require('./kept-bundles.cjs');
const { readBundle, runCached } = require('./run-cached.cjs');

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

const bundleName = (entry) =>
  entry
    .replace(/^libs\//, '')
    .replace(/\/src\//, '-')
    .replace(/[^\w-]+/g, '-');

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
  const name = bundleName(entry);
  const kept = keptBundle(name);
  if (kept) return kept;
  const { buildSync } = loadEsbuild();
  const options = {
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: bundlePath(name),
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
  const before = beforeBundle();
  const { metafile, outputFiles } = withVariables(ONE_BUNDLE, () => buildSync(options));
  const text = (suffix) => outputFiles.find((one) => one.path.endsWith(suffix)).text;
  const inputs = Object.keys(metafile.inputs).filter((one) => !/(^|\/)node_modules\//.test(one));
  inputs.push('tools/load.cjs', 'tsconfig.base.json', 'package-lock.json');
  return keepBundle(name, { code: text('.cjs'), map: text('.map'), inputs }, before);
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
  return readBundle(bundlePath(bundleName(entry)));
}

module.exports = {
  MANY_BUNDLES,
  bundled,
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
