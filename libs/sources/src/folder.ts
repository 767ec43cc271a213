import { sha256 } from '@nhat/artifacts';
import type {
  DatasetConfig,
  FileIngredient,
  Json,
  LabelRange,
  SourceEntry,
  SourceProblem,
} from '@nhat/documents';
import { FaultyFiles } from './source';
import type { FileFault, ImageSource, SourceShard } from './source';
import { decodeImage } from './folder/decode-image';
import type { Background, ImageFacts } from './folder/decode-image';
import { planned, throwAll } from './folder/all-problems';
import { findImages } from './folder/find-images';
import { inFlight } from './folder/in-flight';
import { keptValues } from './folder/kept';
import { tableIngredients } from './features/table-features';
import type { FoundFiles } from './folder/found-image';
import type { FolderOptions } from './folder/options';
import { folderOptions, folderPaths, rangeOf } from './folder/options';
import type { ValueRange } from './folder/value-range';
import { importIngredients, optionsOf, planImport } from './folder/plan-import';
import type { PlannedImage } from './folder/plan-import';
import { byFirstBytes, readyPlan } from './folder/ready-plan';
import type { SharedFindings } from './folder/ready-plan';
import { sharedKey } from './folder/split-images';
import { summarise } from './folder/summarise';

/** Images in folders of the user. */
export const folderSource: SourceEntry = {
  options: folderOptions,
  truths: () => ['label'],
  check: (source) => optionProblems(source),
  ingredients: async (config, place) => {
    const found = await findImages(optionsOf(config), place);
    const ingredients = importIngredients(found);
    if (optionsOf(config).skipUnreadable) throwAll(found.mistakes);
    else rangeOfFound(config, place.root, found, ingredients);
    return ingredients;
  },
  featureRows: tableIngredients,
  paths: folderPaths,
  findsCounts: true,
  labelRange: async (config, place) => {
    const found = await findImages(optionsOf(config), place);
    return optionsOf(config).skipUnreadable
      ? widestRange(config, found)
      : rangeOfFound(config, place.root, found, importIngredients(found));
  },
  splits: {
    count: ({ splits = 1 }) => Number(splits),
    of: ({ splits: _, ...source }, split) => ({ ...source, ...(split > 0 && { split }) }),
  },
  labelDraw: 'random',
  words: {
    about:
      'Images of your own, turned upright, resized by their short side and cut to its square; transparent parts lie over the mean colour of training images.',
  },
};

/** The ranges of so many datasets are remembered. */
const MOST_KEPT = 100;

/**
 * How few and how many labels a training can have. Throws for files that cannot be a dataset, so that a plan says so before anything
 * runs. What was planned once is not planned again, because that takes half a second for 100,000 images.
 */
function rangeOfFound(
  config: DatasetConfig,
  root: string,
  found: FoundFiles,
  ingredients: readonly FileIngredient[],
): LabelRange {
  const { test, validation, seed, duplicates, split } = optionsOf(config);
  const options = [test, validation, seed, duplicates, ...(split === undefined ? [] : [split])];
  const key = sha256(JSON.stringify([ingredients, ...options]));
  const kept = keptValues<LabelRange>(root, 'label-ranges-1');
  const known = kept.values.get(key);
  if (found.mistakes.length === 0 && known !== undefined) return known;
  const { faults, unreadable } = byFirstBytes(found);
  const { classes, labelled } = planned(() => planImport(config, found, unreadable), faults);
  const range = { least: classes.length, most: labelled };
  if (kept.values.size >= MOST_KEPT) kept.values.clear();
  kept.values.set(key, range);
  kept.write();
  return range;
}

/**
 * The range where files that give no image are left out. Which ones do is found by the import alone: it may leave out classes, and it may
 * part groups that only such a file joins, so that all of their images may be for training.
 */
function widestRange(config: DatasetConfig, found: FoundFiles): LabelRange {
  const hasGroups = found.images.some(({ group }) => group !== null);
  const most = hasGroups
    ? found.images.filter(({ label }) => label !== null).length
    : planImport(config, found, byFirstBytes(found).unreadable).labelled;
  return { least: 1, most };
}

