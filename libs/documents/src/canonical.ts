import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Json } from './json';

/** RFC 8785: keys sorted by UTF-16 code unit, shortest numbers, no spaces. Throws on NaN and infinities. */
export function canonicalJson(value: Json): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('canonical JSON: not a JSON value');
  return text;
}

/** SHA-256 (hex) of the canonical JSON of a value, prefixed by a tag that names the kind of content. */
export function digestOf(tag: string, value: Json): string {
  return createHash('sha256')
    .update(`${tag}\n${canonicalJson(value)}`)
    .digest('hex');
}

/** Readable JSON that is the same for equal content: sorted keys, two spaces, a final newline. */
export const stableJson = (value: Json): string =>
  `${JSON.stringify(JSON.parse(canonicalJson(value)), null, 2)}\n`;
