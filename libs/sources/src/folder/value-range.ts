import type { Metadata, Raw, Sharp } from 'sharp';

/** The values that become black and white, the same for all images of a dataset. */
export type ValueRange = readonly [black: number, white: number];

/** Whether an image has values that a range scales: more than 8 bits, or floating-point numbers. */
export const hasWideValues = ({ depth = 'uchar' }: Metadata): boolean => depth !== 'uchar';

/** Values of 8 bits that sharp reads. */
export interface ScaledImage {
  data: Uint8Array;
  raw: Raw;
}

/** Scales the values of an upright image to 8 bits; what lies outside the range becomes black or white. */
export async function scaledImage(
  input: Sharp,
  { depth, space, hasAlpha }: Metadata,
  [black, white]: ValueRange,
): Promise<ScaledImage> {
  const isWhole = depth === 'ushort';
  if (!isWhole && hasAlpha) {
    throw new Error(`values of type ${depth} with a transparent part (expected none)`);
  }
  const upright = input.autoOrient();
  const { data, info } = isWhole
    ? await upright
        .toColourspace(space === 'grey16' ? 'grey16' : 'rgb16')
        .raw({ depth: 'ushort' })
        .toBuffer({ resolveWithObject: true })
    : await upright.raw({ depth: 'float' }).toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const values = isWhole
    ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2)
    : new Float32Array(data.buffer, data.byteOffset, data.length / 4);
  const scale = 255 / (white - black);
  const isAlpha = (at: number) => hasAlpha && at % channels === channels - 1;
  // Rounds, keeps values within 0 to 255, and makes those that are no numbers black.
  const bytes = Uint8ClampedArray.from(values, (value, at) =>
    isAlpha(at) ? value / 257 : (value - black) * scale,
  );
  return {
    data: new Uint8Array(bytes.buffer),
    raw: { width, height, channels: channels as Raw['channels'] },
  };
}
