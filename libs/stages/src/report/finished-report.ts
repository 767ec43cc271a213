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
): string => sha256(JSON.stringify([sha256(readFileSync(code)), pipeline, nodes]));

/** The report as it stands in `folder`, when it was made of the same and nobody has touched its files. */
export function readFinished(
  root: string,
  { name }: PipelineRecord,
  made: string,
  folder: string,
): FinishedReport | undefined {
  try {
    const found = JSON.parse(readFileSync(recordPath(root, name), 'utf8')) as FinishedReport;
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

export function keepFinished(root: string, { name }: PipelineRecord, report: FinishedReport): void {
  const path = recordPath(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeAtomic(path, JSON.stringify(report), { durable: false });
}

export const digestsOf = (files: readonly ReportFile[]): Record<string, string> =>
  Object.fromEntries(files.map(({ path, content }) => [path, sha256(content)]));

const recordPath = (root: string, name: string) => join(root, '.nhat/reports', `${name}.json`);
