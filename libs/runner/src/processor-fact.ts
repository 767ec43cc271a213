import { createHash } from 'node:crypto';
import os from 'node:os';
import { processor } from '@nhat/engine/processor';

/**
 * What manifests say of the processor: its model, and 12 hexadecimal digits of the SHA-256 of the model and the instruction sets. Results of
 * an engine are the same bit for bit where the digits are.
 */
export const processorFact = (): { model: string; digest: string } => ({
  model: os.cpus()[0]?.model.trim() ?? 'unknown',
  digest: createHash('sha256').update(processor()).digest('hex').slice(0, 12),
});
