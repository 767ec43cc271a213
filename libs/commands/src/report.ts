import { join, relative, resolve } from 'node:path';
import { writeAtomic } from '@nhat/artifacts';
import { openStore } from '@nhat/store';
import { readArguments } from './report-arguments';
import { checkoutOf } from '@nhat/collect/checkout';
import { answerOf } from '@nhat/collect/make-report';
import { claimsText } from '@nhat/report/claim-text';
import { readPipelineRecord } from '@nhat/runner/pipeline-record';

/**
 * Prints the answer of the pipeline in NHAT_PIPELINE and then writes its report: `utility|page|claims [--json] [--output FILE]`. If
 * the report cannot be written, one message follows the answer.
 */
export async function main(args: string[], root = process.cwd()): Promise<void> {
  const { command, json, output } = readArguments(args);
  const pipeline = readPipelineRecord(root, process.env);
  const warn = (line: string) => void process.stderr.write(`${line}\n`);
  const folder = join(root, 'reports', pipeline.name);
  const store = openStore(root, process.env, warn);
  const context = { root, folder, code: __filename, store, checkout: () => checkoutOf(root) };
  const { rows, claims, summary, write } = await answerOf(pipeline, context, warn);
  const data = command === 'claims' ? claims : rows;
  if (json) process.stdout.write(data);
  else if (command === 'utility') process.stdout.write(`${summary}\n\n`);
  else if (command === 'claims') process.stdout.write(`${textOf(pipeline.name, claims)}\n\n`);
  if (output !== undefined) writeAtomic(resolve(root, output), data);
  await write();
  if (!json) process.stdout.write(`Report: ${relative(root, join(folder, 'index.html'))}\n`);
}

function textOf(pipeline: string, claims: string): string {
  const list = JSON.parse(claims) as Parameters<typeof claimsText>[0];
  return list.length > 0
    ? claimsText(list)
    : `${pipeline} lists no claims; a document does with "claims": ["falls-with-labels", …].`;
}
