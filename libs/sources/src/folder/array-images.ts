import { closeSync, openSync, readSync } from 'node:fs';
import { fileFault } from '@nhat/artifacts';
import { isGrey } from './decode-image';
import type { ImageFacts } from './decode-image';
import { edgeSigns } from './edge-signs';
import { NO_NOTES, isPlain } from './file-notes';
import type { FileNotes } from './file-notes';
import type { FoundImage } from './found-image';
import { perceptualHash } from './perceptual-hash';

/** What a check knows of an image of a packed file that holds its values. */
export interface SeenArray {
  facts: ImageFacts;
  notes: FileNotes;
  signs: string;
}

/** Whether an image is values in a packed file, which nothing has to decode. */
export const isArray = ({ file }: Pick<FoundImage, 'file'>): boolean =>
  file.part?.shape !== undefined;

/**
 * Looks at images that are values in packed files, by digest. They are read in the order in which they lie there, and their hash and edges are those of
 * the values themselves, so that 70,000 images take seconds; decoding each as the import does takes minutes. `size`: pixels per side after the import.
 */
export function lookAtArrays(
  images: readonly Pick<FoundImage, 'file'>[],
  size: number,
  onImage?: (done: number, of: number) => void,
): Map<string, SeenArray> {
  const seen = new Map<string, SeenArray>();
  const arrays = images.filter(isArray);
  const byPath = new Map<string, typeof arrays>();
  for (const one of arrays) {
    const parts = byPath.get(one.file.path);
    if (parts === undefined) byPath.set(one.file.path, [one]);
    else parts.push(one);
  }
  let done = 0;
  for (const [path, parts] of byPath) {
    const open = opened(path);
    try {
      for (const { file } of parts) {
        const { offset, length, shape } = file.part!;
        const values = new Uint8Array(length);
        readSync(open, values, 0, length, offset);
        if (!seen.has(file.sha256)) seen.set(file.sha256, seenArray(values, shape!, size));
        onImage?.(++done, arrays.length);
      }
    } finally {
      closeSync(open);
    }
  }
  return seen;
}

function opened(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw fileFault(path, error);
  }
}

type Shape = readonly [height: number, width: number, channels: number];

function seenArray(values: Uint8Array, shape: Shape, size: number): SeenArray {
  const [height, width, channels] = shape;
  const side = Math.min(height, width);
  const pixels = squareOf(values, shape, side);
  return {
    facts: {
      ...{ type: 'array', width, height, grey: isGrey(pixels), transparent: channels === 4 },
      ...{ turned: false, printed: false, pages: false, deep: false, enlarged: side < size },
      hash: perceptualHash(pixels, side),
    },
    notes: { ...NO_NOTES, plain: isPlain(values, channels) },
    signs: edgeSigns(pixels, side),
  };
}

/** What lies behind transparent values, as in other images of a check. */
const BEHIND = 128;
const OPAQUE = 255;

/** The middle square in three channels. */
function squareOf(values: Uint8Array, [height, width, channels]: Shape, side: number): Uint8Array {
  const [top, left] = [Math.floor((height - side) / 2), Math.floor((width - side) / 2)];
  const pixels = new Uint8Array(side * side * 3);
  for (let y = 0, to = 0; y < side; y++) {
    let from = ((top + y) * width + left) * channels;
    for (let x = 0; x < side; x++, from += channels) {
      const alpha = channels === 4 ? values[from + 3]! : OPAQUE;
      for (let c = 0; c < 3; c++) {
        const value = values[channels === 1 ? from : from + c]!;
        pixels[to++] = Math.floor((alpha * value + (OPAQUE - alpha) * BEHIND) / OPAQUE);
      }
    }
  }
  return pixels;
}
