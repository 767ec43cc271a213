'use strict';
// Runs TypeScript from plain Node: bundles one entry file with esbuild into .nhat/tools/ and requires the
// bundle. A bundle is reused while every source it was made from keeps its size and time, so the
// plugin and the commands can never run stale code and start without a compile step. V8's code cache lies beside it.
const fs = require('node:fs');
const path = require('node:path');
const { runCached, withDigest } = require('./run-cached.cjs');

const root = path.resolve(__dirname, '../..');
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
  'sharp',
];

/** Vega asks for a canvas with a top-level await, which CommonJS lacks; charts are measured without one. */
const alias = {
  'vega-canvas': path.join(root, 'node_modules/vega-canvas/build/vega-canvas.browser.js'),
};

const stamp = (file) => {
  const found = fs.statSync(path.join(root, file), { throwIfNoEntry: false });
  return found ? `${found.size}:${found.mtimeMs}` : 'missing';
};

function isFresh(bundle, record) {
  if (!fs.existsSync(bundle) || !fs.existsSync(record)) return false;
  try {
    const inputs = JSON.parse(fs.readFileSync(record, 'utf8'));
    return Object.entries(inputs).every(([file, seen]) => stamp(file) === seen);
  } catch {
    return false;
  }
}

function writeWhole(file, content) {
  const part = `${file}.${process.pid}.part`;
  fs.writeFileSync(part, content);
  fs.renameSync(part, file);
}

const bundleName = (entry) =>
  entry
    .replace(/^libs\//, '')
    .replace(/\/src\//, '-')
    .replace(/[^\w-]+/g, '-');

/** Returns the path of an up-to-date CommonJS bundle of `entry` (relative to the workspace root). */
function bundled(entry) {
  const name = bundleName(entry);
  const bundle = path.join(folder, `${name}.cjs`);
  const record = path.join(folder, `${name}.json`);
  if (isFresh(bundle, record)) return bundle;
  fs.mkdirSync(folder, { recursive: true });
  const { metafile, outputFiles } = require('esbuild').buildSync({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: bundle,
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
    logLevel: 'error',
    external,
    alias,
  });
  const inputs = Object.keys(metafile.inputs).filter((file) => !file.startsWith('node_modules/'));
  inputs.push('libs/nx-plugin/load.cjs', 'tsconfig.base.json', 'package-lock.json');
  const stamps = Object.fromEntries(inputs.map((file) => [file, stamp(file)]));
  const text = (suffix) => outputFiles.find((file) => file.path.endsWith(suffix)).text;
  writeWhole(`${bundle}.map`, text('.map'));
  writeWhole(bundle, withDigest(text('.cjs')));
  writeWhole(record, JSON.stringify(stamps));
  return bundle;
}

/** Loads the module of a TypeScript entry. */
const load = (entry) => runCached(bundled(entry));

/** What Nx would do for each task, three files at a time, in the process that knows a thousand of them. */
function loadSettings() {
  for (const name of ['.env', '.local.env', '.env.local']) {
    const file = path.join(root, name);
    if (fs.existsSync(file)) process.loadEnvFile(file);
  }
}

const voucher = (process, entry) => `${process} ${root} ${entry}`;

/**
 * Checks a bundle once for all processes that this one starts itself: to look at a hundred sources costs each of them 5 ms.
 * They run what was there when this process, a run of Nx, began.
 */
function vouchFor(entry) {
  bundled(entry);
  process.env.NHAT_VOUCHER = voucher(process.pid, entry);
}

function vouched(entry) {
  if (process.env.NHAT_VOUCHER !== voucher(process.ppid, entry)) return undefined;
  const bundle = path.join(folder, `${bundleName(entry)}.cjs`);
  return fs.existsSync(bundle) ? bundle : undefined;
}

module.exports = { bundled, external, load, root, vouchFor };

if (require.main === module) {
  loadSettings();
  const [entry, ...rest] = process.argv.slice(2);
  const file = vouched(entry) ?? bundled(entry);
  process.argv = [process.argv[0], file, ...rest];
  require('./source-stacks.cjs').install();
  require('./closed-pipe.cjs').install();
  Promise.resolve(runCached(file).main(rest)).then(
    (code) => {
      if (typeof code === 'number') process.exitCode = code;
    },
    (error) => {
      const user = error && error.name === 'UserError';
      process.stderr.write(`${user ? error.message : error?.stack || error}\n`);
      process.exitCode = 1;
    },
  );
}
