import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { runScores } from './run-scores';

const folder = temporaryFolder('run-scores');

/** The refusal of a table of these lines, which comes before anything runs. */
async function refusal(lines: readonly string[], ...words: string[]): Promise<string> {
  const file = join(folder, 'runs.csv');
  writeFileSync(file, lines.join('\n'));
  const root = join(__dirname, '../../..');
  const found = await runScores(root, 'utility', ['--file', file, ...words]).catch(
    (error: unknown) => error,
  );
  return (found as Error).message;
}

const RUNS = ['scratch,50,0,0.3', 'scratch,100,0,0.5', 'turn,50,0,0.4'];

describe('a table of the command line is refused with words that hold there', () => {
  it('for a column that is not known', async () => {
    const message = await refusal(['arm,n,seed,value,fold', ...RUNS.map((row) => `${row},1`)]);
    expect(message).toMatch(/line 1, column "fold": .*Remove a column .*of a document/);
  });

  it('for a metric without a direction', async () => {
    const message = await refusal(['arm,n,seed,value', ...RUNS], '--metric', 'far');
    expect(message).toMatch(/^nx utility scores › scores\.higherIsBetter: .*--lower-is-better/);
  });
});
