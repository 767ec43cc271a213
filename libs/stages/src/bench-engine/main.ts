import os from 'node:os';
import { parseArgs } from 'node:util';
import type { OpTime } from '@nhat/engine/native/profile-ops';
import { openedRung } from '@nhat/engine';
import type { Precision } from '@nhat/spec';
import { pythonWithTorch, startBench } from './bench-process';
import { compare } from './compare';
import type { BenchRow } from './compare';

/**
 * `nx bench engine [--json] [--all] [--profile] [--rounds 8] [--core 1]`: a training step of ResNet9 (32 px, batch 64, one
 * thread, one core) beside PyTorch's. `--all` adds bfloat16 and width 1.
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args: args.map((arg) => arg.replace(/=true$/, '')),
    options: {
      json: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '8' },
      core: { type: 'string', default: String(os.availableParallelism() - 1) },
    },
  });
  const native = openedRung() === 'native';
  const python = pythonWithTorch();
  const say = (line: string) => values.json || process.stdout.write(`${line}\n`);
  if (!python) say('No Python with torch ($NHAT_PYTHON or python3): nothing to compare with.');
  const results: BenchRow[] = [];
  let engine = '';
  for (const [precision, width] of cases(values.all, native)) {
    const stepsPerRound = native && width < 1 ? 5 : 2;
    const core = Number(values.core);
    const rounds = Number(values.rounds);
    const found = await compare({ precision, width, rounds, stepsPerRound, core, python });
    engine = found.engine;
    results.push(found.row);
    say(describe(found.row, engine));
    if (values.profile && native) say(await profile(precision, width, core));
  }
  if (values.json)
    process.stdout.write(`${JSON.stringify({ engine, threads: 1, results }, null, 2)}\n`);
}

function cases(all: boolean, native: boolean): [Precision, number][] {
  if (!all) return [['float32', 0.25]];
  const precisions: Precision[] = native ? ['float32', 'bfloat16'] : ['float32'];
  return [0.25, 1].flatMap((width) => precisions.map((one): [Precision, number] => [one, width]));
}

function describe(
  { precision, width, msPerStep, imagesPerSecond, peer, ratio }: BenchRow,
  engine: string,
) {
  const ours = `${precision} width ${width}: ${engine} ${msPerStep} ms a step, ${imagesPerSecond} images/s`;
  return peer ? `${ours}; ${peer.name} ${peer.msPerStep} ms; ratio ${ratio}` : ours;
}

async function profile(precision: Precision, width: number, core: number): Promise<string> {
  const steps = 10;
  const worker = ['libs/nx-plugin/load.cjs', 'libs/stages/src/bench-engine/worker-main.ts'];
  const ours = await startBench(process.execPath, [...worker, precision, String(width)], core);
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
