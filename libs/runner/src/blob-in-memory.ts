import type { OpenBlob } from './stage';

/** A blob whose parts are read from memory. */
export const blobInMemory = (bytes: Uint8Array): OpenBlob => ({
  bytes,
  read: (into, position) => into.set(bytes.subarray(position, position + into.length)),
});
