import { availableParallelism } from 'node:os';
import type { DatasetConfig, Json, SourceEntry, SourceProblem } from '@nhat/documents';
import { FaultyFiles } from './source';
import type { FileFault, ImageSource, SourceShard } from './source';
import { colourSums, decodeImage } from './folder/decode-image';
import type { Background, ImageFacts } from './folder/decode-image';
import { folderOptions, folderPaths } from './folder/options';
import { importIngredients, optionsOf, planImport } from './folder/plan-import';
import type { ImportPlan, PlannedImage } from './folder/plan-import';
import { summarise } from './folder/summarise';

/** Images in folders of the user. */
export const folderSource: SourceEntry = {
  options: folderOptions,
  truths: () => ['label'],
  check: (source) => optionProblems(source),
  ingredients: async (config, place) => importIngredients(await planImport(config, place)),
  paths: folderPaths,
  findsCounts: true,
  labelDraw: 'random',
  words: {
    about:
      'Images of your own, turned upright, resized by their short side and cut to its square; transparent parts lie over the mean colour of training images.',
  },
};

function optionProblems(source: DatasetConfig['source']): SourceProblem[] {
  const { path, test, validation } = optionsOf({ source });
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

/** Imports images of the user: what comes out depends on the contents of files, the options and the version of sharp alone. */
export const folder: ImageSource = {
  async open(config, place, shared) {
    const plan = await planImport(config, place);
    const { samples } = optionsOf(config);
    const background = (shared as Background | undefined) ?? (await meanColour(plan));
    return {
      classes: plan.classes,
      truths: ['label'],
      counts: plan.counts,
      labelled: plan.labelled,
      shared: background as unknown as Json,
      hidesSamples: !samples,
      images: (split, first, count) =>
        shardOf(
          config,
          plan.splits[split].slice(first, first + count),
          { split, first },
          background,
        ),
      summary: (facts) => summarise(plan, facts as readonly ImageFacts[]),
    };
  },
};

async function shardOf(
  { resolution }: DatasetConfig,
  images: readonly PlannedImage[],
  place: Pick<SourceShard, 'split' | 'first'>,
  background: Background,
): Promise<SourceShard> {
  const area = resolution * resolution * 3;
  const pixels = new Uint8Array(images.length * area);
  const facts = new Array<ImageFacts>(images.length);
  const faults: FileFault[] = [];
  await inFlight(images, async ({ file, where }, at) => {
    try {
      const decoded = await decodeImage(file.path, resolution, background);
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

/** Images whose colours give the mean; chosen by their content. */
const MEAN_OF = 500;

/** The mean colour of up to 500 training images; grey where none can be read, because reading says why. */
async function meanColour({ splits }: ImportPlan): Promise<Background> {
  const images = splits.train.slice(0, MEAN_OF);
  const sums = [0, 0, 0, 0];
  await inFlight(images, async ({ file }) => {
    const more = await colourSums(file.path).catch(() => [0, 0, 0, 0]);
    more.forEach((value, at) => (sums[at]! += value));
  });
  const weight = sums[3]!;
  if (weight === 0) return [128, 128, 128];
  return [0, 1, 2].map((c) => Math.round(sums[c]! / weight)) as unknown as Background;
}

/** Does something with each item, two at a time for each core. */
async function inFlight<Item>(
  items: readonly Item[],
  work: (item: Item, at: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const goOn = async () => {
    while (next < items.length) {
      const at = next++;
      await work(items[at]!, at);
    }
  };
  await Promise.all(Array.from({ length: 2 * availableParallelism() }, goOn));
}
