import { readResults, tensor2d, tensor4d } from '@nhat/engine';
import type { Tensor } from '@nhat/engine';
import { featuresOf, mapOf } from '@nhat/models';
import type { Backbone, KnownOutputs } from '@nhat/models';
import { readBatch } from '@nhat/augment';
import type { ImageSet, LabReader } from '@nhat/augment';

/** Features of images in evaluation mode, outside the engine. */
export interface FrozenValues {
  images: number;
  /** Length of a feature vector. */
  width: number;
  /** Pixels per side of the map; 1 where each image has one vector. */
  side: number;
  /** `[images, side, side, width]` */
  values: Float32Array;
}

export interface FrozenSource {
  backbone: Backbone;
  images: ImageSet;
  read: LabReader;
  /** Whether the features of every position of the map are wanted, or those of the image. */
  onMaps: boolean;
}

/** The features of the images `rows`, not augmented, in passes of up to `batch` images. */
export async function frozenValues(
  { backbone, images, read, onMaps }: FrozenSource,
  rows: Uint32Array,
  batch: number,
): Promise<FrozenValues> {
  const width = backbone.features;
  const parts: Float32Array[] = [];
  for (let first = 0; first < rows.length; first += batch) {
    const some = rows.subarray(first, first + batch);
    const { values, count, size, channels } = readBatch(images, some, read);
    const [found] = await readResults(() => {
      const x = tensor4d(values, [count, size, size, channels]);
      return [onMaps ? mapOf(backbone, x, false) : featuresOf(backbone, x, false)] as Tensor[];
    });
    parts.push(found!.slice());
  }
  const values = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  const side = Math.round(Math.sqrt(values.length / rows.length / width));
  return { images: rows.length, width, side, values };
}

/** Changes features to mean 0 and deviation 1 over these images, in place; returns the same change for other features. */
export function standardised({ values, width }: FrozenValues): (others: FrozenValues) => void {
  const vectors = values.length / width;
  const [sums, squares] = [new Float64Array(width), new Float64Array(width)];
  values.forEach((value, at) => {
    sums[at % width]! += value;
    squares[at % width]! += value * value;
  });
  const means = sums.map((sum) => sum / vectors);
  const scales = squares.map((square, k) => {
    const variance = square / vectors - means[k]! ** 2;
    return variance > 1e-12 * (square / vectors) ? 1 / Math.sqrt(variance) : 0; // 0: constant
  });
  const change = (others: FrozenValues): void => {
    others.values.forEach((value, at) => {
      const k = at % width;
      others.values[at] = (value - means[k]!) * scales[k]!;
    });
  };
  change({ images: 0, side: 1, width, values });
  return change;
}

/** Chosen images as tensors that a detached backbone can show. */
export function shownAs(
  { values, width, side }: FrozenValues,
  rows: ArrayLike<number>,
  onMaps: boolean,
): KnownOutputs {
  const per = side * side * width;
  const chosen = new Float32Array(rows.length * per);
  Array.from(rows, (row, i) => chosen.set(values.subarray(row * per, (row + 1) * per), i * per));
  return onMaps
    ? { map: tensor4d(chosen, [rows.length, side, side, width]) }
    : { features: tensor2d(chosen, [rows.length, width]) };
}
