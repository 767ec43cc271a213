import type { Stream } from '@nhat/random';
import { stream } from '@nhat/random';

/** Linear red, green and blue in [0, 1]. */
export type Colour = readonly [number, number, number];

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

/** Hue is taken modulo 1, saturation and value are clamped to [0, 1]. */
export function fromHsv(hue: number, saturation: number, value: number): Colour {
  const [s, v] = [clamp(saturation), clamp(value)];
  const sector = (hue - Math.floor(hue)) * 6;
  const channel = (shift: number): number => {
    const place = (sector + shift) % 6;
    return v - v * s * clamp(Math.min(place, 4 - place));
  };
  return [channel(5), channel(3), channel(1)];
}

/** Any colour, uniformly. */
export const freeColour = (random: Stream): Colour => [random.next(), random.next(), random.next()];

/** Per class three uniform numbers, fixed by the dataset's seed (paper code: the reference table, mode 0). */
export const classReferences = (seed: number, classes: readonly string[]): Colour[] =>
  classes.map((name) => freeColour(stream(seed, 'class-colour', name)));

/**
 * The colour of one object of a class: HSV (c₀, 0.2 + 0.8 c₁, 0.6 + 0.4 c₂) with normal noise of 0.06 in hue and
 * 0.2 in saturation and value. (The released script overwrote green and blue by red; its pictures did not.)
 */
export function classColour([hue, saturation, value]: Colour, random: Stream): Colour {
  return fromHsv(
    hue + 0.06 * random.normal(),
    0.2 + 0.8 * saturation + 0.2 * random.normal(),
    0.6 + 0.4 * value + 0.2 * random.normal(),
  );
}
