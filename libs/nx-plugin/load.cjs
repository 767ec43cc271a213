'use strict';
// Runs TypeScript from plain Node: bundles one entry file with esbuild into .nhat/tools/ and requires the
// bundle. A bundle is reused while every source it was made from keeps its size and time, so the
// plugin and the commands can never run stale code and start without a compile step.
const fs = require('node:fs');
const path = require('node:path');

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

/** Returns the path of an up-to-date CommonJS bundle of `entry` (relative to the workspace root). */
function bundled(entry) {
  const name = entry
    .replace(/^libs\//, '')
    .replace(/\/src\//, '-')
    .replace(/[^\w-]+/g, '-');
  const bundle = path.join(folder, `${name}.cjs`);
  const record = path.join(folder, `${name}.json`);
  if (isFresh(bundle, record)) return bundle;
  fs.mkdirSync(folder, { recursive: true });
  const part = `${bundle}.${process.pid}.part`;
  const { metafile } = require('esbuild').buildSync({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: part,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    tsconfig: 'tsconfig.base.json',
    sourcemap: 'inline',
    sourcesContent: false,
    metafile: true,
    logLevel: 'error',
    external,
    alias,
  });
  const inputs = Object.keys(metafile.inputs).filter((file) => !file.startsWith('node_modules/'));
  inputs.push('libs/nx-plugin/load.cjs', 'tsconfig.base.json', 'package-lock.json');
  fs.renameSync(part, bundle);
  const stamps = Object.fromEntries(inputs.map((file) => [file, stamp(file)]));
  fs.writeFileSync(`${record}.${process.pid}.part`, JSON.stringify(stamps));
  fs.renameSync(`${record}.${process.pid}.part`, record);
  return bundle;
}

/** Loads the module of a TypeScript entry. */
const load = (entry) => require(bundled(entry));

module.exports = { bundled, external, load, root };

if (require.main === module) {
  const [entry, ...rest] = process.argv.slice(2);
  const file = bundled(entry);
  process.argv = [process.argv[0], file, ...rest];
  process.setSourceMapsEnabled(true);
  Promise.resolve(require(file).main(rest)).then(
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
