import { createHash } from 'node:crypto';
import os from 'node:os';
import type { Ran } from '@nhat/artifacts';
import { processor } from '@nhat/engine/processor';
import { printedHost } from './host-label';

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

/** Names the processor of a result where it was another one than `today`, or none is named; undefined where it was the same. */
export function otherProcessor(ran: Ran, today = processorFact()): string | undefined {
  const then = processorOf(ran);
  if (then === undefined) return 'a processor that was not recorded';
  if (then.digest === today.digest) return undefined;
  if (then.model === today.model) return 'the same processor with other instructions';
  return `another processor (${printedHost(then.model)})`;
}
