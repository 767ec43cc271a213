'use strict';
// What a fresh clone needs before anything else can run: packages and the engine. Plain Node, no packages.
const fs = require('node:fs');
const path = require('node:path');
const { spawnSync } = require('node:child_process');

const root = path.resolve(__dirname, '..');

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/**
 * Runs a command in the workspace; its exit code, or 1 when it could not start. `stdout` is the file descriptor of its standard
 * output: 2 keeps ours for what a caller reads.
 */
function run(command, args, env = {}, stdout = 1) {
  const { status, error, signal } = spawnSync(command, args, {
    cwd: root,
    stdio: ['inherit', stdout, 'inherit'],
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  if (error) process.stderr.write(`${command}: could not start (${error.message})\n`);
  if (signal) process.stderr.write(`${command}: ended by ${signal}\n`);
  return status ?? 1;
}

const node = (args, env, stdout) => run(process.execPath, args, env, stdout);

function nx(args, env) {
  const folder = path.join(root, 'node_modules', 'nx');
  const { bin } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return node([path.join(folder, bin.nx), ...args], env);
}

/** Whether every package that package.json names is there: `npm prune --omit=dev` leaves the mark of an installation. */
function isComplete() {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(
    fs.readFileSync(path.join(root, 'package.json'), 'utf8'),
  );
  return Object.keys({ ...dependencies, ...devDependencies }).every((name) =>
    fs.existsSync(path.join(root, 'node_modules', name, 'package.json')),
  );
}

/** Nx sees no file that git ignores, also when a repository around a copy without `.git` does. */
function checkIgnored() {
  if (fs.existsSync(path.join(root, '.git'))) return;
  const git = ['-C', root, 'check-ignore', '-q', 'package.json'];
  if (spawnSync('git', git, { stdio: 'ignore' }).status !== 0) return;
  fail(
    `${root}: ignored by the git repository around it, so that Nx would see no file. Run \`git init\` in it, or put it elsewhere.`,
  );
}

/** Installs the locked packages, those for development too, unless what is installed came from this lock file. */
function install() {
  checkIgnored();
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 12)) {
    fail(`node: too old (got ${process.versions.node}; expected 20.12 or newer)`);
  }
  const lock = path.join(root, 'package-lock.json');
  const mark = path.join(root, 'node_modules', '.nhat-lock.json');
  const wanted = fs.readFileSync(lock, 'utf8');
  if (fs.existsSync(mark) && fs.readFileSync(mark, 'utf8') === wanted && isComplete()) return;
  // Not on standard output, which may be JSON alone.
  process.stderr.write('packages: installing (once)\n');
  // No package may run scripts of its own: sharp and esbuild ship binaries, the engine is built by us.
  // Nx and esbuild are needed also where NODE_ENV is production or npm is told to omit packages.
  const all = ['--include=dev', '--include=optional', '--include=peer'];
  const npm = ['ci', ...all, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  if (run('npm', npm, {}, 2) !== 0) fail('packages: npm ci failed; its message is above');
  fs.writeFileSync(mark, wanted);
}

/**
 * Prepares the fastest engine this machine can run; falls to WebAssembly with one line that says why. `stdout` is the file descriptor
 * for what it says.
 */
function prepareEngine(stdout = 1) {
  const status = node(['tools/load.cjs', 'libs/commands/src/prepare.ts'], {}, stdout);
  if (status !== 0) process.exit(status);
}

/** The engine that training will run on: its `title`, and its `capabilities`. */
function chosenEngine() {
  return require('./load.cjs').load('libs/engine/src/chosen-engine.ts').chosenEngine();
}

/** Loads a TypeScript module and calls one of its functions; a mistake of the user ends the process with its message. */
function ask(entry, name, ...args) {
  try {
    return require('./load.cjs')
      .load(entry)
      [name](...args);
  } catch (error) {
    if (error.name !== 'UserError') throw error;
    return fail(error.message);
  }
}

module.exports = { ask, chosenEngine, fail, install, node, nx, prepareEngine, root, run };
