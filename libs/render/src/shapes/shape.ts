import type { Stream } from '@nhat/random';
import type { MeshBuilder } from '../geometry';

/**
 * Builds one random model of a class. Its own axes: x forward, y left, z up; any scale and place, for
 * `model` centres and scales it.
 */
export type Shape = (mesh: MeshBuilder, random: Stream) => void;

export const SIDES = [-1, 1] as const;
