import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { readFlags, userError } from '@nhat/documents';
import { chosenEngine, forcedEngine } from '@nhat/engine/chosen-engine';
import { keepFirst, measureInTurns } from '@nhat/engine/measure-in-turns';
import { measuredSpeed } from '@nhat/engine/measured-speed';
import { findWorkspace } from '@nhat/engine/prepare/find-workspace';
import { tensorflowVersion } from '@nhat/engine/prepare/platform';
import { prepareEngine } from '@nhat/engine/prepare/prepare';
import { BUNDLE_ENTRY, LOADER, NODE_ENTRY, WORKER_ENTRY } from '@nhat/runner/entry';

/** What every run starts. */
const PROGRAMS = [NODE_ENTRY, WORKER_ENTRY, BUNDLE_ENTRY, 'libs/commands/src/report.ts'];

/**
 * Prepares the fastest engine that this machine can run: `node tools/load.cjs libs/commands/src/prepare.ts`. It also bundles what
 * every run starts, because the first one would wait for that.
 */
export async function main(args: string[] = [], root = process.cwd()): Promise<number> {
  readFlags('nx prepare engine', args, {});
  bundlePrograms(root);
  const forced = forcedEngine();
  const print = (line: string) => process.stdout.write(`engine: ${line}\n`);
  if (forced && !forced.needsPreparation) {
    print(`${forced.title}, as NHAT_ENGINE requests`);
    return 0;
  }
  const { prepared, missed, folder, log } = await prepareEngine(findWorkspace(), print);
  const why = missed.map(({ engine, why: reason }) => `${engine}: ${reason}`).join('; ');
  if (prepared) {
    print(`native (${basename(folder)})`);
    // Here, because the first training measures beside others.
    if (!measuredSpeed(tensorflowVersion)) keepFirst(tensorflowVersion, await measureInTurns());
    return 0;
  }
  if (forced) {
    throw userError('engine', `the native engine could not be prepared: ${why}`, {
      advice: advice(log),
    });
  }
  print(
    `${chosenEngine().title}, several times slower; native is missing (${why}). ${advice(log)}`,
  );
  return 0;
}

function bundlePrograms(root: string): void {
  const { bundled } = createRequire(join(root, LOADER))(join(root, LOADER)) as {
    bundled(entry: string): unknown;
  };
  PROGRAMS.forEach((entry) => bundled(entry));
}

const advice = (log: string) =>
  `It needs python3 with pip that reaches a package index, and a C++ compiler; log: ${log}`;
