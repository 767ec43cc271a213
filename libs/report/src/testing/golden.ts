import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FOLDER = join(__dirname, '../../goldens');

/** Compares a text with `goldens/<name>`. A differing text is written beside it as `…-changed.…`, to be checked and renamed. */
export function expectGolden(name: string, text: string): void {
  const golden = join(FOLDER, name);
  const known = existsSync(golden) ? readFileSync(golden, 'utf8') : '';
  if (known !== text) {
    const changed = golden.replace(/(\.\w+)$/, '-changed$1');
    mkdirSync(dirname(changed), { recursive: true });
    writeFileSync(changed, text);
  }
  // No toBe, because the difference of two pages is readable in a browser and not in a terminal.
  expect(known === text ? name : `${name} has changed: see the -changed file`).toBe(name);
}
