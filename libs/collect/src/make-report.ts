import { readFileSync } from 'node:fs';
import { sha256 } from '@nhat/artifacts';
import type { JsonObject } from '@nhat/documents';
import { decisionRecord, keptResult } from '@nhat/report';
import type { Checkout, KeptResult, Report } from '@nhat/report';
import { claimRows } from '@nhat/report/claim-text';
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
import { nodesOf, presentDigests } from './lineage';
import { mendedAncestry } from './mended-lineage';
import type { PipelineRecord } from '@nhat/runner/pipeline-record';
import { historyNames, isSameResult, keepResult, latestKept } from './result-history';
import { summary } from './summary';
import { writeReport } from './write-report';

export interface ReportContext {
  root: string;
  /** The folder of the report. */
  folder: string;
  /** The file that contains the code of the report. */
  code: string;
  store: Pick<Store, 'readBlob'>;
  /** The command that computes the report again, where that is not `nx utility` of its pipeline. */
  command?: string | undefined;
  /** Returns the state of the code; called only when a page is written. */
  checkout(): Checkout | null;
  /** Returns the options of the pipeline that decide results; called only when a page is written. */
  options?(): JsonObject | null;
  /** Returns what `nx decide` would run next, in words; called only where a decision cannot be told yet. */
  nextStep?(): string | null;
}

/** The results of a finished pipeline. */
export interface Answer {
  /** The texts for the terminal, and how many warnings there are in `details`. */
  summary: string;
  details: string;
  warnings: number;
  /** The rows of the table as JSON. */
  rows: string;
  /** The claims with their outcomes as JSON, a list of `DecidedClaim`. */
  claims: string;
  /** The decision as JSON, a `DecisionRecord`; null where the document has none. */
  decision: string | null;
  /** Writes the report to its folder; throws one message when that fails. */
  write(): Promise<void>;
}

/**
 * Collects the answer of a pipeline. It is available before the files are written, so that it is printed even where no page can
 * be written. Drawing takes seconds, so a report with unchanged inputs is not written again, and a chart with unchanged data is
 * not drawn again.
 */
export async function answerOf(
  pipeline: PipelineRecord,
  context: ReportContext,
  warn: (line: string) => void,
): Promise<Answer> {
  const { root, folder, store } = context;
  const code = sha256(readFileSync(context.code));
  const latest = latestReport(root, pipeline);
  const unchanged = latest && unchangedAnswer(latest, pipeline, context, code);
  if (unchanged !== undefined) return unchanged;
  const ends = await mendedAncestry(root, pipeline, warn);
  const nodes = nodesOf(ends);
  const files = nodes.map((node) => node.files);
  const inputs = {
    inputsDigest: inputsDigestOf(code, pipeline, files),
    nodes: nodes.map(({ manifest }) => manifest.node),
  };
  let incomplete = false;
  const warnMissing = (line: string) => {
    incomplete = true;
    warn(line);
  };
  const { command } = context;
  const checkout = context.checkout();
  const found = await collectReport(ends, pipeline, store, warnMissing, checkout, command);
  const collected = withNextStep(found, context);
  const options = context.options?.() ?? null;
  const result = keptResult({ ...collected, options }, new Date().toISOString());
  const earlier = latestKept(root, pipeline.name, (one) => !isSameResult(one, result))?.result;
  const report: Report = { ...collected, options, ...(earlier && { earlier }) };
  const texts = summary(report);
  const answer = {
    ...texts,
    rows: json(utilityRows(report)),
    claims: json(claimRows(report.claims)),
    decision: report.decision ? json(decisionRecord(report)) : null,
  };
  const write = async () => {
    const drawn = await drawReport(report, folder, code, latest);
    const lineage = pipeline.record === undefined ? {} : { lineage: pipeline.record };
    const record = { ...inputs, code, ...drawn, ...texts, ...lineage };
    tryKeeping(root, result, warn);
    if (!incomplete) trySaving(root, pipeline, record, warn);
  };
  return { ...answer, write };
}

function withNextStep(report: Report, { nextStep }: ReportContext): Report {
  const { decision } = report;
  if (decision === undefined || nextStep === undefined) return report;
  if (decision.panels.every(({ choice }) => choice.outcome === 'chosen')) return report;
  return { ...report, decision: { ...decision, next: nextStep() } };
}

/**
 * The answer of the latest report if nothing that it was made of has changed and its own files are intact. Its nodes were verified
 * then, and to compare their bytes takes a quarter of the time of verifying them again.
 */
function unchangedAnswer(
  latest: FinishedReport,
  pipeline: PipelineRecord,
  { root, folder }: ReportContext,
  code: string,
): Answer | undefined {
  if (latest.code !== code) return undefined;
  const files = presentDigests(root, latest.nodes);
  if (files === undefined || inputsDigestOf(code, pipeline, files) !== latest.inputsDigest) {
    return undefined;
  }
  const intact = intactRows(latest, folder);
  if (intact === undefined || historyNames(root, pipeline.name).length === 0) return undefined;
  const { summary, details, warnings } = latest;
  return { summary, details, warnings, ...intact, write: () => Promise.resolve() };
}

/** Draws the charts that the previous report lacks, and writes all files. */
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

/** Saves the record; a failure is only a warning, because without a record the next run writes the report again. */
function trySaving(
  root: string,
  pipeline: PipelineRecord,
  record: FinishedReport,
  warn: (line: string) => void,
): void {
  try {
    saveRecord(root, pipeline, record);
  } catch (error) {
    warn(
      `report: its record could not be saved, so the next run writes the report again: ${(error as Error).message}`,
    );
  }
}

/** Keeps the result for later comparisons; a failure is only a warning. */
function tryKeeping(root: string, result: KeptResult, warn: (line: string) => void): void {
  try {
    keepResult(root, result);
  } catch (error) {
    warn(`report: this result is not kept for comparisons: ${(error as Error).message}`);
  }
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
