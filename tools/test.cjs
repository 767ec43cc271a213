'use strict';
// `npm test [jest arguments]`: install, prepare the engine, run every test, and say how many passed.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { install, node, prepareEngine, root } = require('./setup.cjs');

const MEMORY = '/dev/shm';
const FOLDER = /^nhat-test-(\d+)$/;
/** Free bytes of memory with which temporary files may lie there: the tests of a run have up to 0.3 GB of them, and their processes 5 GB. */
const ENOUGH = 10e9;

/**
 * A folder in memory for temporary files, because tests copy the workspace many times, for which a disk takes a second or two each and memory
 * a tenth of one. Undefined where there is no room, where no programs may run, or where TMPDIR says otherwise.
 */
function folderInMemory() {
  if (process.env.TMPDIR !== undefined || !fs.existsSync(MEMORY)) return undefined;
  fs.readdirSync(MEMORY).filter(isLeft).forEach(remove);
  const { bavail, bsize } = fs.statfsSync(MEMORY);
  if (Math.min(bavail * bsize, os.freemem()) < ENOUGH) return undefined;
  const name = `nhat-test-${process.pid}`;
  const folder = path.join(MEMORY, name);
  const program = path.join(folder, 'program');
  try {
    fs.mkdirSync(folder);
    fs.chmodSync(folder, 0o1777); // As /tmp, because some tests run as another user.
    fs.writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
    const { status } = spawnSync(program);
    fs.rmSync(program);
    if (status === 0) return folder;
  } catch {
    // A folder that may not be written.
  }
  remove(name);
  return undefined;
}

function remove(name) {
  try {
    fs.rmSync(path.join(MEMORY, name), { recursive: true, force: true });
  } catch {
    // It belongs to another user.
  }
}

/** Whether a run that was killed left this folder. */
function isLeft(name) {
  const [, pid] = FOLDER.exec(name) ?? [];
  if (pid === undefined) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

install();
prepareEngine();

const record = path.join(root, '.nhat', 'tests.json');
fs.mkdirSync(path.dirname(record), { recursive: true });
fs.rmSync(record, { force: true });
// Bundled tools that test workspaces share in one run; those of another state of the sources would only be copied in vain.
fs.rmSync(path.join(root, '.nhat', 'test-tools'), { recursive: true, force: true });
const temporary = folderInMemory();
const status = node(
  [
    path.join('node_modules', 'jest', 'bin', 'jest.js'),
    '--json',
    `--outputFile=${record}`,
    ...process.argv.slice(2),
  ],
  { NX_DAEMON: 'false', NX_TUI: 'false', ...(temporary && { TMPDIR: temporary }) },
);
if (temporary) remove(path.basename(temporary));
if (!fs.existsSync(record)) {
  process.stdout.write('0 passed, 1 failed\n');
  process.exit(status || 1);
}
const { numPassedTests, numFailedTests, numFailedTestSuites, testResults } = JSON.parse(
  fs.readFileSync(record, 'utf8'),
);

/** Titles of the tests that this machine cannot run, each with its files. With -t the others count as skipped, too. */
const skipped = new Map();
const chosen = process.argv.some((argument) => /^(-t|--testNamePattern)\b/.test(argument));
for (const { name, assertionResults } of chosen ? [] : testResults) {
  for (const { fullName, status: state } of assertionResults) {
    if (state !== 'pending') continue;
    skipped.set(fullName, [...(skipped.get(fullName) ?? []), path.relative(root, name)]);
  }
}
const places = new Map();
for (const [title, files] of skipped) {
  const place = files.join(', ');
  places.set(place, [...(places.get(place) ?? []), title]);
}
for (const [place, titles] of places) {
  const others = titles.length > 1 ? ` and ${titles.length - 1} more` : '';
  process.stdout.write(`skipped on this machine: ${titles[0]}${others} (${place})\n`);
}
// A suite that could not even load has failed without failing a test.
const failed = Math.max(numFailedTests, numFailedTestSuites);
process.stdout.write(`${numPassedTests} passed, ${failed} failed\n`);
process.exit(status);
