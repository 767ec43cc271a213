import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packPath, readPack } from '@nhat/packs';
import type { Pack } from '@nhat/packs';
import { readWorkspace } from '@nhat/workspace/read-workspace';

const root = join(__dirname, '../../..');
const { pipelines } = readWorkspace(root);

/** The number of training images in the results of a pack, as texts state it. */
function trainingImages(pack: Pack): string {
  const images = pack.keys
    .map((key) => pack.manifest(key)!)
    .filter(({ stage }) => stage === 'images');
  expect(images).toHaveLength(1);
  const { counts } = images[0]!.outputs.scores as unknown as { counts: { train: number } };
  return counts.train.toLocaleString('en');
}

describe.each(['own-images/fashion-mnist', 'own-images/clip-art'])('%s', (name) => {
  const found = readPack(join(root, packPath(name)), name);
  const pack = found.kind === 'pack' ? found.pack : undefined;

  it('asks about pretraining on as many pictures as its results have for training', () => {
    const question = pipelines.body(name)['question'] as string;
    const [, stated] = /pretraining on its ([\d,]+) /.exec(question)!;
    expect(stated).toBe(trainingImages(pack!));
  });

  it('has the same number in docs/results.md', () => {
    const page = readFileSync(join(root, 'docs/results.md'), 'utf8');
    expect(page).toMatch(
      new RegExp(
        `nx published ${name}\`[^#]*\\b${trainingImages(pack!)} (without labels|pictures for training)`,
      ),
    );
  });
});
