import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '@nhat/documents';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { main } from './figures';

const repository = join(__dirname, '../../..');
const PACK = 'published/quickstart.nhat-pack';
const SHOWN = [
  ...['README.md', 'docs/quickstart-utility.json', 'docs/quickstart-runs.json'],
  'docs/quickstart-utility.svg',
];

/** A folder with some of the packs, README and figures of this repository. */
function copied(paths: readonly string[]): string {
  const root = temporaryFolder('figures');
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    cpSync(join(repository, path), join(root, path), { recursive: true });
  }
  return root;
}

/** A folder in which the quickstart alone has tables. */
function withQuickstart(): string {
  const root = copied([PACK, ...SHOWN]);
  const readme = join(root, 'README.md');
  const others = /^<!-- (?!quickstart)\S+: \S+ -->$[^]*?^<!-- end -->$/gm;
  writeFileSync(readme, readFileSync(readme, 'utf8').replace(others, ''));
  return root;
}

describe('the figures of README and docs', () => {
  let root: string;
  const text = (path: string) => readFileSync(join(root, path), 'utf8');
  const change = (path: string, edit: (text: string) => string) => {
    const changed = edit(text(path));
    expect(changed).not.toBe(text(path));
    writeFileSync(join(root, path), changed);
  };
  const run = async (...args: string[]): Promise<Error | undefined> => runIn(root, ...args);
  const runIn = async (folder: string, ...args: string[]): Promise<Error | undefined> => {
    const out = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      await main(args, folder);
      return undefined;
    } catch (error) {
      return error as Error;
    } finally {
      out.mockRestore();
    }
  };
  beforeAll(() => (root = withQuickstart()));

  it('are those of the packs; npx nx figures packs writes them', async () => {
    const all = copied(['README.md', 'docs', 'published']);
    expect(await runIn(all, '--check')).toBeUndefined();
    expect(await run('--check')).toBeUndefined();
  });

  it.each<[string, (text: string) => string]>([
    ['README.md', (readme) => readme.replace('**0.94**', '**0.95**')],
    ['docs/quickstart-utility.json', (rows) => rows.replace('"n": 50', '"n": 51')],
    ['docs/quickstart-runs.json', () => '[]\n'],
    ['docs/quickstart-utility.svg', (svg) => svg.replace('</svg>', '')],
  ])('that were edited in %s are found, and written again', async (path, edit) => {
    const before = text(path);
    change(path, edit);
    const error = await run('--check');
    expect(error).toBeInstanceOf(UserError);
    expect(error!.message).toMatch(`${path}: `);
    expect(error!.message).toContain('npx nx figures packs');
    expect(await run()).toBeUndefined();
    expect(text(path)).toBe(before);
  });

  it.each([
    [
      '<!-- quickstart: prices -->',
      /README\.md:\d+: unknown table.*utility, evaluations, claims, outcomes, effects/,
    ],
    ['<!-- none: utility -->', /published\/none\.nhat-pack: missing/],
  ])('behind %s are one message', async (line, message) => {
    const before = text('README.md');
    change('README.md', (readme) => readme.replace(/^<!-- quickstart.*$/m, line));
    expect((await run())?.message).toMatch(message);
    writeFileSync(join(root, 'README.md'), before);
  });

  it('of a sweep are the tables and rows of all packs in its folder', async () => {
    const sweep = 'published/mini/sweep';
    const folder = copied([sweep]);
    const marked = (kind: string) =>
      [`<!-- mini/sweep/: ${kind} -->`, '', '<!-- end -->', ''].join('\n');
    writeFileSync(join(folder, 'README.md'), marked('pretraining') + marked('supervised'));
    mkdirSync(join(folder, 'docs'));
    expect((await runIn(folder, '--check'))?.message).toMatch(/published\/mini\/sweep\//);
    expect(await runIn(folder)).toBeUndefined();
    const shown = readFileSync(join(folder, 'README.md'), 'utf8');
    // Two seeds from scratch at the rate that this page gives as the best one.
    const { runs } = JSON.parse(
      readFileSync(join(folder, 'docs/results/mini-sweep.json'), 'utf8'),
    ) as { runs: Record<string, unknown>[] };
    const best = runs.filter(
      ({ backbone, pretraining, peakRate, n }) =>
        backbone === 'resnet50' && pretraining === null && peakRate === 0.01 && n === 400,
    );
    const mean = (Number(best[0]!['validation']) + Number(best[1]!['validation'])) / 2;
    expect(best).toHaveLength(2);
    expect(shown).toMatch(
      new RegExp(
        `resnet50, width 0\\.25 +\\| random weights +\\| 400 .*\\*\\*${(100 * mean).toFixed(1)} %`,
      ),
    );
    expect(shown).toMatch(/\| rotation +\| resnet9, width 0\.25 +\| 200,000 .*\(86\.2 %\)/);
    writeFileSync(join(folder, 'README.md'), marked('utility'));
    expect((await runIn(folder))?.message).toMatch(/unknown table.*pretraining, supervised/);
    writeFileSync(join(folder, 'README.md'), marked('pretraining').replace('mini', 'none'));
    expect((await runIn(folder))?.message).toMatch(/published\/none\/sweep\/: has no packs/);
    writeFileSync(join(folder, 'README.md'), marked('pretraining'));
    writeFileSync(join(folder, sweep, 'long-1e-3.nhat-pack'), 'nhat-pack 1');
    expect((await runIn(folder))?.message).toMatch(/long-1e-3\.nhat-pack: damaged/);
  });

  it('of a missing or damaged pack are one message, and stay', async () => {
    const before = SHOWN.map(text);
    change(PACK, (pack) => pack.slice(0, 200));
    expect((await run())?.message).toMatch(/quickstart\.nhat-pack: damaged/);
    rmSync(join(root, PACK));
    expect((await run())?.message).toMatch(
      /quickstart\.nhat-pack: missing.*npx nx pack quickstart/,
    );
    expect(SHOWN.map(text)).toEqual(before);
  });
});
