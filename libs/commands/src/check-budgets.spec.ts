import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { indexDocuments } from '@nhat/documents';
import type { WorkspaceDocuments } from '@nhat/documents';
import { registries } from '@nhat/plan/registries';
import { npy } from '@nhat/sources/testing/npy-file';
import { SHAPE_NAMES, picture, put, putClasses } from '@nhat/sources/testing/picture-folder';
import { checkBudgets } from './check-budgets';

const root = temporaryFolder('check-budgets');
const place = { root, environment: {} };
const HUB = join(__dirname, '../../sources/src/testing/hub');

const study = {
  question: 'Does it save labels?',
  datasets: ['photos'],
  backbones: [{ name: 'resnet9', width: 0.0625 }],
  tasks: ['classification'],
  methods: ['rotation'],
  budgets: { scratch: [5, 10, 500, 600], finetune: [5, 200] },
  seeds: 2,
};

const texts = (kind: string, bodies: Record<string, object>) =>
  Object.entries(bodies).map(([name, body]) => ({
    path: `${kind}s/${name}.json`,
    text: JSON.stringify(body),
  }));

const documents = (
  pipelines: Record<string, object>,
  source: object = { path: 'photos' },
): WorkspaceDocuments => ({
  datasets: indexDocuments(
    'dataset',
    texts('dataset', {
      photos: { source: { name: 'folder', ...source }, images: { resolution: 16 } },
    }),
  ),
  pipelines: indexDocuments('pipeline', texts('pipeline', pipelines)),
  registries,
});

/** The lines with which the pipelines are refused; empty where they are not. */
async function refused(workspace: WorkspaceDocuments, ...names: string[]): Promise<string[]> {
  try {
    await checkBudgets(workspace, names.length > 0 ? names : ['study'], place);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
}

/** Where each line is about, and what was expected there. */
const places = (lines: readonly string[]) =>
  lines.map((line) => /^(.*?): .*expected (.*?)[,)]/.exec(line)!.slice(1).join(': '));

beforeAll(() => putClasses(join(root, 'photos'), 40));

