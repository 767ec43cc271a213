import { DamagedArtifact } from '@nhat/runner/artifact-folder';
import { mendedArtifact } from '@nhat/runner/mended-artifact';
import type { MendingContext } from '@nhat/runner/mended-artifact';
import { readNodeRecord } from '@nhat/runner/node-record';
import { readAncestry } from './lineage';
import type { Ancestry } from './lineage';
import type { PipelineRecord } from '@nhat/runner/pipeline-record';

/**
 * The utilities of a pipeline with all that they rest on, as `readAncestry` reads them. What is damaged or missing is made
 * again, from the records of the plan; `note` gets a line for each.
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
  place: MendingContext,
  record: string,
  seen: Set<string>,
): Promise<void> {
  for (const one of readNodeRecord(place.root, record).upstream) {
    if (seen.has(one.node)) continue;
    seen.add(one.node);
    await mendLineage(place, one.record, seen);
    await mendedArtifact(place, one);
  }
}
