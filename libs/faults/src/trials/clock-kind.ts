import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import type { FaultKind, TrialContext } from './fault-kind';
import { fileClasses } from './file-classes';
import { judge } from './judge';
import { storedResults } from './results';
import { filesBelow } from './written-files';

const DAY = 86_400;

/** Which files have times of another clock. */
const ROWS = ['claim', 'claim elsewhere', 'run and its files', 'all of .nhat'] as const;

const claim = fileClasses.find(({ name }) => name === 'claim')!;

/**
 * Times that a clock which jumped has left. The clock of the machine stays as it is, because changing it for one program needs a library that is
 * not there: files get other times instead, up to 30 days in the past or in the future.
 */
export const clockKind: FaultKind = {
  trials: 5 * ROWS.length,
  untried: () => 'a clock that jumps during a run; files have the times of such a clock instead',
  run: async (context) => {
    const { workspace, random, reference, trial } = context;
    const row = ROWS[trial % ROWS.length]!;
    await workspace.restore(
      row === 'all of .nhat' && random.chance(0.5) ? 'finished' : 'interrupted',
    );
    const days = random.uniform(-30, 30);
    for (const file of shiftedFiles(context, row)) {
      const path = workspace.path(file);
      if (row === 'claim elsewhere') ownElsewhere(path);
      const seconds = statSync(path).mtimeMs / 1000 + days * DAY;
      utimesSync(path, seconds, seconds);
    }
    const before = storedResults(workspace.folder);
    const run = await workspace.run();
    const judgement = await judge({ workspace, reference, before, run });
    return { row, fault: `times of ${row} by ${days.toFixed(1)} days`, ...judgement };
  },
};

function shiftedFiles({ workspace }: TrialContext, row: (typeof ROWS)[number]): string[] {
  const files = filesBelow(workspace.folder, ['.nhat']);
  if (row === 'all of .nhat') return files;
  if (row === 'run and its files')
    return files.filter((file) => /^\.nhat\/(work|live|workers)\//.test(file));
  return files.filter((file) => claim.pattern.test(file));
}

/** Writes into a claim that a process of another machine has it, whose life nobody here can look up. */
function ownElsewhere(path: string): void {
  const owner = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...owner, host: 'elsewhere', boot: '' }));
}
