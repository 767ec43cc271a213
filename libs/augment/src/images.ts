/** Square colour images as they are stored: `[count, size, size, 3]`, sRGB bytes. */
export interface ImageSet {
  count: number;
  /** Pixels per side. */
  size: number;
  pixels: Uint8Array;
}

/** Images ready for a network: `[count, size, size, channels]`. */
export interface ImageBatch {
  count: number;
  size: number;
  channels: number;
  values: Float32Array;
}
