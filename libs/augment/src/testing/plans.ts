import type { AugmentConfig } from '@nhat/documents';
import { chosenAugmentations, drawAugmentation } from '../augment-plan';
import type { AugmentPlan } from '../augment-plan';
import type { AugmentBatch, AugmentationModule } from '../augmentation';
import { crop } from '../crop';
import { flip } from '../flip';
import { augmentations } from '../registry';

export const allAugmentations: readonly AugmentationModule[] = Object.values(augmentations);

const settings = (isOn: (module: AugmentationModule) => boolean): AugmentConfig =>
  Object.fromEntries(allAugmentations.map((module) => [module.name, isOn(module)]));

/** Every augmentation on that is on where no document mentions it, and every one off. */
export const [everything, nothing] = [settings((module) => module.default), settings(() => false)];

/** Draws the augmentations of the registry that a configuration switches on. */
export const planOf = (config: AugmentConfig, batch: AugmentBatch): AugmentPlan =>
  drawAugmentation(chosenAugmentations(allAugmentations, config), batch);

/** What an augmentation drew in a plan; undefined where it is off. */
export const drawsOf = <Draws>(
  { drawn }: AugmentPlan,
  { name }: Pick<AugmentationModule<never, Draws>, 'name' | 'recolour' | 'place' | 'cover'>,
): Draws | undefined => drawn.find(({ module }) => module.name === name)?.draws as Draws;

/** The plan of one image of `size` pixels a side that is mirrored, and shifted, as given. */
export const movedPlan = (
  size: number,
  { mirrored = false, shift = [0, 0] }: { mirrored?: boolean; shift?: [number, number] },
): AugmentPlan => ({
  count: 1,
  size,
  drawn: [
    { module: flip, draws: { size, flip: Uint8Array.of(mirrored ? 1 : 0) } },
    { module: crop, draws: Int16Array.from(shift) },
  ],
});
