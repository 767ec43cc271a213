import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finishedPipeline } from './testing/finished-pipeline';
import { printed } from './testing/printed';
import { latestReport } from './finished-report';

const study = {
  width: 0.25,
  scratch: { 50: 0.3, 100: 0.4, 200: 0.5 },
  methods: { rotation: { 50: 0.4, 100: 0.55 } },
};

describe('the record of a report', () => {
  let pipeline: Awaited<ReturnType<typeof finishedPipeline>>;
  let kept: string;
  let text: string;
  let answer: string;
  beforeAll(async () => {
    pipeline = await finishedPipeline([study]);
    kept = join(pipeline.root, '.nhat/reports/study.json');
    answer = (await printed(['utility'], pipeline.root, pipeline.record)).out;
    text = readFileSync(kept, 'utf8');
  });
  beforeEach(() => writeFileSync(kept, text));

  it('is refused when any digit has changed', () => {
    expect(latestReport(pipeline.root, pipeline.record)).toBeDefined();
    const digits = [...text.matchAll(/\d/g)].map(({ index }) => index);
    expect(digits.length).toBeGreaterThan(500);
    const believed = digits.filter((at) => {
      const other = String((Number(text[at]) + 4) % 10);
      writeFileSync(kept, text.slice(0, at) + other + text.slice(at + 1));
      return latestReport(pipeline.root, pipeline.record) !== undefined;
    });
    expect(believed).toEqual([]);
  });

  it.each([
    ['a utility of the summary', /1\.00/],
    ['a digest', /(?<=inputsDigest":")\w/],
  ])('with %s changed gives the same answer as before', async (_, pattern) => {
    const at = text.search(pattern);
    expect(at).toBeGreaterThan(0);
    writeFileSync(kept, `${text.slice(0, at)}6${text.slice(at + 1)}`);
    expect((await printed(['utility'], pipeline.root, pipeline.record)).out).toBe(answer);
    expect(readFileSync(kept, 'utf8')).toBe(text);
  });

  it.each(['', '{', 'null', '[]', '{"digest":"x"}', '{"digest":"x","report":null}'])(
    'with the content %j is ignored',
    async (content) => {
      writeFileSync(kept, content);
      expect((await printed(['utility'], pipeline.root, pipeline.record)).out).toBe(answer);
    },
  );

  it('contains no rows, because they are read from the intact file of the report', async () => {
    expect(text).not.toContain('nHat');
    const rows = join(pipeline.root, 'reports/study/utility.json');
    const whole = readFileSync(rows, 'utf8');
    writeFileSync(rows, whole.replace('0.305', '0.905'));
    expect((await printed(['utility', '--json'], pipeline.root, pipeline.record)).out).toBe(whole);
    expect(readFileSync(rows, 'utf8')).toBe(whole);
  });
});
