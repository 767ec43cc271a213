import { createHash } from 'node:crypto';

/** SHA-256 of bytes or UTF-8 text, 64 lower-case hex digits. */
export const sha256 = (content: Uint8Array | string): string =>
  createHash('sha256').update(content).digest('hex');
