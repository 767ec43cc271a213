import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actionKey } from '@nhat/artifacts';
import type { Ingredients, Manifest } from '@nhat/artifacts';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { decodePack, encodePack } from '@nhat/packs';
import type { Pack } from '@nhat/packs';
import { sampleManifest } from '@nhat/packs/testing/sample-manifest';
import type { PlanNode } from '@nhat/plan';
import { picture, put, putClasses } from '@nhat/sources/testing/picture-folder';
import { copyWorkspace } from '@nhat/workspace/copied-workspace';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { checkReadable, codeDigests, finishedNodes } from './finished-nodes';
import { packDifferences } from './pack-differences';
import { plannedPipeline } from './planned-pipeline';

const repository = join(__dirname, '../../..');

/** A result of a node, of which only what its key is made of is right. */
function resultOf({ name, stage, config, bundle }: PlanNode, ingredients: Ingredients): Manifest {
  return {
    ...sampleManifest(name),
    ...{ stage, config, bundle, ingredients, actionKey: actionKey(stage, config, ingredients) },
    outputs: { stage, blobs: {}, scores: {} },
  };
}

/** A pack with a result for each node of the pipeline `study`. */
async function packOf(root: string): Promise<Pack> {
  const { plan } = plannedPipeline(root, readWorkspace(root), 'study');
  const codeOf = codeDigests(root);
  const made = new Map<string, Manifest>();
  for (;;) {
    const found = await finishedNodes(root, plan, (_, key) => made.get(key), { codeOf });
    const { next, unreadable } = found;
    checkReadable(unreadable);
    if (next.length === 0) break;
    for (const { node, ingredients } of next) {
      const manifest = resultOf(node, ingredients);
      made.set(manifest.actionKey, manifest);
    }
  }
  const texts = { question: 'Q?', cost: '', expected: '', claims: [], utilities: plan.utilities };
  return decodePack(
    encodePack({
      pipeline: { name: 'study', ...texts },
      checkout: { commit: '1'.repeat(40), changed: false },
      ...{ planned: plan.nodes.length, manifests: [...made.values()] },
      ...{ files: new Map(), pictures: new Map() },
    }),
  );
}

describe('a pack of images outside the workspace', () => {
  let root: string;
  let pack: Pack;
  const write = (path: string, body: object) =>
    writeFileSync(join(root, path), JSON.stringify(body));

  beforeAll(async () => {
    root = temporaryFolder('pack-differences');
    copyWorkspace(repository, root);
    for (const folder of ['datasets', 'pipelines']) mkdirSync(join(root, folder));
    await putClasses(join(root, 'pictures'), 12);
    write('datasets/photos.json', {
      source: { name: 'folder', path: 'pictures' },
      images: { resolution: 16 },
    });
    write('pipelines/study.json', {
      ...{ question: '?', datasets: ['photos'] },
      ...{ backbones: ['resnet9'], tasks: ['classification'], methods: ['rotation'] },
      ...{ budgets: { scratch: [10, 20], finetune: [10] }, seeds: 2 },
    });
    pack = await packOf(root);
  });

  it('has the results of today where its images are there, and where they are away', async () => {
    const [here, away] = [join(root, 'pictures'), join(root, 'elsewhere')];
    expect(await packDifferences(root, pack)).toEqual({ differences: [] });
    renameSync(here, away);
    try {
      expect(await packDifferences(root, pack)).toEqual({
        differences: [],
        unread: expect.stringMatching(/pictures: no such folder$/) as string,
      });
    } finally {
      renameSync(away, here);
    }
  });

  it('has other results than those of today where an image changed', async () => {
    put(join(root, 'pictures'), 'disc/0.png', await picture('disc', 99));
    const { differences, unread } = await packDifferences(root, pack);
    expect(differences[0]).toMatch(/^\d+ of the \d+ nodes of today have their result in the pack$/);
    expect(unread).toBeUndefined();
  });
});
