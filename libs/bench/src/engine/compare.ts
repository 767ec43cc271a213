import type { Precision } from '@nhat/documents';
import { LOADER } from '@nhat/runner/entry';
import { startBench } from '../bench-process';
import type { BenchProcess } from '../bench-process';
import { median } from '../median';
import { workerEntry } from '../worker-entry';

/** Which network is trained on which images, by both sides. */
export interface BenchCase {
  backbone: string;
  precision: Precision;
  width: number;
  batch: number;
  /** Pixels per side. */
  size: number;
}

export interface BenchRow extends BenchCase {
  msPerStep: number;
  imagesPerSecond: number;
  peer: { name: string; msPerStep: number } | null;
  /** Our images/s over the peer's. */
  ratio: number | null;
}

export interface Plan extends BenchCase {
  rounds: number;
  stepsPerRound: number;
  /** Where both sides run. */
  core: number;
  /** A Python that has torch. */
  python: string | undefined;
}

/** Arguments of both workers. */
const benchArguments = ({ precision, width, backbone, batch, size }: BenchCase): string[] =>
  [precision, width, backbone, batch, size].map(String);

/** Our side. */
export const startWorker = (one: BenchCase, core: number): Promise<BenchProcess> => {
  const parts = [{ key: 'backbone', library: 'models' as const, name: one.backbone }];
  const worker = [LOADER, workerEntry('engine/worker', parts)];
  return startBench(process.execPath, [...worker, ...benchArguments(one)], core);
};

/** Both sides take turns on one core; the median over all steps is reported. */
export async function compare(plan: Plan): Promise<{ row: BenchRow; engine: string }> {
  const { backbone, precision, width, batch, size, core, python } = plan;
  const args = benchArguments(plan);
  const ours = await startWorker(plan, core);
  const peer = python ? await startPeer(python, args, core) : undefined;
  const sides = peer ? [ours, peer] : [ours];
  const [own, others] = await takeTurns(sides, plan);
  for (const side of sides) side.end();
  const msPerStep = round(median(own!), 2);
  const peerMs = others && round(median(others), 2);
  return {
    engine: ours.name,
    row: {
      ...{ backbone, precision, width, batch, size },
      msPerStep,
      imagesPerSecond: round((batch * 1000) / msPerStep, 0),
      peer: peer && peerMs ? { name: peer.name, msPerStep: peerMs } : null,
      ratio: peerMs ? round(peerMs / msPerStep, 3) : null,
    },
  };
}

/** PyTorch's side; undefined, with a line that says so, where it does not start, e.g. on a backbone that only we have. */
async function startPeer(
  python: string,
  args: string[],
  core: number,
): Promise<BenchProcess | undefined> {
  try {
    return await startBench(python, ['libs/models/parity/bench.py', ...args], core);
  } catch (error) {
    process.stderr.write(`Nothing to compare with: ${(error as Error).message}.\n`);
    return undefined;
  }
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

const round = (value: number, digits: number) => Number(value.toFixed(digits));
