import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256, writeAtomic } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import type { ReportFile } from '@nhat/report';
import { stableJson } from '@nhat/spec';
import type { Json } from '@nhat/spec';
import type { PipelineRecord } from '@nhat/runner/pipeline-record';
import { staleCharts } from './write-report';

/** What a report says on the terminal, and all that it was made of. */
export interface FinishedReport {
  /** Digest of the code, the pipeline's prose and the manifests. */
  made: string;
  /** Digest of the code that drew the charts. */
  code: string;
  /** Name of a chart → digest of all that it says. */
  charts: Record<string, string>;
  /** Path in the report's folder → SHA-256. */
  files: Record<string, string>;
  summary: string;
}

/** As it is kept: `digest` covers the whole report, so that a damaged record is noticed. */
interface Kept {
  digest: string;
  report: FinishedReport;
}

/** The file of a report that holds the rows of its table. */
export const LIST = 'utility.json';

/** Changes whenever anything does that a report could show: also who computed a node, and how long that took. */
export const madeOf = (
  code: string,
  pipeline: PipelineRecord,
  nodes: readonly Manifest[],
): string => sha256(JSON.stringify([code, pipeline, nodes]));

/** What was last kept of a pipeline's report; undefined when there is nothing that can be read, or it is damaged. */
export function latestReport(root: string, { name }: PipelineRecord): FinishedReport | undefined {
  try {
    const { digest, report } = JSON.parse(readFileSync(recordPath(root, name), 'utf8')) as Kept;
    return digestOfRecord(report) === digest ? report : undefined;
  } catch {
    return undefined;
  }
}

/** The rows of the report's table when it stands in `folder` as it was made, and nobody has touched its files. */
export function standing({ files }: FinishedReport, folder: string): string | undefined {
  try {
    const texts = new Map(
      Object.keys(files).map((path) => [path, readFileSync(join(folder, path))]),
    );
    const whole = Object.entries(files).every(
      ([path, digest]) => sha256(texts.get(path)!) === digest,
    );
    const stale = staleCharts(folder, new Set(Object.keys(files)));
    return whole && stale.length === 0 ? texts.get(LIST)?.toString('utf8') : undefined;
  } catch {
    return undefined;
  }
}

/** The SVG of a chart that the report drew of the same, when nobody has touched it: one factor changes a few charts of many. */
export function drawing(
  { code, charts, files }: FinishedReport,
  folder: string,
  chart: { code: string; name: string; digest: string },
): string | undefined {
  if (code !== chart.code || charts[chart.name] !== chart.digest) return undefined;
  const path = `charts/${chart.name}.svg`;
  try {
    const svg = readFileSync(join(folder, path), 'utf8');
    return sha256(svg) === files[path] ? svg : undefined;
  } catch {
    return undefined;
  }
}

export function keepFinished(root: string, { name }: PipelineRecord, report: FinishedReport): void {
  const kept: Kept = { digest: digestOfRecord(report), report };
  writeAtomic(recordPath(root, name), JSON.stringify(kept), { durable: false });
}

export const digestsOf = (files: readonly ReportFile[]): Record<string, string> =>
  Object.fromEntries(files.map(({ path, content }) => [path, sha256(content)]));

const digestOfRecord = (report: FinishedReport): string =>
  sha256(stableJson(report as unknown as Json));

const recordPath = (root: string, name: string) => join(root, '.nhat/reports', `${name}.json`);
