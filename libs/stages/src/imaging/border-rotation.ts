import type { Stream } from '@nhat/random';
import { BorderNetwork } from './border-network';
import { borderPixels, borderSides } from './border-pixels';
import type { Examples } from './softmax-classifier';
import { accuracyOf, trainClassifier } from './softmax-classifier';

const TURNS = 4;
const EPOCHS = 20;
/** The CNN sees about as many border pixels of any dataset, but none of them more than 20 times. */
const CNN_PIXELS = 5_000_000;
const [LEAST_CNN_EPOCHS, MOST_CNN_EPOCHS] = [6, 20];
const CHANNELS = 3;

/** The borders of upright images in LAB, `[border, 3]` each, in the order of `borderPixels`. */
export interface Borders {
  train: readonly Float32Array[];
  heldOut: readonly Float32Array[];
}

/** Accuracies with which the turn of held-out images (0°, 90°, 180° or 270°) is predicted; chance is 0.25. */
export interface BorderRotationAccuracy {
  /** A linear classifier of lightness, which sees a lamp that lights the background unevenly. */
  linear: number;
  /** A small CNN on all channels, which also sees textures with a direction. */
  cnn: number;
}

/**
 * How well the rotation of an image can be read from its border alone. A reader of rotation results must know it, because
 * rotation pretraining can then be solved without looking at the object. Both numbers are lower bounds: a larger
 * network may find more. The border also holds parts of objects that reach it.
 *
 * `size`: pixels along a side. `deviations`: standard deviation of each channel over the dataset.
 */
export function borderRotationAccuracy(
  { train, heldOut }: Borders,
  size: number,
  deviations: readonly number[],
  random: Stream,
): BorderRotationAccuracy {
  const lightness = (borders: readonly Float32Array[]) => {
    const scale = 1 / Math.max(deviations[0]!, 1e-6);
    return borders.map((lab) =>
      Float32Array.from({ length: lab.length / CHANNELS }, (_, at) => lab[at * CHANNELS]! * scale),
    );
  };
  const sides = (borders: readonly Float32Array[]) => {
    const places = borderSides(size);
    return borders.map((lab) => sidesOf(lab, places, deviations));
  };
  const linear = linearAccuracy(lightness(train), lightness(heldOut), size, random);
  const network = new BorderNetwork(size, random.fork('weights'));
  network.train(sides(train), cnnEpochs(train), random.fork('order'));
  return { linear, cnn: network.accuracy(sides(heldOut)) };
}

function cnnEpochs(train: readonly Float32Array[]): number {
  const pixels = train.reduce((sum, { length }) => sum + length / CHANNELS, 0);
  const wanted = Math.ceil(CNN_PIXELS / pixels);
  return Math.min(MOST_CNN_EPOCHS, Math.max(LEAST_CNN_EPOCHS, wanted));
}

/** A border by sides, `[4, size, POSITION_VALUES]`: each channel less its own mean, in deviations of the dataset. */
function sidesOf(
  lab: Float32Array,
  places: Int32Array,
  deviations: readonly number[],
): Float32Array {
  const sums = [0, 0, 0];
  lab.forEach((value, at) => (sums[at % CHANNELS]! += value));
  const means = sums.map((sum) => (sum * CHANNELS) / lab.length);
  // LAB values run over 100; below a deviation of 1 a channel holds little but rounding.
  const scales = deviations.map((deviation) => 1 / Math.max(deviation, 1));
  const sides = new Float32Array(places.length * CHANNELS);
  for (let at = 0; at < sides.length; at++) {
    const channel = at % CHANNELS;
    const value = lab[places[Math.floor(at / CHANNELS)]! * CHANNELS + channel]!;
    sides[at] = (value - means[channel]!) * scales[channel]!;
  }
  return sides;
}

/** Each image, `[border]` lightness of unit variance, is seen in all four turns, less its own mean. */
function linearAccuracy(
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
