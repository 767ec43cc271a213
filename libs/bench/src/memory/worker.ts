import type { MethodName } from '../methods/method-case';
import type { MethodParts } from '../methods/method-parts';
import type { MemorySample } from './growth';
import { miniCase, tinyCase } from './memory-case';
import { sampledPretraining } from './sampled-pretraining';

/** What one process found. */
export interface Found {
  samples: MemorySample[];
  /** Most MiB that the process ever had. */
  peakMB: number;
  /** Of all of it. */
  seconds: number;
}

/** A process of `nx bench memory`: pretrains in the `tiny` or the `mini` case, and prints what it found as JSON. */
export async function work(
  parts: MethodParts,
  [size, method, steps, every]: string[],
): Promise<void> {
  const one = (size === 'mini' ? miniCase : tinyCase)(method as MethodName);
  const plan = { steps: Number(steps), every: Number(every), parts };
  const samples = await sampledPretraining(one, plan);
  const peakMB = Math.round(process.resourceUsage().maxRSS / 1024);
  const found: Found = { samples, peakMB, seconds: Math.round(performance.now() / 1000) };
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
