import type { DatasetConfig, SourcePlace } from '@nhat/documents';
import type { Background } from './decode-image';
import { examineImages } from './examine-images';
import { meanColour } from './mean-colour';
import { optionsOf, planImport } from './plan-import';
import type { ImportPlan } from './plan-import';
import { plannedImages } from './planned-images';

/** What the process that opens a dataset first finds out for the others. */
export type SharedFindings = {
  /** Colour of what lies behind transparent pixels. */
  background: Background;
  /** Digests of files that give no image and are left out. */
  unreadable: string[];
};

/**
 * The plan of an import, without the files that give no image where the options leave these out; to find them, all images are
 * decoded once.
 */
export async function readyPlan(
  config: DatasetConfig,
  place: SourcePlace,
  shared?: SharedFindings,
): Promise<{ plan: ImportPlan; shared: SharedFindings }> {
  if (shared !== undefined) {
    return { plan: await planImport(config, place, new Set(shared.unreadable)), shared };
  }
  const plan = await planImport(config, place);
  const background = await meanColour(plan, place.root);
  if (!optionsOf(config).skipUnreadable) return { plan, shared: { background, unreadable: [] } };
  const given = { size: config.resolution, background, root: place.root };
  const { unreadable } = await examineImages(plannedImages(plan), given);
  const rest = unreadable.size === 0 ? plan : await planImport(config, place, unreadable);
  return { plan: rest, shared: { background, unreadable: [...unreadable].sort() } };
}
