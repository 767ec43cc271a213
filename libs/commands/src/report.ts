import { join, relative, resolve } from 'node:path';
import { writeAtomic } from '@nhat/artifacts';
import { openStore } from '@nhat/store';
import { readArguments } from './report-arguments';
import { checkoutOf } from '@nhat/collect/checkout';
import { answerOf } from '@nhat/collect/make-report';
import { readPipelineRecord } from '@nhat/runner/pipeline-record';

/**
 * Prints the answer of the pipeline in NHAT_PIPELINE and then writes its report: `utility|page [--json] [--output FILE]`. If
 * the report cannot be written, one message follows the answer.
 */
export async function main(args: string[], root = process.cwd()): Promise<void> {
  const { command, json, output } = readArguments(args);
  const pipeline = readPipelineRecord(root, process.env);
  const warn = (line: string) => void process.stderr.write(`${line}\n`);
  const folder = join(root, 'reports', pipeline.name);
  const store = openStore(root, process.env, warn);
  const context = { root, folder, code: __filename, store, checkout: () => checkoutOf(root) };
  const { rows, summary, write } = await answerOf(pipeline, context, warn);
  if (json) process.stdout.write(rows);
  else if (command === 'utility') process.stdout.write(`${summary}\n\n`);
  if (output !== undefined) writeAtomic(resolve(root, output), rows);
  await write();
  if (!json) process.stdout.write(`Report: ${relative(root, join(folder, 'index.html'))}\n`);
}
