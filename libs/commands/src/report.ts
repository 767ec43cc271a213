import { join } from 'node:path';
import { writeAtomic } from '@nhat/artifacts';
import { pipelineOptions, resolvePipeline } from '@nhat/documents';
import type { JsonObject } from '@nhat/documents';
import { openStore, withPictures } from '@nhat/store';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { pathForUser, userPath } from '@nhat/workspace/user-folder';
import { answerData, moreLine } from './answer-data';
import { askedRecord } from './asked-pipeline';
import { answerPrinter } from './answer-printer';
import { nextStep } from './next-step';
import { readArguments } from './report-arguments';
import { scoresCommand } from './scores-arguments';
import { shellWord } from './shell-word';
import { checkoutOf } from '@nhat/collect/checkout';
import { answerOf } from '@nhat/collect/make-report';
import { claimsText, looksText } from '@nhat/report/claim-text';
import { wrappedLines } from '@nhat/report/wrapped-lines';
import { readPipelineRecord } from '@nhat/runner/pipeline-record';
import type { PipelineRecord } from '@nhat/runner/pipeline-record';
import { writeReportsIndex } from '@nhat/site/write-reports-index';

/**
 * Prints the answer of the pipeline in NHAT_PIPELINE and then writes its report: `utility|page|claims [--json] [--output FILE]
 * [--warnings]`. If the report cannot be written, one message follows the answer.
 */
export async function main(args: string[], root = process.cwd()): Promise<void> {
  const { command, json, output, warnings } = readArguments(args);
  const pipeline = readPipelineRecord(root, askedRecord(command));
  const { print, warn } = answerPrinter(root, pipeline.name, process.env);
  const folder = join(root, 'reports', pipeline.name);
  const store = withPictures(openStore(root, process.env, warn));
  const context = {
    ...{ root, folder, code: __filename, store, command: scoresCommand(process.env) },
    checkout: () => checkoutOf(root),
    options: () => optionsOf(root, pipeline.name),
    nextStep: () => nextStep(root, pipeline.name),
  };
  const answer = await answerOf(pipeline, context, warn);
  const { claims, summary, details, write } = answer;
  const data = command === 'claims' ? claims : answerData(answer);
  if (json) print(data);
  else if (command === 'utility') print(`${summary}\n\n`);
  else if (command === 'claims') print(`${textOf(pipeline, claims)}\n\n`);
  if (warnings && !json) print(`${details}\n`);
  const written = output === undefined ? undefined : userPath(root, output);
  if (written !== undefined) writeAtomic(written, data);
  await write();
  await writeReportsIndex({ root, code: __filename }, warn);
  if (json) return;
  print(`Report: ${pathForUser(root, join(folder, 'index.html'))}\n`);
  if (written !== undefined) print(`JSON: ${pathForUser(root, written)}\n`);
  if (command !== 'utility' || warnings) return;
  const asked = scoresCommand(process.env, root) ?? `npx nx utility ${shellWord(pipeline.name)}`;
  print(`${moreLine(answer.warnings, asked)}\n`);
}

/** The options of a pipeline as its documents have them now; null where they cannot be read. */
function optionsOf(root: string, name: string): JsonObject | null {
  try {
    return pipelineOptions(resolvePipeline(readWorkspace(root), name));
  } catch {
    return null; // The document was removed or changed while the pipeline ran.
  }
}

function textOf({ name, rounds }: PipelineRecord, claims: string): string {
  const list = JSON.parse(claims) as Parameters<typeof claimsText>[0];
  if (list.length === 0) {
    return `${name} lists no claims; a document does with "claims": ["falls-with-labels", …].`;
  }
  const looks = looksText(rounds);
  return [claimsText(list), ...(looks === '' ? [] : ['', ...wrappedLines(looks)])].join('\n');
}
