import { UserError } from '@nhat/documents';
import type { DatasetConfig, SourcePlace } from '@nhat/documents';
import { isArray, lookAtArrays } from './folder/array-images';
import type { SeenArray } from './folder/array-images';
import { borderAccuracy, sampledDigests } from './folder/border-sample';
import type { MeasureBorder } from './folder/border-sample';
import { planned } from './folder/all-problems';
import { dataCard } from './folder/data-card';
import type { DataCard } from './folder/data-card';
import type { ImageFacts } from './folder/decode-image';
import { edgeSigns } from './folder/edge-signs';
import { equalPictures } from './folder/equal-pictures';
import { examineImages } from './folder/examine-images';
import type { ExamineOptions } from './folder/examine-images';
import { notesOf } from './folder/file-notes';
import type { FileNotes } from './folder/file-notes';
import { findDespiteFaults } from './folder/find-despite-faults';
import { lookAlikes } from './folder/look-alikes';
import { rangeOf } from './folder/options';
import { passedTables } from './folder/passed-tables';
import { optionsOf, planImport } from './folder/plan-import';
import type { PlannedImage } from './folder/plan-import';
import { plannedImages } from './folder/planned-images';

export type { ClassCard, DataCard } from './folder/data-card';
export type { Shortcut } from './folder/shortcuts';

/** What takes long where there are many images; a test image is compared twice. */
export type Progress = 'images looked at' | 'files read again' | 'comparisons made';

export interface InspectOptions {
  /** Called while something is done, of which so much is done. */
  onProgress?: ((what: Progress, done: number, of: number) => void) | undefined;
  /** Says how well the border of images gives away how they are turned; without it the card does not. */
  measureBorder?: MeasureBorder;
}

/**
 * Looks at every image of a dataset of the source `folder`, as its import will, and says what is there. Throws a UserError where
 * the files cannot be a dataset at all; files that give no image are in the card.
 */
export async function inspectFolder(
  config: DatasetConfig,
  place: SourcePlace,
  { onProgress, measureBorder }: InspectOptions = {},
): Promise<DataCard> {
  const options = optionsOf(config);
  const { found, problems } = await findDespiteFaults(options, place);
  const examination = {
    ...{ size: config.resolution, root: place.root, range: rangeOf(options) },
    ...(onProgress && {
      onImage: (done: number, of: number) => onProgress('images looked at', done, of),
    }),
  };
  const digests = sampledDigests(measureBorder ? found.images : [], config.resolution);
  const decoded = new Map<string, Uint8Array>();
  const signs = new Map<string, string>();
  const onPixels = (sha256: string, pixels: Uint8Array) => {
    signs.set(sha256, edgeSigns(pixels, config.resolution));
    if (digests.has(sha256)) decoded.set(sha256, pixels);
  };
  const arrays = lookAtArrays(found.images, config.resolution, examination.onImage);
  for (const [sha256, one] of arrays) signs.set(sha256, one.signs);
  const files = found.images.filter((image) => !isArray(image));
  const { faults, unreadable } = await examineImages(files, { ...examination, onPixels });
  const planOf = (part: Parameters<typeof planImport>[0]) =>
    withProblems(problems, () => planned(() => planImport(part, found, unreadable), faults));
  const plan = planOf(config);
  const others = Array.from({ length: (options.splits ?? 1) - 1 }, (_, at) => {
    const source = { ...config.source, split: at + 1 };
    return planOf({ source }).counts.test;
  });
  const images = plannedImages(plan);
  const { facts, notes } = await knownOf(images, arrays, examination, onProgress);
  const seen = images.map((image, at) => ({
    ...image,
    facts: { ...facts[at]!, ...notes[at]! },
  }));
  const range = rangeOf(options) ?? null;
  return dataCard(config, plan, seen, {
    ...{ faults, problems, skipsFaults: options.skipUnreadable, range },
    passedTables: passedTables(options, place, found),
    splits: [plan.counts.test, ...others],
    nearCopies: await lookAlikes(images, facts, {
      ...{ ...examination, signs },
      onCompared: onProgress && ((done, of) => onProgress('comparisons made', done, of)),
    }),
    equalPictures: await equalPictures(images, facts, examination),
    border: measureBorder
      ? await borderAccuracy(images, { digests, decoded, ...examination }, measureBorder)
      : null,
  });
}

/** What is known of each image, of those that are arrays without decoding them. */
async function knownOf(
  images: readonly PlannedImage[],
  arrays: ReadonlyMap<string, SeenArray>,
  examination: ExamineOptions,
  onProgress: InspectOptions['onProgress'],
): Promise<{ facts: ImageFacts[]; notes: FileNotes[] }> {
  const files = images.filter((image) => !isArray(image));
  const { facts } = await examineImages(files, examination);
  const notes = await notesOf(
    files,
    examination.root,
    onProgress && ((done, of) => onProgress('files read again', done, of)),
  );
  const ofFiles = new Map(files.map(({ file }, at) => [file.sha256, at]));
  const at = ({ file }: PlannedImage) => ofFiles.get(file.sha256)!;
  return {
    facts: images.map((image) => arrays.get(image.file.sha256)?.facts ?? facts[at(image)]!),
    notes: images.map((image) => arrays.get(image.file.sha256)?.notes ?? notes[at(image)]!),
  };
}

/** Makes a plan; what is wrong with it is thrown together with what is wrong with the folders. */
function withProblems<Plan>(problems: readonly string[], plan: () => Plan): Plan {
  try {
    return plan();
  } catch (error) {
    if (!(error instanceof UserError) || problems.length === 0) throw error;
    throw new UserError([...problems, error.message].join('\n'));
  }
}
