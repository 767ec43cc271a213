import { metricValue } from './metric';
import { panelName, unique } from './naming';
import { count, figure, list } from './number-format';
import type { Comparison, LearningFacts, Report } from './report';

/**
 * Whether all pretrained networks of a comparison, or those behind its runs with n labels, learned the task of their method, false where
 * one did not; null where nothing is known, e.g. because the dataset has no validation images.
 */
export function hasLearned(
  { learning = [] }: Pick<Comparison, 'learning'>,
  n?: number,
): boolean | null {
  const behind = learning.filter(
    ({ labels }) => labels === undefined || n === undefined || labels === n,
  );
  const known = behind.flatMap(({ learned }) => learned ?? []);
  return known.length === 0 ? null : known.every((learned) => learned);
}

/** `L→ab top-1 0.8 %, chance 0.4 %`; a dash where nothing was measured. */
export function learningText({ metric, value, chance }: LearningFacts): string {
  if (value === null || chance === null) return '–';
  return `${metric.label} ${metricValue(metric, value)}, chance ${metricValue(metric, chance)}`;
}

/** ` from 50 and 100 labelled images`: where some networks did not learn; empty for those that saw all training images. */
function fromLabels(learning: readonly LearningFacts[]): string {
  const failed = learning.flatMap(({ learned, labels }) =>
    learned === false && labels !== undefined ? [labels] : [],
  );
  const numbers = unique(failed).sort((a, b) => a - b);
  return numbers.length === 0 ? '' : ` from ${list(numbers.map(count))} labelled images`;
}

/** Names the comparisons whose pretraining did not learn its own task, with what was measured. */
export function notLearned(report: Report): string {
  const where = report.panels.flatMap((panel) =>
    panel.comparisons
      .filter((comparison) => hasLearned(comparison) === false)
      .map(({ method, learning = [] }) => {
        const failed = learning.find(({ learned }) => learned === false)!;
        const needed =
          failed.threshold === null
            ? ''
            : `, needed ${metricValue(failed.metric, failed.threshold)}`;
        const measured = failed.value === null ? 'no finite value' : learningText(failed) + needed;
        return `${method}${fromLabels(learning)} on ${panelName(report, panel)} (${measured})`;
      }),
  );
  if (where.length === 0) return '';
  return `these pretrainings did not learn their own task at this length, so their utilities do not speak of the method: ${unique(where).join('; ')}.`;
}

/** Names the comparisons with a pretrained network whose features are the same for all images, or nearly so. */
export function collapsed(report: Report): string {
  const where = report.pretrainings.flatMap(({ method, dataset, embedding }) =>
    embedding?.collapsed
      ? [
          `${method} on ${dataset} (spread ${figure(embedding.spread)}, effective rank ${figure(embedding.effectiveRank)} of ${embedding.dimensions})`,
        ]
      : [],
  );
  return where.length === 0
    ? ''
    : `features of different images are nearly the same, or differ in one direction only: ${list(unique(where))}.`;
}
