import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { sampleManifest } from '@nhat/store/testing/sample-entries';
import { writeArtifact } from './artifact-folder';
import { recordRun } from './ledger';
import { stageUses } from './stage-uses';

/** A finished node that took so many seconds and MB. */
function finish(root: string, node: string, seconds: number, peakMemoryMb: number): void {
  const sample = sampleManifest();
  const ran = { ...sample.ran, seconds, facts: { peakMemoryMb } };
  writeArtifact(root, { name: node, upstream: [] }, { ...sample, ran });
  recordRun(root, { node, source: 'computed', actionKey: sample.actionKey, seconds });
}

describe('what stages took in this workspace', () => {
  it('is the longest time and the largest memory of the latest nodes', () => {
    const root = temporaryFolder('uses');
    expect(stageUses(root)).toEqual(new Map());
    finish(root, 'a-0123abcd', 10, 700);
    finish(root, 'b-0123abcd', 20, 300);
    expect([...stageUses(root).values()]).toEqual([{ seconds: 20, peakMemoryMb: 700 }]);
  });

  it('is known although a process was killed while it wrote a line of the ledger', () => {
    const root = temporaryFolder('uses');
    finish(root, 'a-0123abcd', 10, 700);
    appendFileSync(join(root, '.nhat/ledger.jsonl'), '{"at":"2026-01-01T00:00:00.000Z","no');
    expect(stageUses(root).size).toBe(1);
    finish(root, 'b-0123abcd', 20, 300); // Its line goes on where the other was cut off.
    finish(root, 'c-0123abcd', 30, 300);
    expect([...stageUses(root).values()]).toEqual([{ seconds: 30, peakMemoryMb: 700 }]);
  });
});
