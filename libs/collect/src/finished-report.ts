import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256, writeAtomic } from '@nhat/artifacts';
import type { ReportFile } from '@nhat/report';
import { stableJson } from '@nhat/documents';
import type { Json } from '@nhat/documents';
import type { PipelineRecord } from '@nhat/runner/pipeline-record';
import { staleFiles } from './write-report';

/** The record of a written report: its texts for the terminal, and digests of its inputs and files. */
export interface FinishedReport {
  /** Digest of the code, the texts of the pipeline and the files of all nodes. */
  inputsDigest: string;
  /** Names of all nodes, in the order in which `inputsDigest` covers their files. */
  nodes: string[];
  /** Digest of the code that drew the charts. */
  code: string;
  /** Name of a chart → digest of its data and specification. */
  charts: Record<string, string>;
  /** Path in the report's folder → SHA-256. */
  files: Record<string, string>;
  /** The texts for the terminal, and how many warnings there are in `details`. */
  summary: string;
  details: string;
  warnings: number;
  /** Digest of the record that names the last nodes of the pipeline. */
  lineage?: string;
}

/** The file of the record. `digest` covers the whole report, so that a damaged record is detected. */
interface SavedRecord {
  digest: string;
  report: FinishedReport;
}

/** The files of a report that contain the rows of its table, and its claims. */
const ROWS_FILE = 'utility.json';
const CLAIMS_FILE = 'claims.json';
/** Of a pipeline with a decision alone. */
const DECISION_FILE = 'decision.json';

/** A digest that changes with everything that a report may show; `files` are the digests of the files of all nodes. */
export const inputsDigestOf = (
  code: string,
  pipeline: PipelineRecord,
  files: readonly string[],
): string => sha256(JSON.stringify([code, pipeline, files]));

/** The latest saved record of a pipeline's report; undefined when there is none or it is damaged. */
export function latestReport(
  root: string,
  { name }: Pick<PipelineRecord, 'name'>,
): FinishedReport | undefined {
  try {
    const { digest, report } = JSON.parse(
      readFileSync(recordPath(root, name), 'utf8'),
    ) as SavedRecord;
    return digestOfRecord(report) === digest ? report : undefined;
  } catch {
    return undefined;
  }
}

/** The rows of the report's table and its claims if `folder` contains exactly the files of the report, unchanged; else undefined. */
export function intactRows(
  { files }: FinishedReport,
  folder: string,
): { rows: string; claims: string; decision: string | null } | undefined {
  try {
    const texts = new Map(
      Object.keys(files).map((path) => [path, readFileSync(join(folder, path))]),
    );
    const isIntact = Object.entries(files).every(
      ([path, digest]) => sha256(texts.get(path)!) === digest,
    );
    const stale = staleFiles(folder, new Set(Object.keys(files)));
    const [rows, claims] = [texts.get(ROWS_FILE), texts.get(CLAIMS_FILE)];
    const decision = texts.get(DECISION_FILE)?.toString('utf8') ?? null;
    return isIntact && stale.length === 0 && rows && claims
      ? { rows: rows.toString('utf8'), claims: claims.toString('utf8'), decision }
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The SVG from the previous report if data and drawing code are unchanged and the file is intact, else undefined. Changing one
 * factor usually redraws only a few charts.
 */
export function previousSvg(
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

/** Replaces the record of the pipeline’s report; throws where the file cannot be written. */
export function saveRecord(root: string, { name }: PipelineRecord, report: FinishedReport): void {
  const record: SavedRecord = { digest: digestOfRecord(report), report };
  writeAtomic(recordPath(root, name), JSON.stringify(record), { durable: false });
}

export const digestsOf = (files: readonly ReportFile[]): Record<string, string> =>
  Object.fromEntries(files.map(({ path, content }) => [path, sha256(content)]));

const digestOfRecord = (report: FinishedReport): string =>
  sha256(stableJson(report as unknown as Json));

const recordPath = (root: string, name: string) => join(root, '.nhat/reports', `${name}.json`);
