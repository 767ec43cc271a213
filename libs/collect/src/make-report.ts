import { readFileSync } from 'node:fs';
import { sha256 } from '@nhat/artifacts';
import type { Checkout, Report } from '@nhat/report';
import { utilityRows } from '@nhat/report/rows';
import type { Store } from '@nhat/store';
import { collectReport } from './collect-report';
import {
  digestsOf,
  inputsDigestOf,
  intactRows,
  latestReport,
  previousSvg,
  saveRecord,
} from './finished-report';
import type { FinishedReport } from './finished-report';
import { allOf } from './lineage';
import { mendedAncestry } from './mended-lineage';
import type { PipelineRecord } from '@nhat/runner/pipeline-record';
import { summary } from './summary';
import { writeReport } from './write-report';

export interface Place {
  root: string;
  /** The folder of the report. */
  folder: string;
  /** The file that holds the code of the report. */
  code: string;
  store: Pick<Store, 'readBlob'>;
  /** The state of the code, which is asked for only when a page is made. */
  checkout(): Checkout | null;
}

/** The answer of a finished pipeline. */
export interface Answer {
  /** What a terminal shows. */
  summary: string;
  /** JSON of the table's rows. */
  list: string;
  /** Brings the report into its folder; throws one message when that cannot be written. */
  write(): Promise<void>;
}

/**
 * The answer comes before the files, so that it is printed even where no page can be written. Drawing takes seconds, so a
 * report with the same inputs is not written again, and a chart with the same data is not drawn again.
 */
export async function answerOf(
  pipeline: PipelineRecord,
  place: Place,
  warn: (line: string) => void,
): Promise<Answer> {
  const { root, folder, store } = place;
  const ends = await mendedAncestry(root, pipeline, warn);
  const code = sha256(readFileSync(place.code));
  const inputsDigest = inputsDigestOf(code, pipeline, allOf(ends));
  const latest = latestReport(root, pipeline);
  const list = latest?.inputsDigest === inputsDigest ? intactRows(latest, folder) : undefined;
  if (latest && list !== undefined) {
    return { summary: latest.summary, list, write: () => Promise.resolve() };
  }
  let incomplete = false;
  const missing = (line: string) => {
    incomplete = true;
    warn(line);
  };
  const report = await collectReport(ends, pipeline, store, missing, place.checkout());
  const answer = { summary: summary(report), list: listOf(report) };
  const write = async () => {
    const drawn = await drawReport(report, folder, code, latest);
    const lineage = pipeline.record === undefined ? {} : { lineage: pipeline.record };
    const record = { inputsDigest, code, ...drawn, summary: answer.summary, ...lineage };
    if (!incomplete) trySaving(root, pipeline, record, warn);
  };
  return { ...answer, write };
}

/** Draws the charts that the previous report does not have, and writes all files. */
async function drawReport(
  report: Report,
  folder: string,
  code: string,
  latest: FinishedReport | undefined,
): Promise<Pick<FinishedReport, 'charts' | 'files'>> {
  const { reportFiles } = await import('@nhat/report/report-files');
  const { renderSvg } = await import('@nhat/report/charts/render-svg');
  const charts: Record<string, string> = {};
  const files = await reportFiles(report, async (chart) => {
    const { name } = chart;
    const digest = (charts[name] = sha256(JSON.stringify(chart)));
    const earlier = latest && previousSvg(latest, folder, { code, name, digest });
    return earlier ?? renderSvg(chart);
  });
  writeReport(folder, files);
  return { charts, files: digestsOf(files) };
}

/** A record that cannot be saved is a warning only: without it the next run writes the report again. */
function trySaving(
  root: string,
  pipeline: PipelineRecord,
  record: FinishedReport,
  warn: (line: string) => void,
): void {
  try {
    saveRecord(root, pipeline, record);
  } catch (error) {
    warn(`report: not kept, so the next run makes it anew: ${(error as Error).message}`);
  }
}

const listOf = (report: Report): string => `${JSON.stringify(utilityRows(report), null, 2)}\n`;
