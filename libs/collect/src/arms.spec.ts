import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '@nhat/store';
import { collectReport } from './collect-report';
import { readAncestry } from './lineage';
import { finishedPipeline } from './testing/finished-pipeline';
import type { StudyResults } from './testing/finished-pipeline';
import { printed } from './testing/printed';

const cells = { 50: 0.4, 100: 0.45 };
const study = {
  width: 0.25,
  scratch: { 50: 0.3, 100: 0.4, 200: 0.5 },
  methods: { rotation: { 50: 0.35, 100: 0.45 }, vicreg: { 50: 0.31, 100: 0.41 } },
  onLabelled: ['vicreg'],
  tables: { dinov3: { title: 'DINOv3 ViT-S', cells }, clip: { title: '', cells } },
};

async function reported(results: StudyResults) {
  const { root, record } = await finishedPipeline([results]);
  const claims = [{ name: 'falls-with-labels', options: {} }];
  const ends = readAncestry(root, record.utilities);
  const report = await collectReport(ends, { ...record, claims }, openStore(root, {}), () => {});
  return { root, record, report };
}

describe('arms without pretraining in a report', () => {
  it('are compared under their names, with what their heads read, and have no networks', async () => {
    const { report, root, record } = await reported(study);
    const [{ comparisons }] = report.panels as [(typeof report.panels)[number]];
    expect(
      comparisons.map(({ method, reads }) => [method, reads?.title, reads?.dimensions]),
    ).toEqual([
      ['rotation', undefined, undefined],
      ['vicreg on labelled images', undefined, undefined],
      ['dinov3 (linear)', 'DINOv3 ViT-S', 384],
      ['clip (linear)', '', 384],
    ]);
    const dinov3 = comparisons[2]!;
    expect(dinov3.reads!.about).toMatch(/made elsewhere.*not known/);
    expect(dinov3).toMatchObject({ pretrained: 0, learning: [], pretrainingSeconds: null });
    expect(dinov3.points.map(({ thisNetworkOnly }) => thisNetworkOnly)).toEqual([false, false]);
    expect(comparisons[0]!.points[0]!.thisNetworkOnly).toBe(true);
    expect(report.pretrainings.map(({ method, labelled }) => [method, labelled])).toEqual([
      ...[
        ['rotation', undefined],
        ['vicreg on labelled images', 50],
      ],
    ]);
    const { out } = await printed(['utility', '--warnings'], root, record);
    expect(out).toMatch(/\ndinov3 \(linear\), slope .*\n +50 /);
    const page = readFileSync(join(root, 'reports', record.name, 'index.html'), 'utf8');
    expect(page.match(/<td[^>]*>(all training images|50 labelled images)</g)).toHaveLength(2 * 2); // In two tables.
    expect(out.replace(/\s+/g, ' ')).toMatch(
      /Not pretrained: .*dinov3 \(linear\): DINOv3 ViT-S, 384 numbers an image; .*made elsewhere.*clip \(linear\): 384/,
    );
    expect(out.replace(/\s+/g, ' ')).toMatch(
      /Of 4 comparisons without pretraining, the arm clearly/,
    );
  });

  it('take no part in claims and ranks, which are about methods', async () => {
    const { report } = await reported(study);
    const named = JSON.stringify([report.claims, report.overview]);
    expect(named).toContain('rotation');
    expect(named).not.toMatch(/dinov3|clip|vicreg/);
    const alone = await reported({ ...study, methods: {} });
    expect(alone.report.claims).toMatchObject([{ outcome: 'undecided' }]);
    expect(alone.report.panels[0]!.comparisons).toHaveLength(2);
    const { out } = await printed(['utility'], alone.root, alone.record);
    expect(out).toMatch(/\nclip \(linear\), slope/);
  });
});
