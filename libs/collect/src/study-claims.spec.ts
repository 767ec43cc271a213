import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ADDED_ENDING } from '@nhat/documents';
import { repository } from '@nhat/plan/testing/documents';
import { collectPanels } from './collect-panels';
import { collectStudy } from './collect-study';
import { datasetLabels } from './dataset-labels';
import { decideClaims } from './decide-claims';
import { manifestsOf, readAncestry } from './lineage';
import { simulatedStudy } from './testing/simulated-study';
import type { Truth } from './testing/simulated-study';

/** So few draws are enough, because no number is looked at. */
const interval = { draws: 200 };

const folder = join(__dirname, '../../../pipelines/mini');
const documents = Object.fromEntries(
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file): [string, object] => {
      const body = JSON.parse(readFileSync(join(folder, file), 'utf8')) as object;
      // What `nx decide` added stands beside a document, which alone has an interval.
      const isAdded = file.endsWith(ADDED_ENDING);
      return [`mini/${file.replace('.json', '')}`, isAdded ? body : { ...body, interval }];
    }),
);

/** What an arm is worth in doublings of the labels. */
const DOUBLINGS: Readonly<Record<string, number>> = {
  rotation: 1.2,
  vae: 0.4,
  amdim: 0.8,
  cmc: 0.6,
};

const truth: Truth = ({ arm, n, task, width, dataset, imagesSeen }) => {
  const varied = dataset === 'shapes-tcvl' ? 1.5 : 1;
  const gained = (DOUBLINGS[arm] ?? 0) * varied * (task === 'pose' ? 0.5 : 1) * (1 + width);
  const steps = arm === 'scratch' && (imagesSeen ?? 0) > 160_000 ? 0.1 : 0;
  return { test: 0.1 + 0.06 * (Math.log2(n / 10) + gained + steps), train: 1 };
};

it.each([
  ['mini/study', 10],
  ['mini/finding-3-rate', 1],
])(
  'every claim of %s finds what it compares once all its trainings are there',
  async (name, count) => {
    const { root, record } = await simulatedStudy(documents, repository, name, truth);
    const ends = readAncestry(root, record.utilities);
    const { labels, studies } = collectPanels(ends, datasetLabels(manifestsOf(ends)));
    const study = collectStudy(studies, labels);
    const decided = decideClaims(record.claims ?? [], study, { draws: 200, seed: 0 });
    const lacking = decided.filter(({ effects }) => effects.length === 0);
    expect(lacking.map(({ title, because }) => `${title}: ${because}`)).toEqual([]);
    expect(decided).toHaveLength(count);
  },
  300_000,
);
