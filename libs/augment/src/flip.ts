import type { OptionSchema } from '@nhat/documents';
import type { AugmentationModule } from './augmentation';
import { drawSwitches, probabilityOption } from './augmentation';
import { mirrored } from './placement';

export const flipOptions = {
  type: 'object',
  description: 'Mirror left and right, for every second image.',
  properties: { probability: probabilityOption(0.5) },
} as const satisfies OptionSchema;

export interface FlipDraws {
  size: number;
  /** `[count]`: 1 = mirrored left to right. */
  flip: Uint8Array;
}

/** Mirrors an image left to right. */
export const flip: AugmentationModule<typeof flipOptions, FlipDraws> = {
  name: 'flip',
  options: flipOptions,
  default: true,
  draw: ({ probability }, batch) => ({ size: batch.size, flip: drawSwitches(probability, batch) }),
  place: (placement, { size, flip: draws }, i) =>
    draws[i] === 1 ? mirrored(placement, size) : placement,
};
