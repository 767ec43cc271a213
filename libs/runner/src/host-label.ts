import { createHash } from 'node:crypto';
import { hostname } from 'node:os';

/**
 * The name of the machine in a manifest: `host-` and four hex digits, which distinguish machines without publishing their
 * names. With NHAT_HOST_NAMES=1 it is the name itself.
 */
export function hostLabel(
  environment: Record<string, string | undefined>,
  name = hostname(),
): string {
  if (environment['NHAT_HOST_NAMES'] === '1') return name;
  return `host-${createHash('sha256').update(`nhat-host-1\n${name}`).digest('hex').slice(0, 4)}`;
}

/** A host name from a manifest, safe to print: without control characters, and of bounded length. */
export const printedHost = (name: unknown): string =>
  JSON.stringify(String(name).slice(0, 100))
    .slice(1, -1)
    .replace(
      /[^\x20-\x7e]/g,
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
