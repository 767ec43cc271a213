import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sha256, writeAtomic } from '@nhat/artifacts';
import type { Manifest } from '@nhat/artifacts';
import type { ReportFile } from '@nhat/report';
import type { PipelineRecord } from './pipeline-record';

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
  /** JSON of the table's rows. */
  list: string;
}

/** Changes whenever anything does that a report could show: also who computed a node, and how long that took. */
export const madeOf = (
  code: string,
  pipeline: PipelineRecord,
  nodes: readonly Manifest[],
): string => sha256(JSON.stringify([code, pipeline, nodes]));

/** What was last kept of a pipeline's report; undefined when there is nothing that can be read. */
export function latestReport(root: string, { name }: PipelineRecord): FinishedReport | undefined {
  try {
    return JSON.parse(readFileSync(recordPath(root, name), 'utf8')) as FinishedReport;
  } catch {
    return undefined;
  }
}

/** Whether the report stands in `folder` as it was made, and nobody has touched its files. */
export function stands({ files }: FinishedReport, folder: string): boolean {
  try {
    return (
      Object.entries(files).every(
        ([path, digest]) => sha256(readFileSync(join(folder, path))) === digest,
      ) && readdirSync(join(folder, 'charts')).every((name) => `charts/${name}` in files)
    );
  } catch {
    return false;
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
  const path = recordPath(root, name);
  writeAtomic(path, JSON.stringify(report), { durable: false });
}

export const digestsOf = (files: readonly ReportFile[]): Record<string, string> =>
  Object.fromEntries(files.map(({ path, content }) => [path, sha256(content)]));

const recordPath = (root: string, name: string) => join(root, '.nhat/reports', `${name}.json`);
