import type { OptionSchema } from '@nhat/documents';
import { exp } from '@nhat/random';
import type { AugmentationModule } from './augmentation';
import { probabilityOption } from './augmentation';

export const jitterOptions = {
  type: 'object',
  description: 'Scale and shift of each LAB channel, for 4 of 5 images.',
  properties: {
    probability: probabilityOption(0.8),
    strength: {
      type: 'number',
      description:
        'Standard deviation of the shift and of the base-2 logarithm of the scale, in standard deviations of the channel.',
      default: 0.25,
      minimum: 0,
      maximum: 4,
    },
  },
} as const satisfies OptionSchema;

export interface JitterDraws {
  /** `[count]`: 1 = this image is changed. */
  chosen: Uint8Array;
  /** `[count, 3]`: x_c ← scale · x_c + offset. */
  scale: Float32Array;
  offset: Float32Array;
}

const LN2 = 0.6931471805599453;

/** x_c ← x_c · 2^(s · g) + s · h with g, h standard normal for each channel and s the strength (the paper's released code). */
export const jitter: AugmentationModule<typeof jitterOptions, JitterDraws> = {
  name: 'jitter',
  options: jitterOptions,
  default: true,
  draw({ probability, strength }, { count, stream }) {
    const chosen = new Uint8Array(count);
    const scale = new Float32Array(count * 3).fill(1);
    const offset = new Float32Array(count * 3);
    for (let image = 0; image < count; image++) {
      if (!stream.chance(probability)) continue;
      chosen[image] = 1;
      for (let at = image * 3; at < image * 3 + 3; at++) {
        scale[at] = exp(strength * LN2 * stream.normal());
        offset[at] = strength * stream.normal();
      }
    }
    return { chosen, scale, offset };
  },
  recolour(pixels, { chosen, scale, offset }, i) {
    if (chosen[i] === 0) return;
    const [s0, s1, s2] = [scale[i * 3]!, scale[i * 3 + 1]!, scale[i * 3 + 2]!];
    const [o0, o1, o2] = [offset[i * 3]!, offset[i * 3 + 1]!, offset[i * 3 + 2]!];
    for (let at = 0; at < pixels.length; at += 3) {
      pixels[at] = pixels[at]! * s0 + o0;
      pixels[at + 1] = pixels[at + 1]! * s1 + o1;
      pixels[at + 2] = pixels[at + 2]! * s2 + o2;
    }
  },
};
