import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { finishedPipeline } from '@nhat/collect/testing/finished-pipeline';
import { readAncestry, manifestsOf } from '@nhat/collect/lineage';
import type { DecisionConfig } from '@nhat/documents';
import { encodePack } from '@nhat/packs';
import { openStore } from '@nhat/store';
import { packedFiles } from './packed-files';
import { main } from './published';

const study = {
  width: 0.25,
  scratch: { 50: 0.3, 100: 0.4, 200: 0.5 },
  methods: { rotation: { 50: 0.4, 100: 0.55 } },
};

const DECISION: DecisionConfig = {
  ...{ labels: 100, labelPrice: 0.2, hourPrice: 0.5, currency: null, hours: null },
};

/** A workspace with the pack of a finished pipeline, `study`, and without a document. */
async function withPack(decision?: DecisionConfig): Promise<string> {
  const { root, record } = await finishedPipeline([study]);
  const manifests = manifestsOf(readAncestry(root, record.utilities));
  const { name, question, cost, expected, utilities } = record;
  const clone = temporaryFolder('published');
  for (const folder of ['published', 'pipelines', 'datasets']) mkdirSync(join(clone, folder));
  const bytes = encodePack({
    pipeline: {
      ...{ name, question, cost, expected, claims: [], utilities },
      ...(decision && { decision }),
    },
    checkout: null,
    ...{ planned: manifests.length, manifests },
    ...(await packedFiles(manifests, openStore(root, {}))),
  });
  writeFileSync(join(clone, 'published/study.nhat-pack'), bytes);
  return clone;
}

/** What `nx published study` with these flags prints. */
async function printed(root: string, ...flags: string[]): Promise<string> {
  const lines: string[] = [];
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
  process.env['NHAT_PIPELINE'] = JSON.stringify({ name: 'study' });
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
});
