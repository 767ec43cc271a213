import { createHash } from 'node:crypto';
import { hostname } from 'node:os';

/**
 * What a manifest says about the machine: `host-` and four hex digits, enough to tell machines apart, because manifests are
 * published and names of machines are nobody's business; with NHAT_HOST_NAMES=1 the name itself.
 */
export function hostLabel(
  environment: Record<string, string | undefined>,
  name = hostname(),
): string {
  if (environment['NHAT_HOST_NAMES'] === '1') return name;
  return `host-${createHash('sha256').update(`nhat-host-1\n${name}`).digest('hex').slice(0, 4)}`;
}

/** A name from a manifest, safe to print: without characters that a terminal acts upon, and of bounded length. */
export const printedHost = (name: unknown): string =>
  JSON.stringify(String(name).slice(0, 100))
    .slice(1, -1)
    .replace(
      /[^\x20-\x7e]/g,
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