function optionProblems(source: DatasetConfig['source']): SourceProblem[] {
  const options = optionsOf({ source });
  const { path, test, validation } = options;
  return [
    ...(path === ''
      ? [
          {
            key: 'source.path',
            what: 'no folder',
            got: '',
            expected: 'the path of a folder of images',
          },
        ]
      : []),
    ...rangeProblems(options),
    ...splitProblems(options),
    ...(test + validation > 0.9
      ? [
          {
            ...{ key: 'source.test', what: 'too few images are left for training' },
            ...{ got: [test, validation], expected: 'test and validation of 0.9 together at most' },
          },
        ]
      : []),
  ];
}

/** Tells 1 / 0.2 from a number above 5. */
const ROUNDING = 1e-9;

function splitProblems({ splits = 1, test }: FolderOptions): SourceProblem[] {
  if (splits === 1 || splits * test <= 1 + ROUNDING) {
    return splits === 1 || test > 0
      ? []
      : [problemOf('no test images are chosen', '"test" above 0')];
  }
  const most = Math.floor(1 / test + ROUNDING);
  return [
    problemOf(
      'more splits than have test images of their own',
      `at most ${most}, because "test" is ${test}`,
    ),
  ];

  function problemOf(what: string, expected: string): SourceProblem {
    return { key: 'source.splits', what, got: splits, expected };
  }
}

function rangeProblems({ range = [] }: FolderOptions): SourceProblem[] {
  const [black = 0, white = 0] = range;
  if (range.length === 0 || (range.length === 2 && black < white)) return [];
  return [
    {
      ...{ key: 'source.range', what: 'not a range of values', got: range },
      expected: 'the value that becomes black and a larger one that becomes white, e.g. [0, 4095]',
    },
  ];
}

/** Imports images of the user: what comes out depends on the contents of files, the options and the version of sharp alone. */
export const folder: ImageSource = {
  async open(config, place, given) {
    const { plan, shared } = await readyPlan(config, place, given as SharedFindings | undefined);
    const options = optionsOf(config);
    return {
      classes: plan.classes,
      truths: ['label'],
      counts: plan.counts,
      labelled: plan.labelled,
      shared: shared as unknown as Json,
      hidesSamples: !options.samples,
      ...groupsOf(plan.splits.test),
      images: (split, first, count) =>
        shardOf(
          config,
          plan.splits[split].slice(first, first + count),
          { split, first },
          { background: shared.background, range: rangeOf(options) },
        ),
      summary: (facts) => summarise(plan, facts as readonly ImageFacts[]),
    };
  },
};

/** What images share, numbered in the order in which it first occurs; nothing where every image has its own. */
function groupsOf(images: readonly PlannedImage[]): { testGroups?: number[] } {
  const numbers = new Map<string, number>();
  const testGroups = images.map((image) => {
    const key = sharedKey(image);
    if (!numbers.has(key)) numbers.set(key, numbers.size);
    return numbers.get(key)!;
  });
  return numbers.size < images.length ? { testGroups } : {};
}

async function shardOf(
  { resolution }: DatasetConfig,
  images: readonly PlannedImage[],
  place: Pick<SourceShard, 'split' | 'first'>,
  { background, range }: { background: Background; range: ValueRange | undefined },
): Promise<SourceShard> {
  const area = resolution * resolution * 3;
  const pixels = new Uint8Array(images.length * area);
  const facts = new Array<ImageFacts>(images.length);
  const faults: FileFault[] = [];
  await inFlight(images, async ({ file, where }, at) => {
    try {
      const decoded = await decodeImage(file, resolution, background, range);
      pixels.set(decoded.pixels, at * area);
      facts[at] = decoded.facts;
    } catch (error) {
      faults.push({ file: where, what: (error as Error).message });
    }
  });
  if (faults.length > 0) throw new FaultyFiles(faults.sort((a, b) => (a.file < b.file ? -1 : 1)));
  const isLabelled = images[0]?.label !== null;
  return {
    ...{ ...place, count: images.length, resolution, pixels, facts },
    ...(isLabelled && { label: Uint8Array.from(images, ({ label }) => label!) }),
  };
}
