import { failureLines, failureTexts, linesOfTask } from './failure-lines';
import { runEvidence } from './run-evidence';
import type { ViewedNode } from './run-evidence';

const node = (name: string, stage: ViewedNode['stage'], upstream: string[] = []) => ({
  ...{ name, stage, upstream, bundle: 'bundle-x', record: '0' },
});
const nodes = [
  node('images-00000000', 'images'),
  node('scratch-a-00000000', 'scratch', ['images-00000000']),
  node('scratch-b-00000000', 'scratch', ['images-00000000']),
  node('curve-00000000', 'curve', ['scratch-a-00000000', 'scratch-b-00000000']),
];

it('counts a node as ended when what needs it begins', () => {
  const evidence = runEvidence(nodes);
  evidence.note('scratch-a-00000000', 'runs');
  expect(evidence.counts()).toEqual({ total: 4, done: 1, restored: 1, failed: 0 });
  evidence.note('scratch-a-00000000', 'computed');
  expect(evidence.counts()).toEqual({ total: 4, done: 2, restored: 1, failed: 0 });
  expect(evidence.endedStages()).toEqual(['images']);
  expect(evidence.remaining().map(({ name }) => name)).toEqual([
    'scratch-b-00000000',
    'curve-00000000',
  ]);
});

it('reads which tasks Nx answered or saw fail, and no other lines', () => {
  const evidence = runEvidence(nodes);
  evidence.read(
    '\u001b[32m✔\u001b[39m  nx run images-00000000:run  \u001b[2m[local cache]\u001b[22m\n',
  );
  evidence.read('\n> nx run other-00000000:run  [local cache]\n\nnothing of the kind\n');
  evidence.read('✖  nx run scratch-a-00000000:run\n');
  expect(evidence.counts()).toEqual({ total: 4, done: 1, restored: 1, failed: 1 });
});

it('prints the message of a failure, then what else is in the log', () => {
  const log = `> bash libs/runner/run-node.bash\n\nx: begins\r\nat fault\nWarning: command "bash x" exited with non-zero status code\n`;
  expect(failureLines({ name: 'x', log, message: 'at fault' })).toEqual([
    'at fault',
    'log of x:',
    '  x: begins',
  ]);
  expect(failureLines({ name: 'x', log })).toEqual(['x: begins', 'at fault']);
  expect(failureLines({ name: 'x', log: '' })).toEqual(['x: failed, and printed nothing']);
  const command = '> [ "$NHAT_ONLY_ACTIVE" ] || node tools/load.cjs libs/commands/src/plan.ts';
  expect(linesOfTask(`${command}\nanswer`)).toEqual(['answer']);
});

it('prints the message of an error, however long its stack is', () => {
  const stack = Array.from({ length: 12 }, (_, at) => `    at call${at} (file.ts:1:1)`);
  const lines = ['reads', 'Error: no such operator', ...stack];
  const log = lines.join('\n');
  expect(failureLines({ name: 'x', log })).toEqual(lines.slice(1));
  const longer = [...lines, ...'abcdefghij'];
  expect(failureLines({ name: 'x', log: longer.join('\n') })).toEqual([...'abcdefghij']);
});

it('prints a failure of several nodes once, and names the others', () => {
  const refused = (name: string) => ({ name, log: '', message: `${name}: was refused` });
  const silent = (name: string) => ({ name, log: `${name}: begins\nat fault` });
  const names = [10, 20, 30, 40, 50].map((budget) => `scratch-tiny-n${budget}-s0-0123abcd`);
  const [first, second, third, fourth] = names as [string, string, string, string];
  expect(failureTexts(names.map(refused))).toEqual([
    `${first}: was refused\n4 more failed with the same message: ${second}, ${third}, ${fourth} and 1 other`,
  ]);
  expect(failureTexts([refused(first), silent(second), silent(third)])).toEqual([
    `${first}: was refused`,
    `${second}: begins\nat fault\n1 more failed with the same message: ${third}`,
  ]);
});
