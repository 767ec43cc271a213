import { sha256 } from '@nhat/artifacts';
import { unseen } from '@nhat/evaluations/labelled-images';
import type { JsonObject } from '@nhat/documents';
import { decodeGroups, encodeAnswers } from '@nhat/outputs';
import type { StageRun } from '@nhat/runner/stage';
import { upstreamOf } from '@nhat/runner/upstream-of';
import type { Task, TaskModule } from '@nhat/tasks';
import { imagesOf } from './read-split';

interface AnsweredImages {
  /** The truth of the test images, in the order of the split. */
  truth: Uint8Array;
  /** `[images]`: 1 for a right answer, else 0; null for tasks whose answers are not right or wrong. */
  right: Uint8Array | null;
}

/** The score `answers` of a run: which test images it answers rightly; nothing where answers are not right or wrong. */
export function testAnswers(
  run: Pick<StageRun<unknown>, 'upstream'>,
  { truth: kind }: Pick<TaskModule, 'truth'>,
  task: Task,
  { truth, right }: AnsweredImages,
): { answers?: JsonObject } {
  if (right === null) return {};
  const targets = task.targets({ images: unseen(truth.length, 1), truth }, 1);
  if (targets.kind !== 'classes') throw new Error('answers that are right or wrong need classes');
  const { testGroups } = imagesOf(run);
  const answers = encodeAnswers({
    ...{ images: `${kind}-${digestOfTest(run)}`, right, labels: targets.of },
    classes: targets.classes,
    groups: testGroups === null ? null : decodeGroups(testGroups, truth.length),
  });
  return { answers: { ...answers } };
}

/** 16 hex digits that test images, their truth and their groups share with no other test images. */
function digestOfTest(run: Pick<StageRun<unknown>, 'upstream'>): string {
  const { blobs } = upstreamOf(run, 'images').outputs;
  const shards = Object.keys(blobs).filter((name) => name.startsWith('test-'));
  const digests = shards.sort().map((name) => blobs[name]!);
  return sha256(JSON.stringify([digests, imagesOf(run).testGroups])).slice(0, 16);
}
