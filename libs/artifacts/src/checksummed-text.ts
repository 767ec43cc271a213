import { sha256 } from './sha256';

const START = '// sha256: ';
const LINE = START.length + 64 + 1;

export interface SealedText {
  /** The code without its last line. */
  body: string;
  /** SHA-256 of the body. */
  digest: string;
}

/** Code with a last line that names the digest of all before it, in which one changed bit shows. */
export const sealText = (body: string): string => `${body}${START}${sha256(body)}\n`;

/** Undefined when the last line is missing or does not name the digest of what is there. */
export function openSealedText(bytes: Uint8Array): SealedText | undefined {
  const end = bytes.length - LINE;
  if (end < 0) return undefined;
  const digest = sha256(bytes.subarray(0, end));
  const last = Buffer.from(bytes.buffer, bytes.byteOffset + end, LINE);
  if (last.toString('latin1') !== `${START}${digest}\n`) return undefined;
  return { body: Buffer.from(bytes.buffer, bytes.byteOffset, end).toString('utf8'), digest };
}
