import type { OptionSchema, OptionValues } from '@nhat/documents';
import type { Stream } from '@nhat/random';
import type { Placement } from './placement';

/**
 * A random change of training images. Each image is changed in four phases: every `recolourBytes`, in sRGB as it is stored; then, in
 * normalised LAB, where zero is the mean of the dataset, every `recolour`, one copy to where all `place` together say, and every
 * `cover`; within a phase in the order of the registry. Maps (masks, depth) follow `place` alone.
 */
export interface AugmentationModule<Schema extends OptionSchema = OptionSchema, Draws = unknown> {
  /** Its key in documents, its key in the registry, and the name of its stream. */
  name: string;
  /** What documents may set; a document that says `true` gets the defaults. */
  options: Schema;
  /** Whether it is on where no document, method or task mentions it. One that is added when results exist is not. */
  default: boolean;
  /** Draws for each image of a batch. All randomness comes from `batch.stream`, which no other augmentation reads. */
  draw(options: OptionValues<Schema>, batch: AugmentBatch): Draws;
  /** Changes a copy of image `i` in place: sRGB bytes `[size, size, 3]`. */
  recolourBytes?(pixels: Uint8Array, draws: Draws, i: number): void;
  /** Changes the values of image `i` in place, where its pixels still lie as they are stored: `[size, size, 3]`. */
  recolour?(pixels: Float64Array, draws: Draws, i: number): void;
  /** Where the pixels of image `i` come from, given where they came from before. */
  place?(placement: Placement, draws: Draws, i: number): Placement;
  /** Changes the values of image `i` in place, after its pixels were moved: `[size, size, 3]` from element `first` on. */
  cover?(pixels: Float32Array, first: number, draws: Draws, i: number): void;
}

export interface AugmentBatch {
  /** Images. */
  count: number;
  /** Pixels per side. */
  size: number;
  stream: Stream;
}

/** The chance with which an augmentation changes an image. */
export const probabilityOption = <Default extends number>(value: Default) =>
  ({
    type: 'number',
    description: 'Share of the images that it changes, on average.',
    default: value,
    minimum: 0,
    maximum: 1,
  }) as const;

/** For each image 1 with the given probability, else 0. */
export function drawSwitches(
  probability: number,
  { count, stream }: Pick<AugmentBatch, 'count' | 'stream'>,
): Uint8Array {
  const switches = new Uint8Array(count);
  for (let image = 0; image < count; image++) switches[image] = stream.chance(probability) ? 1 : 0;
  return switches;
}
