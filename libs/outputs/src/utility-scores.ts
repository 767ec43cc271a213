import type { UtilityPoint } from '@nhat/curves';
import type { JsonObject } from '@nhat/documents';
import { readScores } from './score-reader';

/** The scores of a utility node. */
export interface UtilityScores {
  method: string;
  points: UtilityPoint[];
}

/** Reads the scores of a utility node. Throws a UserError that names the node and the first invalid field. */
export function utilityScores(node: string, scores: JsonObject): UtilityScores {
  const read = readScores(node, scores);
  for (const point of read.objects('points')) {
    for (const key of ['n', 'nHat', 'utility', 'finetuned', 'floor', 'ceiling']) point.number(key);
    point.text('status');
  }
  return { method: read.text('method'), points: scores['points'] as unknown as UtilityPoint[] };
}
