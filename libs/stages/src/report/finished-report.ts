import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

/** The report as it stands in `folder`, when it was made of the same and nobody has touched its files. */
export function readFinished(
  root: string,
  { name }: PipelineRecord,
  made: string,
  folder: string,
): FinishedReport | undefined {
  try {
    const found = readRecord(root, name);
    const whole = Object.entries(found.files).every(
      ([path, digest]) => sha256(readFileSync(join(folder, path))) === digest,
    );
    const alone = readdirSync(join(folder, 'charts')).every(
      (name) => `charts/${name}` in found.files,
    );
    return found.made === made && whole && alone ? found : undefined;
  } catch {
    return undefined;
  }
}

/** The SVG of a chart that the latest report drew of the same, when nobody has touched it: one factor changes a few charts of many. */
export function earlierDrawing(
  root: string,
  { name }: PipelineRecord,
  folder: string,
  chart: { code: string; name: string; digest: string },
): string | undefined {
  try {
    const { code, charts, files } = readRecord(root, name);
    if (code !== chart.code || charts[chart.name] !== chart.digest) return undefined;
    const path = `charts/${chart.name}.svg`;
    const svg = readFileSync(join(folder, path), 'utf8');
    return sha256(svg) === files[path] ? svg : undefined;
  } catch {
    return undefined;
  }
}

export function keepFinished(root: string, { name }: PipelineRecord, report: FinishedReport): void {
  const path = recordPath(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeAtomic(path, JSON.stringify(report), { durable: false });
}

export const digestsOf = (files: readonly ReportFile[]): Record<string, string> =>
  Object.fromEntries(files.map(({ path, content }) => [path, sha256(content)]));

const readRecord = (root: string, name: string) =>
  JSON.parse(readFileSync(recordPath(root, name), 'utf8')) as FinishedReport;

const recordPath = (root: string, name: string) => join(root, '.nhat/reports', `${name}.json`);
