import type { Answer } from '@nhat/collect/make-report';
import { plural } from '@nhat/report/number-format';

/** What `--json` prints: the rows; of a pipeline with a decision an object with both. */
export function answerData({ rows, decision }: Pick<Answer, 'rows' | 'decision'>): string {
  if (decision === null) return rows;
  const both = { decision: JSON.parse(decision) as unknown, rows: JSON.parse(rows) as unknown };
  return `${JSON.stringify(both, null, 2)}\n`;
}

/** The line that says what `--warnings` adds to an answer with so many warnings, and by which command. */
export function moreLine(warnings: number, command: string): string {
  const what = warnings === 0 ? 'How sure, and what it cost' : plural(warnings, 'warning');
  return `${what}: ${command} --warnings`;
}
