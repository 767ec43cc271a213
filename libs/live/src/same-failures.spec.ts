import { alsoFailed, sameFailures } from './same-failures';

const read = (text: string) => ({ name: text.split(':')[0]!, text });

it('puts failures together that differ in the node and its job alone', () => {
  const failures = [
    'a-0: was refused by sbatch (no such partition)',
    'b-1: failed in job 2_0\n  /spool/job00002/slurm_script: module: command not found (b-1)',
    'c-2: was refused by sbatch (no such partition)',
    'd-3: failed in job 13_4\n  /spool/job00013/slurm_script: module: command not found (d-3)',
    'e-4: the rate is 3',
    'f-5: the rate is 4',
  ];
  expect(sameFailures(failures, read)).toEqual([
    [failures[0], failures[2]],
    [failures[1], failures[3]],
    [failures[4]],
    [failures[5]],
  ]);
});

it('names three of many that failed for the same reason', () => {
  expect(alsoFailed([])).toEqual([]);
  expect(alsoFailed(['a'])).toEqual(['1 more failed with the same message: a']);
  expect(alsoFailed(['a', 'b', 'c', 'd'])).toEqual([
    '4 more failed with the same message: a, b, c and 1 other',
  ]);
});
