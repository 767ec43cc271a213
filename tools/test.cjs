'use strict';
// `npm test [jest arguments]`: install, prepare the engine, run every test, and say how many passed.
const fs = require('node:fs');
const path = require('node:path');
const { install, node, prepareEngine, root } = require('./setup.cjs');

install();
prepareEngine();

const record = path.join(root, '.nhat', 'tests.json');
fs.mkdirSync(path.dirname(record), { recursive: true });
fs.rmSync(record, { force: true });
// Bundled tools that test workspaces share in one run; those of another state of the sources would only be copied in vain.
fs.rmSync(path.join(root, '.nhat', 'test-tools'), { recursive: true, force: true });
const status = node(
  [
    path.join('node_modules', 'jest', 'bin', 'jest.js'),
    '--json',
    `--outputFile=${record}`,
    ...process.argv.slice(2),
  ],
  { NX_DAEMON: 'false', NX_TUI: 'false' },
);
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
