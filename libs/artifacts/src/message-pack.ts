import { Packr } from 'msgpackr';

const packr = new Packr({ useRecords: false, mapsAsObjects: true });

/** Thrown for content that does not match its name: truncated, or not written by this program. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
}

/** Encodes a record in MessagePack, with the kind of content first so that a mix-up is detected. */
export function pack(kind: string, content: Record<string, unknown>): Uint8Array {
  return packr.pack({ kind, ...content });
}

export function unpack(kind: string, bytes: Uint8Array): Record<string, unknown> {
  let content: unknown;
  try {
    content = packr.unpack(bytes);
  } catch (error) {
    throw new FormatError(`${kind}: unreadable (${(error as Error).message})`);
  }
  const actual = (content as { kind?: unknown } | null)?.kind;
  if (actual !== kind) throw new FormatError(`${kind}: unreadable (got ${String(actual)})`);
  return content as Record<string, unknown>;
}

/** The little-endian bytes of the values; a view, not a copy. */
export const bytesOf = (values: Float32Array | Uint16Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

export function uint8(bytes: unknown): Uint8Array {
  if (!(bytes instanceof Uint8Array)) throw new FormatError(`expected bytes (got ${typeof bytes})`);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Copies, because a view of values of several bytes needs an aligned start. */
export const float32 = (bytes: unknown): Float32Array =>
  new Float32Array(uint8(bytes).slice().buffer);

export const float64 = (bytes: unknown): Float64Array =>
  new Float64Array(uint8(bytes).slice().buffer);

export const uint16 = (bytes: unknown): Uint16Array => new Uint16Array(uint8(bytes).slice().buffer);
