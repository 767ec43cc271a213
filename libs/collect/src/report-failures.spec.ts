import { existsSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { readArguments } from '@nhat/commands/report-arguments';
import { latestReport } from './finished-report';
import { finishedPipeline } from './testing/finished-pipeline';
import { printed } from './testing/printed';

const study = {
  width: 0.25,
  scratch: { 50: 0.3, 100: 0.4, 200: 0.5 },
  methods: { rotation: { 50: 0.4, 100: 0.55 } },
};

describe('a report fails with one message', () => {
  it('when a result is missing or stale', async () => {
    const { root, record, artifacts } = await finishedPipeline([study]);
    const gone = { ...record, utilities: ['utility-vae-w0.25'] };
    await expect(printed(['utility'], root, gone)).rejects.toThrow(
      'artifacts/utility-vae-w0.25/outputs.json: missing',
    );
    artifacts.change('scratch-scratch-w0.25-n50-s0', { n: 50, seed: 0, test: 0.9 });
    await expect(printed(['utility'], root, record)).rejects.toThrow(
      'artifacts/curve-scratch-w0.25: stale: computed from other results of scratch-scratch-w0.25-n50-s0',
    );
    expect(existsSync(join(root, 'reports'))).toBe(false);
  });

  it('when a file of any node is damaged, also where the page is there and was right', async () => {
    const { root, record } = await finishedPipeline([study]);
    const { out } = await printed(['utility'], root, record);
    const { nodes } = latestReport(root, record)!;
    expect([...nodes].sort()).toEqual(readdirSync(join(root, 'artifacts')).sort());
    for (const file of nodes.flatMap((node) => [`${node}/outputs.json`, `${node}/manifest.json`])) {
      const path = join(root, 'artifacts', file);
      const whole = readFileSync(path, 'utf8');
      writeFileSync(
        path,
        whole.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
      );
      await expect(printed(['utility'], root, record)).rejects.toThrow(/damaged|stale/);
      rmSync(path);
      await expect(printed(['utility'], root, record)).rejects.toThrow('missing');
      symlinkSync('elsewhere', path);
      await expect(printed(['utility'], root, record)).rejects.toThrow('damaged (got a link');
      rmSync(path);
      writeFileSync(path, whole);
    }
    expect((await printed(['utility'], root, record)).out).toBe(out);
  });

  it('when it is not run by Nx', async () => {
    const root = temporaryFolder('report');
    await expect(printed(['utility'], root, undefined)).rejects.toThrow(
      'nx utility: no pipeline (expected the name of one, e.g. npx nx utility smoke)',
    );
  });

  it.each([
    [
      ['utility', '--jsn'],
      'utility: unknown option (got "--jsn"; expected --json or --output or --warnings). Did you mean --json?',
    ],
    [['utility', 'quickstart'], 'utility: unknown word (got "quickstart"; expected'],
    [['utility', '--output'], '--output: no value (expected --output FILE)'],
    [['utility', '--output', '--json'], '--output: no value'],
    [['table'], 'report: unknown command (got "table"; expected utility, page or claims)'],
  ])('when called as %j', (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
  });
});
