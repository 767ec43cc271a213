import { DamagedArtifact } from '@nhat/runner/artifact-folder';
import { mendedArtifact } from '@nhat/runner/mended-artifact';
import type { MendingContext } from '@nhat/runner/mended-artifact';
import { readNodeRecord } from '@nhat/runner/node-record';
import { readAncestry } from './lineage';
import type { Ancestry } from './lineage';
import type { PipelineRecord } from '@nhat/runner/pipeline-record';

/**
 * Reads the utilities of a pipeline with all nodes that they depend on, as `readAncestry` does. Damaged or missing nodes are
 * made again from their records; `note` gets one line for each.
 */
export async function mendedAncestry(
  root: string,
  { utilities, record }: PipelineRecord,
  note: (line: string) => void,
): Promise<Ancestry[]> {
  try {
    return readAncestry(root, utilities);
  } catch (error) {
    if (!(error instanceof DamagedArtifact) || record === undefined) throw error;
    await mendLineage({ root, note, dataOnStdout: true }, record, new Set());
    return readAncestry(root, utilities);
  }
}

async function mendLineage(
  context: MendingContext,
  record: string,
  seen: Set<string>,
): Promise<void> {
  for (const reference of readNodeRecord(context.root, record).upstream) {
    if (seen.has(reference.node)) continue;
    seen.add(reference.node);
    await mendLineage(context, reference.record, seen);
    await mendedArtifact(context, reference);
  }
}