describe('label budgets that images of own files cannot serve', () => {
  it('are all named, in the document and with what there is, before an image is decoded', async () => {
    const lines = await refused(documents({ study }));
    const most = Number(/at most (\d+)/.exec(lines[0]!)![1]);
    expect(most).toBeGreaterThan(60);
    expect(most).toBeLessThan(100);
    expect(lines).toEqual(
      [
        ['scratch[2]', 500],
        ['scratch[3]', 600],
        ['finetune[1]', 200],
      ].map(
        ([key, n]) =>
          `pipelines/study.json › budgets.${key}: more labels than dataset photos has training images (got ${n}; expected at most ${most}). Write smaller budgets, label more images, or lower "test" or "validation" in the source of the dataset.`,
      ),
    );
    const fitting = { ...study, budgets: { scratch: [3, most], finetune: [most] } };
    expect(await refused(documents({ study: fitting }))).toEqual([]);
  });

  it('are refused below the number of classes where labels are drawn at random, and only there', async () => {
    const few = { ...study, budgets: { scratch: [2, 25], finetune: [1] } };
    expect(await refused(documents({ study: few }))).toEqual([
      'pipelines/study.json › budgets.scratch[0]: fewer labels than dataset photos has classes (got 2; expected at least 3, the number of classes). Write larger budgets.',
      'pipelines/study.json › budgets.finetune[0]: fewer labels than dataset photos has classes (got 1; expected at least 3, the number of classes). Write larger budgets.',
    ]);
    expect(await refused(documents({ study: { ...few, labels: 'balanced' } }))).toEqual([]);
  });

  it('are named where a dataset has its own, and in each pipeline that a study includes', async () => {
    const own = {
      ...study,
      budgets: [5, 10],
      datasets: [{ name: 'photos', budgets: { scratch: [5, 300] } }],
    };
    const whole = { question: 'All?', includes: ['own', 'study'] };
    const found = await refused(documents({ study, own, whole }), 'whole');
    expect(places(found).map((line) => line.replace(/: at most \d+$/, ''))).toEqual([
      'pipelines/own.json › datasets[0].budgets.scratch[1]',
      'pipelines/study.json › budgets.scratch[2]',
      'pipelines/study.json › budgets.scratch[3]',
      'pipelines/study.json › budgets.finetune[1]',
    ]);
  });

  it('have to fit the smallest split, and added trainings the split of their seed', async () => {
    const mostOf = async (seeds: number[], splits: number) => {
      const asked = documents({ study: { ...study, seeds } }, { path: 'photos', splits });
      const [line = ''] = await refused(asked);
      return Number(/at most (\d+)/.exec(line)![1]);
    };
    const each = [await mostOf([0], 3), await mostOf([1], 3), await mostOf([2], 3)];
    expect(new Set(each).size).toBeGreaterThan(1);
    expect(await mostOf([0, 1, 2], 3)).toBe(Math.min(...each));

    const smallest = each.indexOf(Math.min(...each));
    const n = Math.max(...each);
    const run = { round: 1, dataset: 'photos', backbone: 'resnet9', task: 'classification' };
    const added = [0, 1, 2].map((seed) => ({ ...run, arm: 'scratch', n, seed }));
    const body = { ...study, seeds: 3, budgets: [5, 10] };
    const lines = await refused(
      documents({ study: body, 'study.added': { added } }, { path: 'photos', splits: 3 }),
    );
    expect(lines[0]).toMatch(`pipelines/study.added.json › added[${smallest}].n: more labels than`);
    expect(lines).toHaveLength(each.filter((most) => most < n).length);
  });

  it('are compared with the rows of a table and with the images of packed files', async () => {
    for (let at = 0; at < 20; at++) {
      put(join(root, 'flat'), `${at}.png`, await picture(SHAPE_NAMES[0]!, at));
    }
    const rows = Array.from({ length: 10 }, (_, at) => `${at}.png,${'ab'[at % 2]},train`);
    const tests = Array.from({ length: 4 }, (_, at) => `${at + 10}.png,${'ab'[at % 2]},test`);
    put(join(root, 'flat'), 'labels.csv', ['file,label,split', ...rows, ...tests].join('\n'));
    const bytes = Uint8Array.from({ length: 30 * 64 }, (_, at) => at * 7 + at / 64);
    const labels = Uint8Array.from({ length: 30 }, (_, at) => at % 3);
    const arrays = {
      'images.npy': npy('|u1', [30, 8, 8], bytes),
      'labels.npy': npy('|u1', [30], labels),
    };
    put(join(root, 'packed'), 'all.npz', zipSync(arrays));
    const idx = (sides: number[], values: Uint8Array) => {
      const head = Buffer.alloc(4 + 4 * sides.length);
      head.writeUInt32BE(0x0800 + sides.length);
      sides.forEach((side, at) => head.writeUInt32BE(side, 4 + 4 * at));
      return Buffer.concat([head, values]);
    };
    put(join(root, 'idx'), 'train-images-idx3-ubyte', idx([30, 8, 8], bytes));
    put(join(root, 'idx'), 'train-labels-idx1-ubyte', idx([30], labels));
    const few = { ...study, budgets: [1, 500] };
    const found = async (source: object) =>
      places(await refused(documents({ study: few }, { validation: 0, ...source })));
    const line = (at: number, limit: string) => `pipelines/study.json › budgets[${at}]: ${limit}`;

    expect(await found({ path: 'flat', table: 'labels.csv' })).toEqual([
      line(0, 'at least 2'),
      line(1, 'at most 10'),
    ]);
    for (const path of ['packed', 'idx']) {
      const [least, most = ''] = await found({ path });
      expect(least).toBe(line(0, 'at least 3'));
      expect(Number(/at most (\d+)$/.exec(most)![1])).toBeLessThan(30);
    }
    const hub = await found({ path: HUB });
    expect(hub[0]).toBe(line(0, 'at least 2'));
    expect(hub[1]).toMatch(/budgets\[1\]: at most 1?\d$/);
  });

  it('count labelled images as far as these are known where files may give no image', async () => {
    const few = { ...study, budgets: [1, 500] };
    const found = await refused(
      documents({ study: few }, { path: 'photos', skipUnreadable: true }),
    );
    expect(places(found)).toEqual([
      expect.stringMatching(/^pipelines\/study\.json › budgets\[1\]: at most \d+$/),
    ]);
  });

  it('are not looked at where the files are missing, which whatever reads them says', async () => {
    expect(existsSync(join(root, 'gone'))).toBe(false);
    expect(await refused(documents({ study }, { path: 'gone' }))).toEqual([]);
  });
});
