import { putClasses } from '@nhat/sources/testing/picture-folder';
import { TestWorkspace } from './testing/test-workspace';
import { tinyStudy } from './testing/tiny-study';

const photos = (options: object) => ({
  source: { name: 'folder', path: 'photos', ...options },
  images: { resolution: 16 },
});

/** docs/own-images.md, "Few test images", on 150 drawn pictures. */
describe('own images whose seeds have test images of their own', () => {
  let workspace: TestWorkspace;

  beforeAll(async () => {
    workspace = new TestWorkspace({
      'datasets/photos.json': photos({}),
      'pipelines/study.json': {
        ...tinyStudy['pipelines/study.json'],
        datasets: ['photos'],
        seeds: 2,
      },
    });
    await putClasses(workspace.path('photos'), 50);
  });
  afterAll(() => workspace.dispose());

  const nx = (...words: string[]) => {
    const { status, output, computed } = workspace.nx(words);
    if (status !== 0) throw new Error(output);
    return { output, computed };
  };
  const scoresOf = (slug: string) =>
    (JSON.parse(workspace.artifact(slug)) as { scores: Record<string, unknown> }).scores;

  it('are advised, and keep the results of the first split when the key is added', () => {
    expect(nx('check', 'photos').output).toMatch(/few test images\. "splits": 5 in the\s+source/);
    const before = nx('utility', 'study').computed;
    expect(before).toContain('scratch-photos-resnet9-classification-n10-s1');

    workspace.writeJson('datasets/photos.json', photos({ splits: 2 }));
    expect(nx('check', 'photos').output).toMatch(
      /2 splits, which seeds have in turn, with \d+, \d+/,
    );
    expect(nx('plan', 'study').output).toMatch(/photos has 2 splits: each seed has test images/);
    expect(nx('utility', 'study').computed).toEqual([
      'curve-photos-rotation-resnet9-classification',
      'curve-photos-scratch-resnet9-classification',
      'finetune-photos-rotation-resnet9-classification-n10-s1',
      'images-photos-16px-split1',
      'pretrain-photos-rotation-resnet9-s1',
      'scratch-photos-resnet9-classification-n10-s1',
      'scratch-photos-resnet9-classification-n20-s1',
      'spread-1-panel',
      'utility-photos-rotation-resnet9-classification',
    ]);
  });

  it('have results of other test images, which the spread of seeds holds and the page states', () => {
    const answered = [0, 1].map((seed) => {
      const scores = scoresOf(`scratch-photos-resnet9-classification-n20-s${seed}`);
      return (scores['answers'] as { images: string }).images;
    });
    expect(new Set(answered).size).toBe(2);
    expect(scoresOf('curve-photos-scratch-resnet9-classification')['answers']).toBeNull();
    const page = workspace.read('reports/study/index.html').replace(/\s+/g, ' ');
    const tests = ['images-photos-16px', 'images-photos-16px-split1'].map(
      (slug) => (scoresOf(slug)['counts'] as { test: number }).test,
    );
    expect(page).toContain('the first of 2 splits');
    expect(page).toContain(`test images of its own (${tests.join(' and ')})`);
    expect(page).toContain('Each seed has test images of its own');
    expect(page).not.toContain('The choice of test images is not in');
    expect(page).toContain('a share is one over those of all seeds');
    const rows = JSON.parse(workspace.read('reports/study/recall.json')) as {
      arm: string;
      n: number;
      images: number;
    }[];
    const cell = rows.filter(({ arm, n }) => arm === 'scratch' && n === 20);
    expect(cell.reduce((sum, { images }) => sum + images, 0)).toBe(tests[0]! + tests[1]!);
  });

  it('are refused before any node runs where a budget is larger than the training images of a split', () => {
    const study = tinyStudy['pipelines/study.json'];
    workspace.writeJson('pipelines/large.json', {
      ...{ ...study, active: false, datasets: ['photos'], seeds: 2 },
      budgets: { scratch: [10, 400], finetune: [2, 10] },
    });
    for (const target of ['plan', 'utility']) {
      const { status, output, computed } = workspace.nx([target, 'large']);
      expect(status).toBe(1);
      expect(computed).toEqual([]);
      expect(output.trim().split('\n')).toEqual([
        expect.stringMatching(
          /^pipelines\/large\.json › budgets\.scratch\[1\]: more labels than .* at most \d+/,
        ),
        expect.stringMatching(
          /^pipelines\/large\.json › budgets\.finetune\[0\]: fewer labels .* at least 3/,
        ),
      ]);
    }
  });
});
