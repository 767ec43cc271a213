import type { Stream } from '@nhat/random';
import type { Examples } from './softmax-classifier';
import { accuracyOf, trainClassifier } from './softmax-classifier';

/** Pixels from the edge that count as border. */
const WIDTH = 3;
const TURNS = 4;
const EPOCHS = 20;

/** Indices of the outer `WIDTH` pixels of a `size` × `size` image, row by row. */
export function borderPixels(size: number): Int32Array {
  const inside = (at: number) => at >= WIDTH && at < size - WIDTH;
  const places = Array.from({ length: size * size }, (_, at) => at);
  return Int32Array.from(
    places.filter((at) => !(inside(at % size) && inside(Math.floor(at / size)))),
  );
}

/**
 * How well the border of an image alone tells by which of 0°, 90°, 180° and 270° it was turned (chance 0.25): the
 * accuracy of a linear softmax classifier on held-out images. A background that the lamp lights unevenly gives the
 * rotation away, and a reader of rotation results must know it.
 *
 * `train` and `heldOut`: the lightness of the border pixels of upright images, `[images][border]`, in the order of
 * `borderPixels`, scaled to unit variance over the data set. Each is seen in all four turns, less its own mean.
 */
export function borderRotationAccuracy(
  train: readonly Float32Array[],
  heldOut: readonly Float32Array[],
  size: number,
  random: Stream,
): number {
  const turns = turnedBorders(size);
  const features = turns[0]!.length;
  const options = { classes: TURNS, features, epochs: EPOCHS };
  const model = trainClassifier(turned(train, turns), train.length * TURNS, options, random);
  return accuracyOf(model, turned(heldOut, turns), heldOut.length * TURNS);
}

function turned(images: readonly Float32Array[], turns: readonly Int32Array[]): Examples {
  const means = images.map(
    (border) => border.reduce((sum, value) => sum + value, 0) / border.length,
  );
  return (index, features) => {
    const image = Math.floor(index / TURNS);
    const border = images[image]!;
    const from = turns[index % TURNS]!;
    const mean = means[image]!;
    for (let at = 0; at < features.length; at++) features[at] = border[from[at]!]! - mean;
    return index % TURNS;
  };
}

/** For each turn, the source index of each border value of the turned image. */
function turnedBorders(size: number): Int32Array[] {
  const pixels = borderPixels(size);
  const rank = new Map(Array.from(pixels, (pixel, at) => [pixel, at]));
  const turns = [Int32Array.from(pixels, (_, at) => at)];
  while (turns.length < TURNS) {
    const before = turns.at(-1)!;
    turns.push(
      Int32Array.from(pixels, (pixel) => {
        const [row, column] = [Math.floor(pixel / size), pixel % size];
        return before[rank.get(column * size + (size - 1 - row))!]!;
      }),
    );
  }
  return turns;
}
