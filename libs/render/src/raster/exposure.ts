import { toSrgb } from './srgb';

/** Steps per unit of light; below half an 8-bit level everywhere. */
export const LIGHT_STEPS = 8192;

/** Light that is shown as full white. */
export const LIGHT_LIMIT = 2;

/**
 * 8-bit sRGB of light in steps of 1 / `LIGHT_STEPS`: unchanged up to 0.5, then a shoulder that reaches white at
 * `LIGHT_LIMIT`, so that bright sides keep their colour and shading (Blender's Filmic does more of it).
 */
export const exposureTable = (): Uint8Array =>
  Uint8Array.from({ length: LIGHT_STEPS * LIGHT_LIMIT + 1 }, (_, at) =>
    Math.round(255 * toSrgb(shoulder(at / LIGHT_STEPS))),
  );

/** Slope 1 at 0.5, slope 0 at `LIGHT_LIMIT`: a cubic. */
function shoulder(light: number): number {
  if (light <= 0.5) return light;
  const left = (LIGHT_LIMIT - light) / (LIGHT_LIMIT - 0.5);
  return 1 - 0.5 * left * left * left;
}
