import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finishedPipeline } from '@nhat/collect/testing/finished-pipeline';
import type { StudyResults } from '@nhat/collect/testing/finished-pipeline';
import { historyNames } from '@nhat/collect/result-history';
import { printed } from '@nhat/collect/testing/printed';
import { standingIn } from '@nhat/workspace/testing/standing-in';
import { main } from './compare';

const study: StudyResults = {
  width: 0.25,
  scratch: { 25: 0.3, 50: 0.4, 100: 0.5, 200: 0.6 },
  methods: { rotation: { 50: 0.5, 100: 0.6 } },
};

/** What the command prints, or its error. */
async function compared(root: string, ...args: string[]): Promise<string> {
  const out = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  process.env['NHAT_PIPELINE'] = '{"name":"study"}';
  try {
    await main(args, root);
    return out.mock.calls.map(([text]) => String(text)).join('');
  } catch (error) {
    return (error as Error).message;
  } finally {
    out.mockRestore();
    delete process.env['NHAT_PIPELINE'];
  }
}

describe('nx compare', () => {
  let root: string;
  let first: string;
  beforeAll(async () => {
    const { root: folder, record } = await finishedPipeline([study]);
    root = folder;
    for (const kind of ['pipelines', 'datasets']) mkdirSync(join(root, kind));
    for (const name of ['study', 'other', 'fresh'])
      writeFileSync(join(root, `pipelines/${name}.json`), '{ "question": "?" }');
    await printed(['utility'], root, record);
    first = await compared(root);
    const better = { ...study, methods: { rotation: { 50: 0.6, 100: 0.6 } }, entry: 'b' };
    const { root: second, record: changed } = await finishedPipeline([better]);
    const artifacts = join(second, 'artifacts');
    cpSync(artifacts, join(root, 'artifacts'), { recursive: true });
    await printed(['utility'], root, changed);
    await printed(['utility'], root, { ...record, name: 'other' });
  });

  it('says what is missing while there is one result', () => {
    expect(first).toContain('no earlier result that differs');
    expect(first).toContain('--with=');
  });

  it('compares the last result with the one before, and says what moved', async () => {
    const text = await compared(root);
    expect(text).toMatch(/^before +study of .*\nafter +study of /);
    expect(text).toMatch(/rotation · n = 50 +50\.5 % → 60\.5 % +\+10\.0/);
    expect(text).toMatch(/Means: \d+ moved/);
  });

  it('takes another pipeline, a kept result by how its name begins, and a file', async () => {
    const [name] = historyNames(root, 'study');
    const rows = async (asked: string) => {
      const text = await compared(root, `--with=${asked}`, '--json');
      const { utilities } = JSON.parse(text) as { utilities: { n: number; state: string }[] };
      return utilities.map(({ n, state }) => [n, state]);
    };
    const expected = await rows(name!);
    expect(expected).toHaveLength(2);
    expect(await rows(name!.slice(-13, -5))).toEqual(expected);
    expect(await rows(`reports/study/history/${name!}`)).toEqual(expected);
    await standingIn(join(root, 'pipelines'), async () =>
      expect(await rows(`../reports/study/history/${name!}`)).toEqual(expected),
    );
    expect(await rows('other')).toEqual(expected);
    expect((await rows('study')).map(([, state]) => state)).toEqual(['same', 'same']);
  });

  it('refuses what is no result, with what there is', async () => {
    expect(await compared(root, '--with=nothing')).toMatch(/--with: no such .*"nothing".*other/s);
    expect(await compared(root, '--with=fresh')).toMatch(
      /fresh: no result is kept.*nx utility fresh/s,
    );
    expect(await compared(root, '--with=pipelines/study.json')).toContain('not a kept result');
    expect(await compared(root, '--with=pipelines')).toMatch(/--with: no such .*"pipelines"/);
  });
});
