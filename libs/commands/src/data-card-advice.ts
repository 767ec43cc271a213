import { count, percent, plural } from '@nhat/report/number-format';
import type { ClassCard, DataCard } from '@nhat/sources/inspect-folder';
import {
  advisedSplits,
  borderText,
  fewTestsText,
  precisionText,
  suitingMethod,
  testedIn,
} from '@nhat/sources/what-images-tell';
import { named } from './first-names';
import { listItem } from './list-item';

/** Whether rotation suits as a method, and what `pipelines` with these images should change. */
export function rotation({ border }: DataCard, pipelines: readonly PipelineOfImages[]): string[] {
  if (border === null) return [];
  const suiting = suitingMethod(border);
  if (suiting === 'rotation') return ['Which side is up', ...listItem(borderText(border))];
  const asking = pipelines.filter(({ methods }) => methods.includes('rotation'));
  return [
    'Which side is up',
    ...listItem(borderText(border)),
    ...listItem(
      `Rotation pretraining can be solved by that border, e.g. by a watermark, a date, a vignette or the sky, and may learn nothing else. Take another method: "methods": ["${suiting}"] in the pipeline.`,
    ),
    ...(asking.length > 0
      ? listItem(
          `${named(asking.map(({ path }) => path))} ${asking.length === 1 ? 'asks' : 'ask'} for rotation: replace it there. Results of another method are other results, and rotation need not run.`,
        )
      : []),
  ];
}

/** A pipeline with the images of the card. */
export interface PipelineOfImages {
  path: string;
  methods: readonly string[];
}

/** That each seed may have test images of its own, or has. */
function splitAdvice(card: DataCard): string[] {
  const { splits, labelled } = card;
  if (splits.length > 1) {
    return listItem(
      `${splits.length} splits, which seeds have in turn, with ${splits.map(count).join(', ')} test images; what is counted here is that of the first.`,
    );
  }
  const advised = advisedSplits(card);
  return advised === 1
    ? []
    : listItem(
        `These are few test images. "splits": ${advised} in the source, and ${advised} seeds in the pipeline, give each seed ${count(labelled.test)} or so of its own.`,
      );
}

/** Whether so few images can answer how many labels are saved; all that could be tested count where the files leave that open. */
function fewTests(card: DataCard): string[] {
  const { splits, labelled } = card;
  const few = fewTestsText(
    splits.length > 1 ? testedIn(splits) : labelled.test * advisedSplits(card),
  );
  return few === null ? [] : listItem(few);
}

/** How well so many test images can tell an accuracy, and what labels there are. */
export function precision(card: DataCard): string[] {
  const { test, train } = card.labelled;
  const { classes } = card;
  const [least, fewest] = [leastOf(classes, 'test'), leastOf(classes, 'train')];
  const largest = Math.max(...classes.map((one) => one.test)) / Math.max(1, test);
  return [
    'What these images can tell',
    ...listItem(
      `${precisionText(test)}; always answering the largest class is right for ${percent(largest, 0)}.`,
    ),
    ...splitAdvice(card),
    ...fewTests(card),
    ...(least.test < 10
      ? listItem(
          `Class ${least.name} has ${plural(least.test, 'test image')}: its own accuracy cannot be told.`,
        )
      : []),
    ...listItem(
      `Label budgets go from ${classes.length} (one for each class) to ${count(train)}, of which class ${fewest.name} has ${count(fewest.train)}. Labels are drawn at random unless the pipeline says "labels": "balanced".`,
    ),
  ];
}

const leastOf = (classes: readonly ClassCard[], split: 'train' | 'test'): ClassCard =>
  classes.reduce((a, b) => (b[split] < a[split] ? b : a));
