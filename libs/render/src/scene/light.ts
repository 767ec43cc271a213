import { cos, sin } from '@nhat/random';
import type { Stream } from '@nhat/random';
import type { Vec } from '../geometry';

/** Distance of the key light from the origin; it moves on a circle in the plane x = 0. */
const KEY_DISTANCE = 1.5;

/** Radius of the key light, which makes its shadows and its terminator soft. */
export const KEY_RADIUS = 1;

/** A 100 W point light in Blender's units: radiance of a white diffuse surface is 100 / (4 π²) / d². */
export const KEY_POWER = 100 / (4 * Math.PI * Math.PI);

/** A sun of strength 1 straight above: radiance of a white surface that faces it. */
export const FILL_POWER = 1 / Math.PI;

/** The world's dark grey. */
export const AMBIENT = 0.05;

const FIXED_ANGLE = -0.5;
const ANGLE_SPREAD = 2;

/** Position of the key light at `angle` rad from straight above towards image right. */
export const keyPosition = (angle: number): Vec => [
  0,
  KEY_DISTANCE * sin(angle),
  KEY_DISTANCE * cos(angle),
];

/** Fixed at −0.5 rad, or −0.5 + 2·N(0, 1): practically any side, also from below. */
export function drawLight(random: Stream, varies: boolean): Vec {
  return keyPosition(FIXED_ANGLE + (varies ? ANGLE_SPREAD * random.normal() : 0));
}
