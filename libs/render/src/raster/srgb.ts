import { pow } from '@nhat/random';

/** Linear light in [0, 1] from an sRGB value in [0, 1] (IEC 61966-2-1). */
export const toLinear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);

/** sRGB value in [0, 1] of linear light in [0, 1]. */
export const toSrgb = (light: number): number =>
  light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055;

/** Linear light of sRGB in 4,081 steps: index 16 per 8-bit level. */
export const linearTable = (): Float32Array =>
  Float32Array.from({ length: 255 * 16 + 1 }, (_, at) => toLinear(at / (255 * 16)));
