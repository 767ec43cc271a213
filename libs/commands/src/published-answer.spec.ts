import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '@nhat/artifacts';
import { UserError } from '@nhat/documents';
import { decodePack } from '@nhat/packs';
import type { Pack } from '@nhat/packs';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { publishedAnswer } from './published-answer';
import { packedStudy } from './testing/packed-study';

/** A pack of a finished pipeline, and what the pack says where its manifests are others. */
const packed = async (change?: (manifests: Manifest[]) => Manifest[]): Promise<Pack> =>
  decodePack(await packedStudy({ ...(change && { change }) }));

async function answered(pack: Pack, differences: string[]) {
  const root = temporaryFolder('published');
  const warnings: string[] = [];
  const folder = join(root, 'reports/published/study');
  const facts = { path: 'published/study.nhat-pack', digest: pack.digest, differences };
  const context = { root, folder, code: __filename, pack, facts };
  const answer = await publishedAnswer(context, (line) => warnings.push(line));
  await answer?.write();
  const page = () => readFileSync(join(folder, 'index.html'), 'utf8');
  return { root, answer, warnings, page };
}

it('answers from a pack alone, with samples, and says which code it was', async () => {
  const pack = await packed();
  const { answer, warnings, page, root } = await answered(pack, ['other code of scratch']);
  expect(warnings).toEqual([]);
  expect(answer!.summary).toContain('30.5 %');
  expect(page()).toContain('data:image/png;base64,');
  expect(page()).toContain('other code of scratch');
  expect(/<p class="kicker">[^]*?<\/p>/.exec(page())![0]).toContain(
    'by other code than that of today',
  );
  expect(page()).toContain(pack.digest);
  expect(page()).toContain('a'.repeat(40));
  // Nothing of it counts as a result of the workspace.
  expect(['artifacts', '.nhat/store'].map((path) => existsSync(join(root, path)))).toEqual([
    ...[false, false],
  ]);
});

it('makes another page when code or document have changed since', async () => {
  const pack = await packed();
  const { page } = await answered(pack, []);
  expect(page()).toContain('exactly these results');
  expect(page()).toContain('href="#published"');
  expect(page()).not.toContain('other code');
});

it('has no answer without a utility', async () => {
  const pack = await packed((all) => all.filter(({ stage }) => stage !== 'utility'));
  expect((await answered(pack, [])).answer).toBeUndefined();
});

it.each<[string, (all: Manifest[]) => Manifest[]]>([
  ['a node is missing', (all) => all.filter(({ stage }) => stage !== 'spread')],
  [
    'a score was planted under the key of the node',
    (all) =>
      all.map((one) =>
        one.stage === 'scratch'
          ? { ...one, outputs: { ...one.outputs, scores: { ...one.outputs.scores, test: 0.99 } } }
          : one,
      ),
  ],
  [
    'scores are of another kind',
    (all) =>
      all.map((one) =>
        one.stage === 'utility' ? { ...one, outputs: { ...one.outputs, scores: { a: 1 } } } : one,
      ),
  ],
])('refuses results that do not fit together: %s', async (_, change) => {
  const pack = await packed(change);
  const error: unknown = await answered(pack, []).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UserError);
  expect((error as Error).message).toMatch(/^published\/study\.nhat-pack: its results do not fit/);
});
