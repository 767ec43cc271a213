import type { ArmUtilities } from '@nhat/curves';
import type { JsonObject } from '@nhat/documents';
import { readScores } from './score-reader';

/** The scores of a utility node; metrics in their own sign. */
export interface UtilityScores extends ArmUtilities {
  method: string;
  /** Name of the metric, e.g. `accuracy`. */
  metric: string;
  /** The test images whose choice the intervals hold; null, or absent in older results, where they hold none. */
  testImages?: TestImages | null;
}

/** How many test images there are, and groups of them; null where every image stands for itself. */
export interface TestImages {
  images: number;
  groups: number | null;
}

/** Reads the scores of a utility node. Throws a UserError that names the node and the first invalid field. */
export function utilityScores(node: string, scores: JsonObject): UtilityScores {
  const read = readScores(node, scores);
  read.text('method');
  for (const point of read.objects('points')) {
    for (const key of ['n', 'finetuned', 'floor', 'ceiling', 'seeds', 'networks']) {
      point.number(key);
    }
    for (const key of ['kind', 'status']) point.text(key);
    for (const key of ['nHat', 'utility', 'low', 'high']) point.numberOr(key, null);
  }
  for (const key of ['scratch', 'finetuned']) {
    for (const band of read.objects(key)) ['n', 'value'].forEach((field) => band.number(field));
  }
  const images = read.recordOr('testImages', null) && read.object('testImages');
  if (images !== null) {
    images.number('images');
    images.numberOr('groups', null);
  }
  for (const row of read.objects('atAccuracy')) ['level', 'n'].forEach((key) => row.number(key));
  return scores as unknown as UtilityScores;
}
