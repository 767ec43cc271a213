import { join, relative, resolve } from 'node:path';
import { writeAtomic } from '@nhat/artifacts';
import { reportFiles, utilityRows } from '@nhat/report';
import { openStore } from '@nhat/store';
import { readArguments } from './arguments';
import { collectReport } from './collect-report';
import { readPipelineRecord } from './pipeline-record';
import { summary } from './summary';
import { writeReport } from './write-report';

/** Writes the report of the pipeline in NHAT_PIPELINE and prints its answer: `utility|report [--json] [--output FILE]`. */
export async function main(args: string[], root = process.cwd()): Promise<void> {
  const { what, json, output } = readArguments(args);
  const pipeline = readPipelineRecord(process.env);
  const warn = (line: string) => void process.stderr.write(`${line}\n`);
  const report = await collectReport(root, pipeline, openStore(root, process.env, warn), warn);
  const folder = join(root, 'reports', pipeline.name);
  writeReport(folder, await reportFiles(report));
  const list = `${JSON.stringify(utilityRows(report), null, 2)}\n`;
  if (output !== undefined) writeAtomic(resolve(root, output), list);
  if (json) {
    process.stdout.write(list);
    return;
  }
  const page = relative(root, join(folder, 'index.html'));
  process.stdout.write(`${what === 'utility' ? `${summary(report)}\n\n` : ''}Report: ${page}\n`);
}
