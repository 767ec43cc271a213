import type { DatasetConfig, SourcePlace } from '@nhat/documents';
import { FaultyFiles } from '../source';
import { planned } from './all-problems';
import type { Background } from './decode-image';
import { examineImages } from './examine-images';
import type { Examined } from './examine-images';
import { findImages } from './find-images';
import type { FoundFiles } from './found-image';
import { typeFault } from './image-type';
import { meanColour } from './mean-colour';
import { rangeOf } from './options';
import { optionsOf, planImport } from './plan-import';
import type { ImportPlan } from './plan-import';

/** What the process that opens a dataset first finds out for the others. */
export type SharedFindings = {
  /** Colour of what lies behind transparent pixels. */
  background: Background;
  /** Digests of files that give no image and are left out. */
  unreadable: string[];
};

/**
 * The plan of an import, without the files that give no image where the options leave these out; to find them, all images are
 * decoded once. Otherwise throws FaultyFiles for files that are no images by their first bytes.
 */
export async function readyPlan(
  config: DatasetConfig,
  place: SourcePlace,
  shared?: SharedFindings,
): Promise<{ plan: ImportPlan; shared: SharedFindings }> {
  const options = optionsOf(config);
  const found = await findImages(options, place);
  if (shared !== undefined) {
    return { plan: planImport(config, found, new Set(shared.unreadable)), shared };
  }
  const range = rangeOf(options);
  const { faults, unreadable } = options.skipUnreadable
    ? await examineImages(found.images, { size: config.resolution, root: place.root, range })
    : byFirstBytes(found);
  const isFaulty = faults.length > 0 && !options.skipUnreadable;
  const plan = planned(() => planImport(config, found, unreadable), isFaulty ? faults : []);
  if (isFaulty) throw new FaultyFiles(faults);
  const background = await meanColour(plan, place.root, range);
  return { plan, shared: { background, unreadable: [...unreadable].sort() } };
}

/** The files that are no images by their first bytes. */
export function byFirstBytes({ images }: FoundFiles): Pick<Examined, 'faults' | 'unreadable'> {
  const faulty = images.filter(({ file }) => typeFault(file.type) !== undefined);
  return {
    faults: faulty.map(({ file, where }) => ({ file: where, what: typeFault(file.type)! })),
    unreadable: new Set(faulty.map(({ file }) => file.sha256)),
  };
}
