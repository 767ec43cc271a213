import { createHash } from 'node:crypto';
import os from 'node:os';
import type { Ran } from '@nhat/artifacts';
import { processor } from '@nhat/engine/processor';

export interface ProcessorFact {
  model: string;
  digest: string;
}

/** What a manifest says of the processor that computed it; undefined where it says nothing, as those of earlier versions, or nonsense. */
export function processorOf({ facts }: Ran): ProcessorFact | undefined {
  const said = facts['processor'] as Partial<ProcessorFact> | null | undefined;
  const { model, digest } = said ?? {};
  return typeof model === 'string' && typeof digest === 'string' ? { model, digest } : undefined;
}

/**
 * What manifests say of the processor: its model, and 12 hexadecimal digits of the SHA-256 of the model and the instruction sets, as checkpoints have them. Results of
 * an engine are the same bit for bit where the digits are.
 */
export const processorFact = (): ProcessorFact => ({
  model: os.cpus()[0]?.model.trim() ?? 'unknown',
  digest: createHash('sha256').update(processor()).digest('hex').slice(0, 12),
});
