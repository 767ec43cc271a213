import { answerRecord } from './answer-record';
import type { Chart } from './charts/chart';
import { learningChart } from './charts/learning-chart';
import { renderSvg } from './charts/render-svg';
import { utilityChart } from './charts/utility-chart';
import { claimRows } from './claim-text';
import { csv } from './csv';
import { decisionRecord } from './decision-record';
import { equalAccuracyRows } from './equal-accuracy';
import { methodsOf } from './naming';
import type { OptionalFile } from './optional-files';
import { overviewRows } from './overview-rows';
import { page } from './page/page';
import type { Report } from './report';
import { recallRows } from './recall-rows';
import { utilityRows } from './rows';
import { runRows } from './runs';

export interface ReportFile {
  /** Relative to the folder of the report, with `/`. */
  path: string;
  content: string;
}

/** All files of a report. The page comes last and needs none of the others. `draw` returns the SVG of a chart. */
export async function reportFiles(
  report: Report,
  draw: (chart: Chart) => Promise<string> = renderSvg,
): Promise<ReportFile[]> {
  const methods = methodsOf(report);
  const drawn = await Promise.all(
    report.panels.map(async (panel) => ({
      panel,
      charts: await Promise.all(
        [learningChart, utilityChart].map(async (make) => {
          const chart = make(report, panel, methods);
          return { ...chart, svg: await draw(chart), csv: csv(chart.data) };
        }),
      ),
    })),
  );
  const beside = drawn
    .flatMap(({ charts }) => charts)
    .flatMap(({ name, svg, spec, csv: numbers }) => [
      { path: `charts/${name}.svg`, content: svg },
      { path: `charts/${name}.vl.json`, content: json(spec) },
      { path: `charts/${name}.csv`, content: numbers },
    ]);
  const overviews = overviewRows(report).map(({ name, rows: numbers }) => ({
    path: `charts/overview-${name}.csv`,
    content: csv(numbers),
  }));
  const rows = utilityRows(report);
  const runs = runRows(report);
  const equalAccuracy = equalAccuracyRows(report);
  const decision = decisionRecord(report);
  const recalls = recallRows(report);
  return [
    ...beside,
    ...overviews,
    { path: 'answer.json', content: json(answerRecord(report)) },
    { path: 'utility.json', content: json(rows) },
    { path: 'utility.csv', content: csv(rows) },
    { path: 'equal-accuracy.json', content: json(equalAccuracy) },
    { path: 'equal-accuracy.csv', content: csv(equalAccuracy) },
    ...(decision === null ? [] : [optional('decision.json', json(decision))]),
    { path: 'claims.json', content: json(claimRows(report.claims)) },
    { path: 'runs.json', content: json(runs) },
    { path: 'runs.csv', content: csv(runs) },
    ...(recalls.length === 0
      ? []
      : [optional('recall.json', json(recalls)), optional('recall.csv', csv(recalls))]),
    { path: 'index.html', content: page(report, { drawn }) },
  ];
}

/** A file that is removed from the folder of a report that no longer has it. */
const optional = (path: OptionalFile, content: string): ReportFile => ({ path, content });

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
