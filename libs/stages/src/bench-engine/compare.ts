import type { Precision } from '@nhat/spec';
import { startBench } from './bench-process';
import type { BenchProcess } from './bench-process';

export interface BenchRow {
  precision: Precision;
  width: number;
  msPerStep: number;
  imagesPerSecond: number;
  peer: { name: string; msPerStep: number } | null;
  /** Our images/s over the peer's. */
  ratio: number | null;
}

export interface Plan {
  precision: Precision;
  width: number;
  rounds: number;
  stepsPerRound: number;
  /** Where both sides run. */
  core: number;
  /** A Python that has torch. */
  python: string | undefined;
}

const batch = 64;

/** Both sides take turns on one core; the median over all steps is reported. */
export async function compare(plan: Plan): Promise<{ row: BenchRow; engine: string }> {
  const { precision, width, core, python } = plan;
  const args = [precision, String(width)];
  const worker = ['libs/nx-plugin/load.cjs', 'libs/stages/src/bench-engine/worker-main.ts'];
  const ours = await startBench(process.execPath, [...worker, ...args], core);
  const peer = python && (await startBench(python, ['libs/models/parity/bench.py', ...args], core));
  const sides = peer ? [ours, peer] : [ours];
  const [own, others] = await takeTurns(sides, plan);
  for (const side of sides) side.end();
  const msPerStep = round(median(own!), 2);
  const peerMs = others && round(median(others), 2);
  return {
    engine: ours.name,
    row: {
      precision,
      width,
      msPerStep,
      imagesPerSecond: round((batch * 1000) / msPerStep, 0),
      peer: peer && peerMs ? { name: peer.name, msPerStep: peerMs } : null,
      ratio: peerMs ? round(peerMs / msPerStep, 3) : null,
    },
  };
}

async function takeTurns(
  sides: BenchProcess[],
  { rounds, stepsPerRound }: Plan,
): Promise<number[][]> {
  const times: number[][] = sides.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [i, side] of sides.entries()) {
      const took = await side.ask<number[]>(String(stepsPerRound));
      if (round > 0) times[i]!.push(...took); // the first round warms up
    }
  }
  return times;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));
