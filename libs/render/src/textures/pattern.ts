import type { Stream } from '@nhat/random';

const floor = Math.floor;

/** Texels along the side of a full-size tile. */
export const TILE_SIZE = 128;

/**
 * A value in [0, 1] for every point of the plane, with period 1 in u and in v: it says where between the colours of
 * its palette a texture is.
 */
export type Pattern = (u: number, v: number) => number;

/** One family of patterns; each draw is another member. */
export type Family = (random: Stream) => Pattern;

/** `value` less its whole part. */
export const fraction = (value: number): number => value - floor(value);

export const clamp = (value: number): number => (value < 0 ? 0 : value > 1 ? 1 : value);

/** 0 below `from`, 1 above `to`, smooth between. */
export function ramp(from: number, to: number, value: number): number {
  const t = clamp((value - from) / (to - from));
  return t * t * (3 - 2 * t);
}

/** A smooth wave of period 1: 0 at whole numbers, 1 half-way. */
export function wave(phase: number): number {
  const t = 1 - Math.abs(2 * fraction(phase) - 1);
  return t * t * (3 - 2 * t);
}

/** Shortest distance between two places on a circle of circumference 1, with its sign. */
export const around = (difference: number): number => difference - floor(difference + 0.5);
