import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@nhat/documents';
import { countTrials, faultKinds, fileClasses, trialTable } from '@nhat/faults/trials';
import { main, plannedTrials } from './try-faults';

const asked = { kinds: undefined, trials: undefined, seed: undefined };
const printed = async (args: string[]): Promise<{ status: number; text: string }> => {
  let text = '';
  const write = (more: string | Uint8Array) => ((text += String(more)), true);
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation(write),
    jest.spyOn(process.stderr, 'write').mockReturnValue(true),
  ];
  try {
    return { status: await main(args), text };
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
};

describe('which faults are tried', () => {
  it('is every kind, 200 kills and 10,000 schedules of each simulation by default', () => {
    const { kinds, schedules } = plannedTrials(asked);
    expect(kinds.map(({ name }) => name)).toEqual(Object.keys(faultKinds));
    expect(kinds.find(({ name }) => name === 'kill')!.trials).toHaveLength(200);
    expect(schedules).toEqual([
      { kind: 'simulation', from: 0, seeds: 10_000 },
      { kind: 'slurm', from: 0, seeds: 10_000 },
    ]);
  });

  it('is every class of file at least once for each damage', () => {
    const { kinds } = plannedTrials({ ...asked, kinds: 'flip,truncate,empty,delete,folder' });
    for (const { trials } of kinds) {
      const classes = new Set(trials.map((trial) => trial % fileClasses.length));
      expect(classes.size).toBe(fileClasses.length);
    }
  });

  it('is one trial where its seed is given', () => {
    const one = plannedTrials({ ...asked, seed: '3:flip:12' });
    expect(one).toEqual({ seed: 3, kinds: [{ name: 'flip', trials: [12] }], schedules: [] });
    expect(plannedTrials({ ...asked, seed: '1:slurm:89' })).toEqual({
      seed: 1,
      kinds: [],
      schedules: [{ kind: 'slurm', from: 89, seeds: 1 }],
    });
  });

  it.each([
    [{ ...asked, kinds: 'kill,flop' }, /^--kinds: unknown kind .*"flop".*flip/],
    [{ ...asked, trials: 'many' }, /^--trials: no whole number/],
    [{ ...asked, seed: '1:flip:x' }, /^--seed: no whole number/],
  ])('is refused with %j', (flags, message) => {
    expect(() => plannedTrials(flags)).toThrow(UserError);
    expect(() => plannedTrials(flags)).toThrow(message);
  });
});

it('counts trials by kind and class in 80 columns', () => {
  const trial = { row: 'store manifest', fault: 'x', lines: 0, seed: '1' };
  const table = trialTable(
    countTrials([
      { ...trial, kind: 'flip', outcome: 'right' },
      { ...trial, kind: 'flip', outcome: 'wrong' },
      { ...trial, kind: 'kill', row: 'kill of Nx alone', outcome: 'right' },
    ]),
  );
  expect(table).toMatch(/^flip +store manifest +2 +1 +– +1 +– +– +–$/m);
  expect(table).toMatch(/^all +3 +2 +– +1 /m);
  expect(table.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

it('runs simulated schedules as docs/team.md says, and says how they ended and what happened', async () => {
  const page = readFileSync(join(__dirname, '../../../docs/team.md'), 'utf8');
  const [, words] = /^npx nx faults ([^#\n]*)/m.exec(page)!;
  const fewer = words!.trim().replace(/--trials=\d+/, '--trials=5');
  const { status, text } = await printed(fewer.split(/ +/));
  expect(status).toBe(0);
  expect(text).toMatch(/^5 schedules of a shared store: 0 wrong, 0 lost, 0 blocked/m);
  expect(text).toMatch(/^5 schedules of a cluster: 0 wrong, 0 lost, 0 blocked/m);
  expect(text).toMatch(/^ +\d+ {2}submitted/m);
});
