import type { RunAnswers } from '@nhat/curves';
import type { JsonObject } from '@nhat/documents';
import { readScores } from './score-reader';

/** Which test images a run answers rightly, small enough for the scores of a run: 10,000 images are 1,700 characters. */
export interface TestAnswers {
  /** Names the test images with their truth; equal for runs whose images can be compared one by one. */
  images: string;
  /** The test images of each class; 0 for a class that they lack. */
  counts: number[];
  /** Those of each class that are answered rightly, so that the recall of a class is right / count. */
  right: number[];
  /**
   * Base64 of a bit for each image, 1 where the answer is right, the first image in the highest bit of the first byte. Images are
   * ordered by class, and within a class as they are in the split, so that `counts` gives the class of each.
   */
  bits: string;
  /**
   * Base64 of the group of each image in the same order, 2 bytes each (4 where there are more than 65,536 groups), the low byte first;
   * absent where every image stands for itself.
   */
  groups?: string;
}

interface ClassifiedImages {
  /** See `TestAnswers`. */
  images: string;
  /** `[images]`, in the order of the split: 1 for a right answer, else 0. */
  right: Uint8Array;
  /** `[images]`: the class of each. */
  labels: Uint8Array;
  classes: number;
  /** `[images]`: the group of each; null where every image stands for itself. */
  groups: Uint32Array | null;
}

export function encodeAnswers({
  images,
  right,
  labels,
  classes,
  groups,
}: ClassifiedImages): TestAnswers {
  const byClass = rowsByClass(labels, classes);
  const rows = byClass.flat();
  const bits = new Uint8Array(Math.ceil(rows.length / 8));
  rows.forEach((row, at) => (bits[at >> 3]! |= right[row]! << (7 - (at & 7))));
  return {
    images,
    counts: byClass.map((own) => own.length),
    right: byClass.map((own) => own.reduce((sum, row) => sum + right[row]!, 0)),
    bits: base64(bits),
    ...(groups && { groups: encodeGroups(Uint32Array.from(rows, (row) => groups[row]!)) }),
  };
}

/** Answers as panels compare them; `mean` says what the value of the run is. */
export function decodeAnswers(
  { images, counts, bits, groups }: Omit<TestAnswers, 'right'>,
  mean: RunAnswers['mean'] = 'over images',
): RunAnswers {
  const count = counts.reduce((sum, own) => sum + own, 0);
  return {
    ...{ images, counts, mean, bits: Buffer.from(bits, 'base64') },
    groups: groups === undefined ? null : decodeGroups(groups, count),
  };
}

/** The groups of images as text: see `TestAnswers.groups`. */
export function encodeGroups(groups: Uint32Array): string {
  const width = groups.some((group) => group > 0xffff) ? 4 : 2;
  const bytes = Buffer.alloc(groups.length * width);
  groups.forEach((group, at) => bytes.writeUIntLE(group, at * width, width));
  return base64(bytes);
}

/** The groups of `count` images from their text. */
export function decodeGroups(text: string, count: number): Uint32Array {
  const bytes = Buffer.from(text, 'base64');
  const width = bytes.length / count;
  return Uint32Array.from({ length: count }, (_, at) => bytes.readUIntLE(at * width, width));
}

/** Reads the answers among the scores of a run; null where it has none. Throws a UserError that names the node and the invalid field. */
export function answersIn(node: string, scores: JsonObject): TestAnswers | null {
  if ((scores['answers'] ?? null) === null) return null;
  const read = readScores(node, scores).object('answers');
  const groups = read.textOr('groups', null);
  return {
    images: read.text('images'),
    counts: read.numbers('counts'),
    right: read.numbers('right'),
    bits: read.text('bits'),
    ...(groups !== null && { groups }),
  };
}

/** The rows of each class, each ascending. */
function rowsByClass(labels: Uint8Array, classes: number): number[][] {
  const rows = Array.from({ length: classes }, (): number[] => []);
  labels.forEach((label, row) => rows[label]!.push(row));
  return rows;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
