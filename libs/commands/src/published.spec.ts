import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import type { DecisionConfig } from '@nhat/documents';
import { standingIn } from '@nhat/workspace/testing/standing-in';
import { main } from './published';
import { packedStudy } from './testing/packed-study';

const DECISION: DecisionConfig = {
  ...{ labels: 100, labelPrice: 0.2, hourPrice: 0.5, currency: null, hours: null },
};

/** A workspace with the pack of a finished pipeline, `study`, and without a document. */
async function withPack(decision?: DecisionConfig): Promise<string> {
  const clone = temporaryFolder('published');
  for (const folder of ['published', 'pipelines', 'datasets']) mkdirSync(join(clone, folder));
  const bytes = await packedStudy({ ...(decision && { decision }) });
  writeFileSync(join(clone, 'published/study.nhat-pack'), bytes);
  return clone;
}

/** What `nx published study` with these flags prints. */
const printed = (root: string, ...flags: string[]) => shown('study', root, ...flags);

async function shown(name: string, root: string, ...flags: string[]): Promise<string> {
  const lines: string[] = [];
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  process.env['NHAT_PIPELINE'] = JSON.stringify({ name });
  try {
    await main(flags, root);
  } finally {
    delete process.env['NHAT_PIPELINE'];
    out.mockRestore();
  }
  return lines.join('');
}

describe('nx published', () => {
  it('prints with --warnings what limits the numbers, and names that flag without it', async () => {
    const root = await withPack();
    const short = await printed(root);
    const [, count, rest] = /\n(\d+ warnings?): (.*)\n$/.exec(short)!;
    expect(rest).toBe('npx nx published study --warnings');
    const long = await printed(root, '--warnings');
    expect(long).not.toContain(`${count}:`);
    expect(long).toMatch(/^Warning: /m);
    expect(long.split('\n').length).toBeGreaterThan(short.split('\n').length + 5);
  });

  it('gives rows as JSON, and an object with both where the pipeline has a decision', async () => {
    expect(JSON.parse(await printed(await withPack(), '--json'))).toHaveLength(2);
    const root = await withPack(DECISION);
    const both = await printed(root, '--json', '--output=answer.json');
    const { decision, rows } = JSON.parse(both) as { decision: DecisionConfig; rows: unknown[] };
    expect([decision.labels, rows.length]).toEqual([100, 2]);
    expect(readFileSync(join(root, 'answer.json'), 'utf8')).toBe(both);
  });

  it('takes paths from the folder in which the user stands, and says where it wrote', async () => {
    const root = await withPack();
    await standingIn(join(root, 'pipelines'), async () => {
      const flags = ['--pack=../published/study.nhat-pack', '--output=rows.txt'];
      const text = await printed(root, ...flags);
      expect(JSON.parse(readFileSync(join(root, 'pipelines/rows.txt'), 'utf8'))).toHaveLength(2);
      expect(text).toMatch(/^published\/study\.nhat-pack: /);
      expect(text).toMatch(
        /^Report: \.\.\/reports\/published\/study\/index\.html\nJSON: rows\.txt$/m,
      );
      await expect(printed(root, '--pack=published/study.nhat-pack')).rejects.toThrow(
        'pipelines/published/study.nhat-pack: there is no such pack',
      );
    });
  });

  it('advises no plan of a pipeline that has no document', async () => {
    const root = await withPack();
    expect(await printed(root)).not.toContain('npx nx plan');
    writeFileSync(join(root, 'pipelines/study.json'), '{ "question": "?" }');
    expect(await printed(root)).toContain('npx nx plan study');
  });

  it('says of the pack of another pipeline which it is, and which command shows it', async () => {
    const root = await withPack();
    const path = 'published/study.nhat-pack';
    const message = (at: string, command: string) =>
      `${at}: the pack of another pipeline (got "study"; expected other). \`npx nx published ${command}\` shows it.`;
    await expect(shown('other', root, `--pack=${join(root, path)}`)).rejects.toThrow(
      message(path, 'study'),
    );
    const renamed = 'published/other.nhat-pack';
    renameSync(join(root, path), join(root, renamed));
    await expect(shown('other', root)).rejects.toThrow(message(renamed, `study --pack=${renamed}`));
    expect(await printed(root, `--pack=${join(root, renamed)}`)).toContain('Report: ');
  });
});

it('names itself where it is called without a pipeline', async () => {
  await expect(main([])).rejects.toThrow(
    'nx published: no pipeline (expected the name of one, e.g. npx nx published smoke)',
  );
});
