import { readFileSync } from 'node:fs';
import { sha256 } from '@nhat/artifacts';
import { utilityRows } from '@nhat/report/rows';
import type { Store } from '@nhat/store';
import { collectReport } from './collect-report';
import { digestsOf, drawing, keepFinished, latestReport, madeOf, stands } from './finished-report';
import type { FinishedReport } from './finished-report';
import { allOf } from './lineage';
import { mendedAncestry } from './mended-lineage';
import type { PipelineRecord } from './pipeline-record';
import { summary } from './summary';
import { writeReport } from './write-report';

/**
 * Brings the report of a finished pipeline into `folder`. Drawing takes seconds, so a report that would come out the same
 * stays as it is, and so does each chart. `code` is the file that holds the code of the report.
 */
export async function makeReport(
  pipeline: PipelineRecord,
  place: { root: string; folder: string; code: string; store: Pick<Store, 'readBlob'> },
  warn: (line: string) => void,
): Promise<FinishedReport> {
  const { root, folder, store } = place;
  const ends = await mendedAncestry(root, pipeline, warn);
  const code = sha256(readFileSync(place.code));
  const made = madeOf(code, pipeline, allOf(ends));
  const latest = latestReport(root, pipeline);
  if (latest?.made === made && stands(latest, folder)) return latest;
  let incomplete = false;
  const report = await collectReport(ends, pipeline, store, (line) => {
    incomplete = true;
    warn(line);
  });
  const { reportFiles } = await import('@nhat/report/report-files');
  const { renderSvg } = await import('@nhat/report/charts/render-svg');
  const charts: Record<string, string> = {};
  const files = await reportFiles(report, async (chart) => {
    const { name } = chart;
    const digest = (charts[name] = sha256(JSON.stringify(chart)));
    const earlier = latest && drawing(latest, folder, { code, name, digest });
    return earlier ?? renderSvg(chart);
  });
  writeReport(folder, files);
  const list = `${JSON.stringify(utilityRows(report), null, 2)}\n`;
  const fresh = {
    ...{ made, code, charts, list },
    files: digestsOf(files),
    summary: summary(report),
  };
  if (!incomplete) keepFinished(root, pipeline, fresh);
  return fresh;
}
