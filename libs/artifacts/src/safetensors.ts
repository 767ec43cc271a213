/** A named array of float32 numbers, row-major. */
export interface NamedTensor {
  name: string;
  shape: readonly number[];
  values: Float32Array;
}

/**
 * The file format of Hugging Face's safetensors: 8 bytes with the length of the header (little-endian), the header as JSON, padded with
 * spaces to a multiple of 8, and the values one tensor after another, little-endian. `metadata`: texts that stand in the header.
 */
export function encodeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  let end = 0;
  const entries = tensors.map(({ name, shape, values }): [string, object] => {
    const start = end;
    end += values.length * 4;
    return [name, { dtype: 'F32', shape: [...shape], data_offsets: [start, end] }];
  });
  const text = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const unpadded = new TextEncoder().encode(text);
  const header = new Uint8Array(Math.ceil(unpadded.length / 8) * 8).fill(0x20);
  header.set(unpadded);
  const bytes = new Uint8Array(8 + header.length + end);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  let at = 8 + header.length;
  for (const { values } of tensors) {
    for (const value of values) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return bytes;
}
