import { count } from './count';
import { userError } from './user-error';

/** The largest size of a document in bytes; documents are written by people. */
export const MAX_BYTES = 1_000_000;

/**
 * Decodes the text of a document of at most `limit` bytes, without a byte order mark. Throws a UserError for any other encoding
 * than UTF-8.
 */
export function documentText(path: string, bytes: Uint8Array, limit = MAX_BYTES): string {
  if (bytes.length > limit) {
    throw userError(path, 'too large for a document', {
      expected: `at most ${count(limit)} bytes`,
    });
  }
  const kind = kindOf(bytes);
  if (kind !== undefined) {
    throw userError(path, 'not text', {
      ...{ got: kind, expected: 'text in UTF-8' },
      advice: 'Save a table as CSV in UTF-8.',
    });
  }
  const isWide =
    (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isWide) throw wrongEncoding(path, 'UTF-16');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw wrongEncoding(path, `${lineOf(bytes)}, no UTF-8`);
  }
}

const wrongEncoding = (path: string, got: string) =>
  userError(path, 'not UTF-8', { got, expected: 'text in UTF-8', advice: 'Save it as UTF-8.' });

/** Files that people take for text because another program opens them as a table, by their first bytes. */
const KINDS: readonly (readonly [start: string, kind: string])[] = [
  ['PK\u0003\u0004', 'a workbook of Excel or another zip file'],
  ['\u00d0\u00cf\u0011\u00e0', 'a workbook of an old Excel'],
  ['PAR1', 'a Parquet file'],
  ['\u001f\u008b', 'a file compressed by gzip'],
];

function kindOf(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 4));
  return KINDS.find(([first]) => start.startsWith(first))?.[1];
}

/** The line of the first byte that is not UTF-8. */
function lineOf(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8').decode(bytes);
  return `line ${text.slice(0, text.indexOf('\ufffd')).split('\n').length}`;
}
