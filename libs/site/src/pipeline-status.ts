import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '@nhat/artifacts';
import { filesBelow } from '@nhat/artifacts/files-below';
import { indexDocuments } from '@nhat/documents';
import type { WorkspaceDocuments } from '@nhat/documents';
import { registries } from '@nhat/plan';
import { parseAnswer } from '@nhat/report/answer-record';
import type { AnswerRecord } from '@nhat/report/answer-record';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { nodeNames } from './node-names';

/** What the disk has of one pipeline. */
export interface PipelineStatus {
  name: string;
  /** Empty where the document has none. */
  question: string;
  /** The number of nodes of the document as it is now; null without a document that can be read, and where it was never run. */
  nodes: number | null;
  /** How many of these have a result in `artifacts/`. */
  done: number;
  /** What its page says; null where it has none. */
  report: AnswerRecord | null;
  /** The first line of what is wrong with the document; null when nothing is. */
  fault: string | null;
}

export interface StatusContext {
  root: string;
  /** The file that contains the code which plans. */
  code: string;
}

/** The pipelines of all documents and all other reports in `reports/`, by name. It depends on nothing but the disk. */
export function pipelineStatuses({ root, code }: StatusContext): PipelineStatus[] {
  const workspace = documentsAt(root);
  const codeDigest = sha256(readFileSync(code));
  const results = resultsIn(root);
  const { names } = workspace.pipelines;
  const reports = new Map(
    reportNames(join(root, 'reports')).flatMap((name): [string, AnswerRecord][] => {
      const record = answerAt(root, name);
      return record === undefined ? [] : [[name, record]];
    }),
  );
  const ofDocuments = names.map((name): PipelineStatus => {
    const report = reports.get(name) ?? null;
    const question = questionOf(workspace, name) || (report?.question ?? '');
    try {
      const isRun = (nodes: readonly string[]) =>
        report !== null || nodes.some((node) => results.has(node));
      const nodes = nodeNames(root, workspace, name, { code: codeDigest, isRun });
      const done = nodes?.filter((node) => results.has(node)).length ?? 0;
      return { name, question, nodes: nodes?.length ?? null, done, report, fault: null };
    } catch (error) {
      const [fault = ''] = (error as Error).message.split('\n');
      return { name, question, nodes: null, done: 0, report, fault };
    }
  });
  const others = [...reports.entries()]
    .filter(([name]) => !names.includes(name))
    .map(([name, report]): PipelineStatus => ({
      ...{ name, question: report.question, nodes: null, done: 0, report, fault: null },
    }));
  return [...ofDocuments, ...others].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Without the folders of documents there are none. */
function documentsAt(root: string): WorkspaceDocuments {
  if (['datasets', 'pipelines'].every((folder) => existsSync(join(root, folder)))) {
    return readWorkspace(root);
  }
  const none = (kind: 'dataset' | 'pipeline') => indexDocuments(kind, []);
  return { datasets: none('dataset'), pipelines: none('pipeline'), registries };
}

/** Also of documents with a mistake elsewhere; empty where it cannot be read. */
function questionOf({ pipelines }: WorkspaceDocuments, name: string): string {
  try {
    const { question } = pipelines.body(name);
    return typeof question === 'string' ? question : '';
  } catch {
    return '';
  }
}

/** Names of the nodes that have a result. `outputs.json` is written last. */
function resultsIn(root: string): ReadonlySet<string> {
  const folder = join(root, 'artifacts');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return new Set(names.filter((name) => existsSync(join(folder, name, 'outputs.json'))));
}

function answerAt(root: string, name: string): AnswerRecord | undefined {
  const folder = join(root, 'reports', name);
  try {
    return existsSync(join(folder, 'index.html'))
      ? parseAnswer(readFileSync(join(folder, 'answer.json'), 'utf8'))
      : undefined;
  } catch {
    return undefined;
  }
}

/** Names of the pipelines whose report has an answer below this folder. */
const reportNames = (folder: string): string[] =>
  filesBelow(folder).flatMap((path) => /^(.+)\/answer\.json$/.exec(path)?.[1] ?? []);
