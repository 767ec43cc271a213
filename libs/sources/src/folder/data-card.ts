import type { Split } from '@nhat/artifacts';
import type { FileFault } from '../source';
import { nearCopies } from './near-copies';
import type { NearCopy } from './near-copies';
import type { FoundFiles } from './found-image';
import type { ImportPlan, PlannedImage } from './plan-import';
import { shortcutsOf } from './shortcuts';
import type { FileFacts, Shortcut } from './shortcuts';

/** What is known of a dataset of the user's own images before anything is trained. */
export interface DataCard {
  dataset: string;
  /** Pixels per side after the import. */
  resolution: number;
  layout: FoundFiles['layout'];
  labelled: Record<Split, number>;
  unlabelled: number;
  classes: ClassCard[];
  /** Images with each of these. */
  counts: Record<CountedFact, number>;
  /** Images by kind of file, the most frequent first. */
  types: Record<string, number>;
  /** Smallest, median and largest short side, in pixels. */
  shortSide: [least: number, median: number, most: number] | null;
  /** Files that give no image. */
  faults: FileFault[];
  /** Whether those are left out, or the dataset is refused. */
  skipsFaults: boolean;
  /** Files that are no images, neither by name nor by content. */
  others: string[];
  hidden: number;
  innerLinks: number;
  copies: ImportPlan['copies'];
  nearCopies: NearCopy[];
  shortcuts: Shortcut[];
}

export interface ClassCard {
  name: string;
  train: number;
  validation: number;
  test: number;
  /** Shares of its images, from 0 to 1. */
  grey: number;
  transparent: number;
  /** Median of the short sides, in pixels. */
  shortSide: number;
  /** The most frequent kind of file. */
  type: string;
}

export type CountedFact =
  'grey' | 'transparent' | 'turned' | 'printed' | 'pages' | 'deep' | 'enlarged';

const COUNTED: readonly CountedFact[] = [
  ...(['grey', 'transparent', 'turned', 'printed', 'pages', 'deep', 'enlarged'] as const),
];

/** An image with its split, and what it is. */
export type SeenImage = PlannedImage & { split: Split; facts: FileFacts };

/** Puts together what is known of all images of a plan. */
export function dataCard(
  { dataset, resolution }: { dataset: string; resolution: number },
  plan: ImportPlan,
  seen: readonly SeenImage[],
  { faults, skipsFaults }: Pick<DataCard, 'faults' | 'skipsFaults'>,
): DataCard {
  const { others, hidden, innerLinks, layout } = plan.found;
  const labelled = (split: Split) =>
    plan.splits[split].filter(({ label }) => label !== null).length;
  return {
    ...{ dataset, resolution, layout },
    labelled: {
      train: labelled('train'),
      validation: labelled('validation'),
      test: labelled('test'),
    },
    unlabelled: plan.counts.train - plan.labelled,
    classes: plan.classes.map((name, label) =>
      classCard(
        name,
        seen.filter((one) => one.label === label),
      ),
    ),
    counts: Object.fromEntries(
      COUNTED.map((key) => [key, seen.filter(({ facts }) => facts[key]).length]),
    ) as DataCard['counts'],
    types: countsOf(seen.map(({ facts }) => facts.type)),
    shortSide: seen.length === 0 ? null : spreadOf(seen.map(shortSide)),
    ...{ faults, skipsFaults, others, hidden, innerLinks },
    copies: plan.copies,
    nearCopies: nearCopies(
      seen,
      seen.map(({ facts }) => facts),
    ),
    shortcuts: shortcutsOf(seen.filter(({ label }) => label !== null)),
  };
}

const shortSide = ({ facts }: SeenImage): number => Math.min(facts.width, facts.height);

function classCard(name: string, images: readonly SeenImage[]): ClassCard {
  const count = (wanted: Split) => images.filter(({ split }) => split === wanted).length;
  const share = (key: CountedFact) =>
    images.filter(({ facts }) => facts[key]).length / Math.max(1, images.length);
  return {
    name,
    ...{ train: count('train'), validation: count('validation'), test: count('test') },
    ...{ grey: share('grey'), transparent: share('transparent') },
    shortSide: images.length === 0 ? 0 : spreadOf(images.map(shortSide))[1],
    type: Object.keys(countsOf(images.map(({ facts }) => facts.type)))[0] ?? '',
  };
}

function spreadOf(values: readonly number[]): [number, number, number] {
  const sorted = Float64Array.from(values).sort();
  return [sorted[0]!, sorted[Math.floor(sorted.length / 2)]!, sorted.at(-1)!];
}

/** How often each value is there, the most frequent first. */
function countsOf(values: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)));
}
