import type { KeptPanel, KeptResult, KeptRun } from './kept-result';
import type { Panel, Report, RunOrigin } from './report';
import { cells } from './rows';
import { originFinder } from './run-origins';

/** The result in a report; `date` is when the report is written. */
export function keptResult(report: Report, date: string): KeptResult {
  const { checkout } = report.provenance;
  return {
    ...{ format: 1, pipeline: report.name, date },
    ...{ commit: checkout?.commit ?? null, changed: checkout?.changed ?? false },
    ...{ coverage: report.coverage, options: report.options ?? null },
    panels: report.panels.map((panel): KeptPanel => ({
      ...{ dataset: panel.dataset, backbone: panel.backbone, task: panel.task },
      ...{ backboneOptions: panel.backboneOptions, metric: panel.metric.name },
      higherIsBetter: panel.scratch.higherIsBetter,
      scratch: runsOf(panel.scratch, panel.origins, 'scratch'),
      arms: panel.comparisons.map((comparison) => ({
        method: comparison.method,
        evaluation: comparison.evaluation ?? 'finetune',
        runs: runsOf(comparison.curve, comparison.origins, comparison.method),
        utilities: cells(report)
          .filter((cell) => cell.comparison === comparison)
          .map(({ point: { n, kind, status, utility } }) => ({ n, kind, status, utility })),
      })),
    })),
    datasets: report.datasets.flatMap(({ name, counts, images }) =>
      images === undefined ? [] : [{ name, counts, images }],
    ),
    units: Object.fromEntries(report.panels.map(({ metric }) => [metric.name, metric.unit])),
  };
}

function runsOf(
  { points }: Panel['scratch'],
  origins: readonly RunOrigin[],
  arm: string,
): KeptRun[] {
  const originOf = originFinder(origins);
  return points.flatMap(({ n, runs }) =>
    runs.map(({ seed, value, fitted, pretraining }) => ({
      ...{ n, seed, value, fitted, pretraining },
      // Without a digest, runs count as the same training where all that is known of them is.
      result: originOf({ n, seed })?.result ?? `${arm} ${n} ${seed} ${value}`,
    })),
  );
}
