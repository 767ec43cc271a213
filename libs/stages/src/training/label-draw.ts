import { stream } from '@nhat/random';
import { userError } from '@nhat/documents';
import type { FrozenConfig } from '@nhat/documents';
import type { TruthKind } from '@nhat/tasks';
import { labelOrder } from '@nhat/train';
import { imagesOf, readSplit } from './read-split';
import type { SplitSource } from './read-split';

/** The labelled images of a run. */
export interface LabelDraw {
  /** Their places among the training images. */
  rows: Uint32Array;
  /** The truth of all training images, `[count]`. */
  truth: Uint8Array;
  /** The number of object classes among them; null where images have no class. */
  labelledClasses: number | null;
  /** The number of object classes in the dataset. */
  classes: number;
}

type Run = SplitSource & { config: Pick<FrozenConfig, 'n' | 'seed' | 'labels'> };

/**
 * The first n images of the label order of a seed: those that `supervisedNetwork` gives to every other arm of this seed. Throws a
 * UserError for more labels than there are, and for fewer than classes where these are drawn at random.
 */
export async function drawnLabels(run: Run, kind: TruthKind): Promise<LabelDraw> {
  const { n, seed, labels = 'balanced' } = run.config;
  const { classes: names, truths } = imagesOf(run);
  const wanted = truths.includes('label') ? (['label', kind] as const) : [kind];
  const { images, truth } = await readSplit(run, 'train', wanted);
  if (n > images.count) {
    throw userError('training.n', 'more labels than training images', {
      got: n,
      expected: `at most ${images.count}`,
    });
  }
  if (labels === 'random' && kind === 'label' && n < names.length) {
    throw userError('training.n', 'fewer labels than classes', {
      got: n,
      expected: `at least ${names.length}, a label for each class`,
      advice: 'Raise the budgets of the pipeline.',
    });
  }
  const { label } = truth;
  const isBalanced = labels === 'balanced' && label !== undefined;
  const order = labelOrder(isBalanced ? label : images.count, stream(seed, 'labels'));
  const rows = order.slice(0, n);
  return {
    ...{ rows, truth: truth[kind]!, classes: names.length },
    labelledClasses: label ? new Set(Array.from(rows, (row) => label[row])).size : null,
  };
}
