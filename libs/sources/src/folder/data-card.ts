import type { Split } from '@nhat/artifacts';
import type { FileFault } from '../source';
import type { BorderAccuracy } from './border-sample';
import { doubtfulClasses } from './class-names';
import type { DoubtfulClass } from './class-names';
import type { NearCopy } from './near-copies';
import type { ImageFacts } from './decode-image';
import type { FileNotes } from './file-notes';
import type { FoundFiles } from './found-image';
import type { Copies, ImportPlan, PlannedImage } from './plan-import';
import type { PassedTable } from './passed-tables';
import { shortcutsOf } from './shortcuts';
import type { Shortcut } from './shortcuts';
import type { ValueRange } from './value-range';

/** What is known of a dataset of the user's own images before anything is trained. */
export interface DataCard {
  dataset: string;
  /** Pixels per side after the import. */
  resolution: number;
  layout: FoundFiles['layout'];
  /** Columns of the table that are read where others have a usual name for the same. */
  chosenColumns: FoundFiles['chosen'];
  labelled: Record<Split, number>;
  /** Test images of each split; one number where all runs have the same. */
  splits: number[];
  /** Whether the files say which images are for testing. */
  testIsGiven: boolean;
  unlabelled: number;
  /** From which arrays or packed files those come that lie in such files. */
  unlabelledIn: { place: string; images: number }[];
  classes: ClassCard[];
  /** Rare classes whose names may be typing errors. */
  doubtfulClasses: DoubtfulClass[];
  /** Images with each of these. */
  counts: Record<CountedFact, number>;
  /** The largest value of a colour in images of 16 bits a channel; null where there are none. */
  largest: number | null;
  /** The values that become black and white, where the document gives them. */
  range: ValueRange | null;
  /** Images of about one colour, e.g. black ones. */
  plain: string[];
  /** Images by kind of file, the most frequent first. */
  types: Record<string, number>;
  /** Smallest, median and largest short side, in pixels. */
  shortSide: [least: number, median: number, most: number] | null;
  /** Files that give no image. */
  faults: FileFault[];
  /** What is wrong with the folders, a message each; a run refuses the dataset for any of them. */
  problems: string[];
  /** Whether files that give no image are left out, or the dataset is refused. */
  skipsFaults: boolean;
  /** Files that are no images, neither by name nor by content. */
  others: string[];
  /** Those of them that name the images, as a table of labels does. */
  passedTables: PassedTable[];
  hidden: number;
  innerLinks: number;
  /** Folders for images without labels that hold none. */
  emptyUnlabelled: string[];
  copies: Copies;
  /** Test images that look like a training or validation image, but for those of `equalPictures`. */
  nearCopies: NearCopy[];
  /** Test images that are a training or validation image in other bytes: their pixels are equal after the import. */
  equalPictures: NearCopy[];
  shortcuts: Shortcut[];
  /** How well the outer border of an image alone gives away how it is turned; null where it was not measured. */
  border: BorderAccuracy | null;
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

/** What is counted, and which images count; `size`: pixels per side after the import. */
const COUNTED = {
  grey: ({ grey }) => grey,
  transparent: ({ transparent }) => transparent,
  turned: ({ turned }) => turned,
  /** An EXIF tag says which side is up. */
  oriented: ({ oriented }) => oriented,
  /** EXIF tags name the camera, but not which side is up. */
  unoriented: ({ camera, oriented }) => camera !== '' && !oriented,
  printed: ({ printed }) => printed,
  /** In the colours of a printer, and no profile says of which. */
  unprofiled: ({ printed, profiled }) => printed && !profiled,
  pages: ({ pages }) => pages,
  deep: ({ deep }) => deep,
  enlarged: ({ enlarged }) => enlarged,
  /** JPEG images that resizing leaves about as large as they were. */
  blocky: ({ type, width, height }, size) =>
    type === 'jpeg' && Math.min(width, height) < HIDES_BLOCKS * size,
} as const satisfies Record<string, (facts: ImageFacts & FileNotes, size: number) => boolean>;

/** Images that are shrunk by so much show no traces of their compression. */
const HIDES_BLOCKS = 1.5;

export type CountedFact = keyof typeof COUNTED;

/** An image with its split, and what it is. */
export type SeenImage = PlannedImage & { split: Split; facts: ImageFacts & FileNotes };

type MeasuredElsewhere =
  | 'faults'
  | 'problems'
  | 'skipsFaults'
  | 'range'
  | 'splits'
  | 'border'
  | 'equalPictures'
  | 'nearCopies'
  | 'passedTables';

/** Puts together what is known of all images of a plan. */
export function dataCard(
  { dataset, resolution }: { dataset: string; resolution: number },
  plan: ImportPlan,
  seen: readonly SeenImage[],
  measured: Pick<DataCard, MeasuredElsewhere>,
): DataCard {
  const { others, hidden, innerLinks, emptyUnlabelled, layout, chosen } = plan.found;
  const labelled = (split: Split) =>
    plan.splits[split].filter(({ label }) => label !== null).length;
  return {
    ...{ dataset, resolution, layout, chosenColumns: chosen },
    labelled: {
      train: labelled('train'),
      validation: labelled('validation'),
      test: labelled('test'),
    },
    testIsGiven: plan.found.images.some(({ split }) => split === 'test'),
    unlabelled: plan.counts.train - plan.labelled,
    unlabelledIn: packedPlaces(plan.splits.train.slice(plan.labelled)),
    classes: plan.classes.map((name, label) =>
      classCard(
        name,
        seen.filter((one) => one.label === label),
      ),
    ),
    counts: Object.fromEntries(
      Object.entries(COUNTED).map(([key, counts]) => [
        key,
        seen.filter(({ facts }) => counts(facts, resolution)).length,
      ]),
    ) as DataCard['counts'],
    largest: seen.reduce<number | null>(
      (most, { facts: { largest } }) => (largest === null ? most : Math.max(most ?? 0, largest)),
      null,
    ),
    plain: seen.filter(({ facts }) => facts.plain).map(({ where }) => where),
    types: countsOf(seen.map(({ facts }) => facts.type)),
    shortSide: seen.length === 0 ? null : spreadOf(seen.map(shortSide)),
    ...{ others, hidden, innerLinks, emptyUnlabelled },
    doubtfulClasses: doubtfulClasses(
      seen.flatMap(({ label, where }) =>
        label === null ? [] : { label: plan.classes[label]!, where },
      ),
    ),
    copies: plan.copies,
    ...measured,
    nearCopies: measured.nearCopies.filter(
      ({ test }) => !measured.equalPictures.some((one) => one.test === test),
    ),
    shortcuts: shortcutsOf(seen.filter(({ label }) => label !== null)),
  };
}

/** The arrays and packed files of images, with their numbers of images. */
function packedPlaces(images: readonly PlannedImage[]): DataCard['unlabelledIn'] {
  const places = images
    .filter(({ file }) => file.part !== undefined)
    .map(({ where }) => where.replace(/( › row)? \d+$| › \d+$/, ''));
  return Object.entries(countsOf(places)).map(([place, count]) => ({ place, images: count }));
}

const shortSide = ({ facts }: SeenImage): number => Math.min(facts.width, facts.height);

function classCard(name: string, images: readonly SeenImage[]): ClassCard {
  const count = (wanted: Split) => images.filter(({ split }) => split === wanted).length;
  const share = (key: 'grey' | 'transparent') =>
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
