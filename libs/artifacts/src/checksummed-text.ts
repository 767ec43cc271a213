import { sha256 } from './sha256';

const START = '// sha256: ';
const LINE = START.length + 64 + 1;

export interface ChecksummedText {
  /** The code without its last line. */
  body: string;
  /** SHA-256 of the body. */
  digest: string;
}

/** Appends a line with the digest of the body, which detects every changed bit. */
export const withChecksum = (body: string): string => `${body}${START}${sha256(body)}\n`;

/** Undefined when the last line is missing or does not name the digest of the body. */
export function parseChecksummed(bytes: Uint8Array): ChecksummedText | undefined {
  const end = bytes.length - LINE;
  if (end < 0) return undefined;
  const digest = sha256(bytes.subarray(0, end));
  const last = Buffer.from(bytes.buffer, bytes.byteOffset + end, LINE);
  if (last.toString('latin1') !== `${START}${digest}\n`) return undefined;
  return { body: Buffer.from(bytes.buffer, bytes.byteOffset, end).toString('utf8'), digest };
}
