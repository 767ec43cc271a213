import { join, relative, resolve } from 'node:path';
import { writeAtomic } from '@nhat/artifacts';
import { openStore } from '@nhat/store';
import { readArguments } from './arguments';
import { makeReport } from './make-report';
import { readPipelineRecord } from './pipeline-record';

/** Writes the report of the pipeline in NHAT_PIPELINE and prints its answer: `utility|page [--json] [--output FILE]`. */
export async function main(args: string[], root = process.cwd()): Promise<void> {
  const { what, json, output } = readArguments(args);
  const pipeline = readPipelineRecord(process.env);
  const warn = (line: string) => void process.stderr.write(`${line}\n`);
  const folder = join(root, 'reports', pipeline.name);
  const store = openStore(root, process.env, warn);
  const place = { root, folder, code: __filename, store };
  const { list, summary } = await makeReport(pipeline, place, warn);
  if (output !== undefined) writeAtomic(resolve(root, output), list);
  if (json) {
    process.stdout.write(list);
    return;
  }
  const page = relative(root, join(folder, 'index.html'));
  process.stdout.write(`${what === 'utility' ? `${summary}\n\n` : ''}Report: ${page}\n`);
}
