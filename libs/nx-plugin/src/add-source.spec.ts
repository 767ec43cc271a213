import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { generateIn } from './testing/generate-in';
import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

const study = tinyStudy['pipelines/study.json'];

/** CONTRIBUTING.md, "Dataset source", by its generator: noise around the brightnesses of three classes, which are bytes of a file. */
describe('a dataset source that is added', () => {
  const file = join(temporaryFolder('brightnesses'), 'three');
  let workspace: TestWorkspace;

  beforeAll(() => {
    writeFileSync(file, Uint8Array.of(20, 110, 200));
    workspace = new TestWorkspace(tinyStudy);
  });
  afterAll(() => workspace.dispose());

  const utility = (...flags: string[]) => workspace.nx(['utility', 'study', ...flags]);
  const own = (names: readonly string[]) => names.filter((name) => !name.includes('-noisy-'));

  it('runs from a document to a utility, and again what follows from a file outside that changed', () => {
    expect(utility().computed).toHaveLength(9);
    generateIn(workspace, ['source']);
    workspace.writeJson('datasets/noisy.json', {
      source: { name: 'my-source', file },
      images: { resolution: 16, train: 33, validation: 0, test: 14 },
    });
    workspace.writeJson('pipelines/study.json', { ...study, datasets: ['tiny', 'noisy'] });

    const first = utility();
    if (first.status !== 0) throw new Error(first.output);
    // Code of another source, so that nothing of the rendered dataset runs but what reads the spread of both.
    const readAgain = ['spread-2-panels', 'utility-tiny-rotation-resnet9-classification'];
    expect([own(first.computed), own(first.stored)]).toEqual([readAgain, []]);
    expect(first.computed).toHaveLength(10);
    const images = JSON.parse(workspace.artifact('images-noisy-16px')) as { scores: object };
    expect(images.scores).toMatchObject({ classes: ['dark', 'grey', 'light'], truths: ['label'] });
    const run = JSON.parse(workspace.artifact('scratch-noisy-resnet9-classification-n10-s0')) as {
      scores: object;
    };
    expect(run.scores).toMatchObject({ classes: 3, chance: 5 / 14 });
    const page = workspace.read('reports/study/index.html');
    for (const words of [
      'Noise, of three brightnesses.',
      'rendered for this study',
      'alt="Samples of class grey"',
    ]) {
      expect(page).toContain(words);
    }

    const again = utility();
    expect([again.status, again.computed, again.stored]).toEqual([0, [], ['images-noisy-16px']]);

    writeFileSync(file, Uint8Array.of(200, 20, 60));
    const { output } = workspace.nx(['plan', 'study']);
    expect(output).toMatch(/images +files of the dataset changed: brightnesses$/m);
    expect(output).toMatch(/^study: 10 of 17 nodes will run$/m);
    const changed = utility();
    expect(changed.status).toBe(0);
    expect(readAgain).toEqual(expect.arrayContaining(own(changed.computed)));
    expect(own(changed.stored)).toEqual([]);
    expect(changed.computed).toEqual(
      expect.arrayContaining([
        'finetune-noisy-rotation-resnet9-classification-n10-s0',
        'images-noisy-16px',
        'pretrain-noisy-rotation-resnet9-s0',
        'scratch-noisy-resnet9-classification-n10-s0',
        'scratch-noisy-resnet9-classification-n20-s0',
      ]),
    );
    const manifest = JSON.parse(workspace.artifact('images-noisy-16px', 'manifest.json')) as {
      manifest: { ingredients: object };
    };
    expect(manifest.manifest.ingredients).toMatchObject({ files: [{ name: 'brightnesses' }] });
  });

  it('says which truth it lacks, and which file is missing', () => {
    workspace.writeJson('pipelines/tilted.json', {
      ...study,
      datasets: ['noisy'],
      tasks: ['pose'],
    });
    const { status, output } = workspace.nx(['plan', 'tilted']);
    expect(status).not.toBe(0);
    expect(output).toMatch(/tasks\[0\]: pose on noisy: .*no pose .*classification/);
    workspace.writeJson('datasets/noisy.json', {
      source: { name: 'my-source', file: `${file}-gone` },
      images: { resolution: 16, train: 33, validation: 0, test: 14 },
    });
    const missing = workspace.nx(['utility', 'study']);
    expect(missing.status).not.toBe(0);
    expect(missing.output).toMatch(/three-gone: .*missing/);
    expect(missing.output).not.toMatch(/\n\s+at /);
  });
});
