import { cos, sin } from '@nhat/random';
import type { Stream } from '@nhat/random';
import type { Vec } from '../geometry';

/** Of the walk that scatters the objects, in fifths of a scene unit (paper code). */
const STEP = 1.75;
const STEP_SPREAD = 0.1;
const LEAST_DISTANCE = 1.25;
const RETRIES = 10;
const SCALE = 5;

/** Heights vary by `HEIGHT_SPREAD`; the whole arrangement stands off the origin. */
const HEIGHT_SPREAD = 0.05;
const OFFSET = [0.05, 0, 0.05] as const;

/**
 * Places for the objects of a scene (as the released code of the paper draws them): a walk on the ground plane in any direction, steps of
 * 1.75 · (1 + 0.1·N) fifths, each tried again at most 10 times while it ends nearer than 1.25 to an earlier place; then
 * centred, shuffled, and lifted by N(0, 0.05). Four of them: standard deviation 0.22 along x and y, pairs 0.48 apart.
 *
 * The step is always drawn around 1.75; in the released script the last distance that was tested replaces it.
 */
export function drawArrangement(random: Stream, count: number): Vec[] {
  const walk = centred(drawWalk(random, count));
  return [...random.permutation(count)].map((at) => [
    walk[at]![0] / SCALE + OFFSET[0],
    walk[at]![1] / SCALE + OFFSET[1],
    HEIGHT_SPREAD * random.normal() + OFFSET[2],
  ]);
}

type Point = readonly [number, number];

function drawWalk(random: Stream, count: number): Point[] {
  const walk: Point[] = [[0, 0]];
  while (walk.length < count) {
    let next = stepFrom(walk.at(-1)!, random);
    for (let retry = 0; retry < RETRIES && isCrowded(walk, next); retry++) {
      next = stepFrom(walk.at(-1)!, random);
    }
    walk.push(next);
  }
  return walk;
}

function stepFrom([x, y]: Point, random: Stream): Point {
  const angle = random.uniform(0, 2 * Math.PI);
  const length = STEP * (1 + STEP_SPREAD * random.normal());
  return [x + length * cos(angle), y + length * sin(angle)];
}

const isCrowded = (walk: readonly Point[], [x, y]: Point): boolean =>
  walk.some(([a, b]) => (x - a) * (x - a) + (y - b) * (y - b) < LEAST_DISTANCE * LEAST_DISTANCE);

function centred(walk: readonly Point[]): Point[] {
  const [x, y] = [0, 1].map((k) => walk.reduce((sum, point) => sum + point[k]!, 0) / walk.length);
  return walk.map((point) => [point[0] - x!, point[1] - y!]);
}
