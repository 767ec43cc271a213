import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Stream } from '@nhat/random';

/** How a file can be damaged. */
export const DAMAGES = {
  flip(path: string, random: Stream): void {
    const bytes = readFileSync(path);
    if (bytes.length === 0) return;
    bytes[random.integer(bytes.length)]! ^= 1 << random.integer(8);
    writeFileSync(path, bytes);
  },
  truncate(path: string, random: Stream): void {
    const { size } = statSync(path);
    if (size > 0) truncateSync(path, random.integer(size));
  },
  empty(path: string): void {
    truncateSync(path, 0);
  },
  delete(path: string): void {
    rmSync(path);
  },
  folder(path: string): void {
    rmSync(path);
    mkdirSync(join(path, 'full'), { recursive: true });
  },
} as const satisfies Record<string, (path: string, random: Stream) => void>;

export type Damage = keyof typeof DAMAGES;
