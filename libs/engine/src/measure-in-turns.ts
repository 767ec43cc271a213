import type { Precision } from '@nhat/documents';
import { measureConvolution } from './measure-convolution';
import { keepSpeed, measuredSpeed } from './measured-speed';
import type { Speed } from './measured-speed';
import { openEngine } from './open-engine';
import { openedEngine } from './opened-engine';

const ROUNDS = 4;

/**
 * GFLOP/s of the engine of this machine in each precision that it has: the best of several rounds in which the precisions take turns,
 * because other work on the machine slows down one of them alone.
 */
export async function measureInTurns(): Promise<Partial<Speed>> {
  await openEngine();
  const { bfloat16 } = openedEngine().kind.capabilities;
  const precisions: Precision[] = bfloat16 ? ['float32', 'bfloat16'] : ['float32'];
  const best: Partial<Speed> = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const precision of precisions) {
      await openEngine({ precision });
      best[precision] = Math.max(best[precision] ?? 0, await measureConvolution());
    }
  }
  return best;
}

/**
 * Keeps the speeds by which `auto` chooses, unless some are kept: trainings of this machine go on in the precision in which others
 * were computed.
 */
export function keepFirst(version: string, speed: Partial<Speed>): void {
  const { float32, bfloat16 } = speed;
  if (float32 === undefined || bfloat16 === undefined || measuredSpeed(version)) return;
  keepSpeed(version, { float32, bfloat16 });
}
