import { userError } from '@nhat/documents';
import type { Json, JsonObject } from '@nhat/documents';

/**
 * Throws a UserError when the scores of a node contain NaN or an infinite number, at any depth. JSON would turn it into null,
 * which readers of the scores take as "not measured".
 */
export function checkScores(node: string, scores: JsonObject): void {
  visit(scores, `${node}: scores`);
}

function visit(value: Json | undefined, where: string): void {
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return;
    throw userError(where, 'a result is not a finite number', {
      got: String(value),
      expected: 'a finite number',
      advice: 'Nothing was published. If the training diverged, lower peakRate or lengthen warmup',
    });
  }
  if (value === null || typeof value !== 'object') return;
  for (const [key, inner] of Object.entries(value)) visit(inner, `${where}.${key}`);
}
