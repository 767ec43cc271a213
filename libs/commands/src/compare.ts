import { readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readFlags, unknownName, UserError, userError } from '@nhat/documents';
import { compareResults, comparisonText } from '@nhat/report';
import type { KeptResult } from '@nhat/report';
import {
  historyFolder,
  historyNames,
  isSameResult,
  keptIn,
  latestKept,
  readKept,
} from '@nhat/collect/result-history';
import { readWorkspace } from '@nhat/workspace/read-workspace';
import { userPath } from '@nhat/workspace/user-folder';
import { askedPipeline } from './asked-pipeline';
import { compareFlags } from './compare-arguments';

/**
 * `nx compare <pipeline> [--with RESULT] [--json]`: compares the last result of a pipeline with an earlier one, or with that of another
 * pipeline. It reads the results that reports keep; nothing runs. NHAT_PIPELINE contains the pipeline.
 */
export async function main(args: string[], root = process.cwd()): Promise<void> {
  const name = askedPipeline('compare');
  const flags = readFlags(`nx compare ${name}`, args, compareFlags);
  const { names } = readWorkspace(root).pipelines;
  if (!names.includes(name)) throw new UserError(unknownName('pipelines', name, names));
  const after = lastResult(root, name);
  const before =
    flags.with === undefined
      ? beforeLast(root, name, after)
      : otherResult(root, name, flags.with, names);
  const comparison = compareResults(before, after);
  process.stdout.write(
    flags.json
      ? `${JSON.stringify(comparison, null, 2)}\n`
      : comparisonText(comparison, after.coverage),
  );
}

function lastResult(root: string, name: string): KeptResult {
  const last = latestKept(root, name);
  if (last !== undefined) return last.result;
  throw userError(name, 'no result is kept', {
    expected: `a file in ${relative(root, historyFolder(root, name))}, which every report leaves`,
    advice: `Run npx nx utility ${name} first.`,
  });
}

function beforeLast(root: string, name: string, after: KeptResult): KeptResult {
  const earlier = latestKept(root, name, (one) => !isSameResult(one, after));
  if (earlier !== undefined) return earlier.result;
  throw userError(name, 'no earlier result that differs', {
    expected: `two different results in ${relative(root, historyFolder(root, name))}`,
    advice: `Change the document and run npx nx utility ${name} again, or name another pipeline: npx nx compare ${name} --with=<pipeline>`,
  });
}

/** What `--with` names: a pipeline, a kept result of this one, or a file. */
function otherResult(
  root: string,
  name: string,
  asked: string,
  pipelines: readonly string[],
): KeptResult {
  if (pipelines.includes(asked)) return lastResult(root, asked);
  const kept = historyNames(root, name);
  const matching = kept.filter((file) => file.startsWith(asked) || file.includes(`-${asked}`));
  if (matching.length === 1) {
    const result = readKept(root, name, matching[0]!);
    if (result !== undefined) return result;
    throw damaged(join(historyFolder(root, name), matching[0]!));
  }
  if (matching.length > 1) {
    throw userError('--with', 'several kept results begin like that', {
      got: asked,
      expected: `one of ${matching.join(', ')}`,
    });
  }
  const file = userPath(root, asked);
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return resultInFile(file);
  throw userError('--with', 'no such pipeline and no such result', {
    got: asked,
    expected: `a pipeline (${pipelines.join(', ')}) or a kept result of ${name} (${kept.join(', ') || 'none yet'})`,
  });
}

function resultInFile(file: string): KeptResult {
  const result = keptIn(readFileSync(file, 'utf8'));
  if (result === undefined) throw damaged(file);
  return result;
}

const damaged = (file: string) =>
  userError(file, 'not a kept result, or damaged', {
    expected: 'a file that a report left in its folder history',
  });
