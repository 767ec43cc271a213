import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { makeFolder } from '@nhat/artifacts';
import type { Precision } from '@nhat/documents';
import { cacheFolder } from './prepare/cache-folder';
import { processor } from './processor';

/** GFLOP/s of a 3 × 3 convolution forward by precision. */
export type Speed = Record<Precision, number>;

/** bfloat16 must be clearly faster: it rounds more, and many processors only imitate it. */
const CLEARLY = 1.2;

export const fasterPrecision = ({ float32, bfloat16 }: Speed): Precision =>
  bfloat16 > CLEARLY * float32 ? 'bfloat16' : 'float32';

/**
 * What was measured on this processor with this TensorFlow; undefined before the first time. It is kept beside the
 * prepared engines, so that every training of this machine decides alike and a rerun gives the same digests.
 */
export function measuredSpeed(version: string): Speed | undefined {
  try {
    const speed = JSON.parse(fs.readFileSync(speedFile(version), 'utf8')) as Partial<Speed>;
    const known = [speed.float32, speed.bfloat16].every(
      (one) => typeof one === 'number' && one > 0,
    );
    return known ? (speed as Speed) : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it; where nothing can be written, the next process measures again. */
export function keepSpeed(version: string, speed: Speed): void {
  const file = speedFile(version);
  const part = `${file}.${process.pid}.part`;
  try {
    makeFolder(path.dirname(file));
    fs.writeFileSync(part, `${JSON.stringify(speed)}\n`);
    fs.renameSync(part, file);
  } catch {
    // No place to keep it.
  }
}

function speedFile(version: string): string {
  const about = [version, processor()].join('\n');
  const digest = crypto.createHash('sha256').update(about).digest('hex').slice(0, 12);
  return path.join(cacheFolder(), `speed-${digest}.json`);
}
