import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FOLDER = join(__dirname, '../../goldens');

/** Compares with `goldens/<name>`; what differs is written beside it as `…-changed.…`, to look at and to put in its place. */
export function expectGolden(name: string, text: string): void {
  const golden = join(FOLDER, name);
  const known = existsSync(golden) ? readFileSync(golden, 'utf8') : '';
  if (known !== text) {
    const changed = golden.replace(/(\.\w+)$/, '-changed$1');
    mkdirSync(dirname(changed), { recursive: true });
    writeFileSync(changed, text);
  }
  // Not toBe: the difference of two pages is for a browser, not for a terminal.
  expect(known === text ? name : `${name} has changed: see the -changed file`).toBe(name);
}
