import type { JsonObject } from '@nhat/documents';
import type { UtilityAtAccuracy } from '@nhat/curves';
import { rounded } from './number-format';
import type { Comparison, Panel, Report } from './report';

/** U of one method on one dataset where training from scratch reaches a metric that all datasets have in common. */
export interface EqualAccuracyRow extends UtilityAtAccuracy {
  dataset: string;
  backbone: string;
  backboneOptions: JsonObject;
  task: string;
  method: string;
  evaluation: string;
  metric: string;
}

/** One reading with its panel and comparison. */
export interface EqualAccuracyCell {
  panel: Panel;
  comparison: Comparison;
  reading: UtilityAtAccuracy;
}

/** Every reading at equal accuracy, in the order of the panels. */
export const equalAccuracyCells = ({ panels }: Report): EqualAccuracyCell[] =>
  panels.flatMap((panel) =>
    panel.comparisons.flatMap((comparison) =>
      comparison.atAccuracy.map((reading) => ({ panel, comparison, reading })),
    ),
  );

export const equalAccuracyRows = (report: Report): EqualAccuracyRow[] =>
  equalAccuracyCells(report).map(({ panel, comparison, reading }) => ({
    dataset: panel.dataset,
    backbone: panel.backbone,
    backboneOptions: panel.backboneOptions,
    task: panel.task,
    method: comparison.method,
    evaluation: comparison.evaluation ?? 'finetune',
    metric: panel.metric.name,
    level: rounded(reading.level),
    n: rounded(reading.n),
    kind: reading.kind,
    utility: rounded(reading.utility),
    low: rounded(reading.low),
    high: rounded(reading.high),
    ...{ lowOpen: reading.lowOpen, highOpen: reading.highOpen, verdict: reading.verdict },
  }));
