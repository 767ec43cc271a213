import type { StageUse } from '@nhat/slurm';
import { readArtifact } from './artifact-folder';
import { readLedger } from './ledger';

/** So many of the last lines of the ledger are looked at. */
const LINES = 400;

/** What the latest results of each stage in this workspace took: the longest time and the largest memory, by stage. */
export function stageUses(root: string): Map<string, StageUse> {
  const uses = new Map<string, StageUse>();
  for (const name of latestNodes(root)) {
    const measured = measuredUse(root, name);
    if (measured === undefined) continue;
    const { stage, seconds, peakMemoryMb } = measured;
    const before = uses.get(stage);
    uses.set(stage, {
      seconds: Math.max(seconds, before?.seconds ?? 0),
      peakMemoryMb: Math.max(peakMemoryMb, before?.peakMemoryMb ?? 0),
    });
  }
  return uses;
}

const latestNodes = (root: string): Set<string> =>
  new Set(
    readLedger(root)
      .slice(-LINES)
      .map(({ node }) => node),
  );

function measuredUse(root: string, name: string): (StageUse & { stage: string }) | undefined {
  try {
    const { stage, ran } = readArtifact(root, name);
    const peakMemoryMb = Number(ran.facts['peakMemoryMb']);
    return Number.isFinite(peakMemoryMb)
      ? { stage, seconds: ran.seconds, peakMemoryMb }
      : undefined;
  } catch {
    return undefined;
  }
}
