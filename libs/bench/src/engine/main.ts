import os from 'node:os';
import { chosenEngine } from '@nhat/engine';
import type { Capabilities, OpTime } from '@nhat/engine';
import { backbones } from '@nhat/models/registry';
import { UserError, readFlags, unknownName, userError } from '@nhat/documents';
import type { Precision, PrecisionSetting } from '@nhat/documents';
import { benchMethods } from '../methods/bench-methods';
import { pythonWithTorch } from '../bench-process';
import { compare, startWorker } from './compare';
import type { BenchCase, BenchRow } from './compare';
import { benchEngineFlags } from '@nhat/commands/bench-engine-flags';

/**
 * `nx bench engine [--json] [--all] [--profile] [--rounds 8] [--core 1] [--backbone resnet9]`: a training step of ResNet9 (32 px,
 * batch 64, one thread, one core) or of another backbone (ResNet50: 64 px, batch 16) beside PyTorch's. `--all` adds
 * bfloat16 and width 1. `--methods [--precision auto]`: a step of every method on both kinds of networks instead.
 */
export async function main(args: string[]): Promise<void> {
  const values = readFlags('nx bench engine', args, benchEngineFlags);
  const { backbone = 'resnet9', json, profile: profiled, precision: asked = 'auto' } = values;
  const core = Number(values.core ?? os.availableParallelism() - 1);
  if (values.methods) {
    const widths = values.all ? [0.25, 1] : [0.25];
    const precision = precisionOf(asked);
    const rounds = Number(values.rounds ?? 3);
    return benchMethods({ widths, precision, rounds, core, profile: profiled, json });
  }
  if (asked !== 'auto') {
    throw userError('--precision', 'only with --methods', {
      got: asked,
      expected: '--methods, or --all for a step in both precisions',
    });
  }
  if (!Object.hasOwn(backbones, backbone)) {
    throw new UserError(unknownName('--backbone', backbone, Object.keys(backbones)));
  }
  const { capabilities } = chosenEngine();
  const python = pythonWithTorch();
  const say = (line: string) => json || process.stdout.write(`${line}\n`);
  if (!python) say('No Python with torch ($NHAT_PYTHON or python3): nothing to compare with.');
  const results: BenchRow[] = [];
  let engine = '';
  for (const one of cases(backbone, values.all, capabilities)) {
    const stepsPerRound = capabilities.fast && one.width < 1 ? 5 : 2;
    const rounds = Number(values.rounds ?? 8);
    const found = await compare({ ...one, rounds, stepsPerRound, core, python });
    engine = found.engine;
    results.push(found.row);
    say(describe(found.row, engine));
    if (profiled && capabilities.timesOps) say(await profile(one, core));
  }
  if (json) process.stdout.write(`${JSON.stringify({ engine, threads: 1, results }, null, 2)}\n`);
}

function precisionOf(text: string): PrecisionSetting {
  const known = ['auto', 'float32', 'bfloat16'] as const;
  const found = known.find((one) => one === text);
  if (found) return found;
  throw new UserError(unknownName('--precision', text, known));
}

function cases(backbone: string, all: boolean, { bfloat16 }: Capabilities): BenchCase[] {
  const images = /^resnet50/.test(backbone) ? { batch: 16, size: 64 } : { batch: 64, size: 32 };
  if (!all) return [{ backbone, precision: 'float32', width: 0.25, ...images }];
  const precisions: Precision[] = bfloat16 ? ['float32', 'bfloat16'] : ['float32'];
  return [0.25, 1].flatMap((width) =>
    precisions.map((precision) => ({ backbone, precision, width, ...images })),
  );
}

function describe(
  { backbone, precision, width, msPerStep, imagesPerSecond, peer, ratio }: BenchRow,
  engine: string,
) {
  const ours = `${backbone} ${precision} width ${width}: ${engine} ${msPerStep} ms a step, ${imagesPerSecond} images/s`;
  return peer ? `${ours}; ${peer.name} ${peer.msPerStep} ms; ratio ${ratio}` : ours;
}

async function profile(one: BenchCase, core: number): Promise<string> {
  const steps = 10;
  const ours = await startWorker(one, core);
  await ours.ask('3');
  const times = await ours.ask<OpTime[]>(`profile ${steps}`);
  ours.end();
  const total = times.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / steps;
  const row = (name: string, calls: number, ms: number) =>
    `  ${name.padEnd(38)} ${calls.toFixed(1).padStart(6)} calls ${ms.toFixed(2).padStart(8)} ms`;
  const lines = times.map(({ operation, calls, milliseconds }) =>
    row(operation, calls / steps, milliseconds / steps),
  );
  return [...lines, row('all operations', 0, total)].join('\n');
}
