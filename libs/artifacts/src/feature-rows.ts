import type { Split } from './image-shard';
import { FormatError, bytesOf, float32, pack, unpack } from './message-pack';

/** Numbers that stand for the images of a dataset: a row for each image, in the order of its split. */
export interface FeatureRows {
  /** Numbers in a row. */
  dimensions: number;
  /** `[images, dimensions]`, row by row; of training images perhaps only those with a truth, which come first. */
  splits: Record<Split, Float32Array>;
}

const SPLITS: readonly Split[] = ['train', 'validation', 'test'];

export function encodeFeatureRows({ dimensions, splits }: FeatureRows): Uint8Array {
  checkSizes({ dimensions, splits });
  return pack('feature-rows', {
    dimensions,
    ...Object.fromEntries(SPLITS.map((split) => [split, bytesOf(splits[split])])),
  });
}

export function decodeFeatureRows(bytes: Uint8Array): FeatureRows {
  const content = unpack('feature-rows', bytes);
  const rows = {
    dimensions: Number(content['dimensions']),
    splits: {
      train: float32(content['train']),
      validation: float32(content['validation']),
      test: float32(content['test']),
    },
  };
  checkSizes(rows);
  return rows;
}

function checkSizes({ dimensions, splits }: FeatureRows): void {
  const wrong = SPLITS.find((split) => !Number.isInteger(splits[split].length / dimensions));
  if (wrong === undefined) return;
  throw new FormatError(
    `feature-rows.${wrong}: got ${splits[wrong].length} values; expected rows of ${dimensions}`,
  );
}
