import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { NODES_PER_DATASET, datasetDocument } from './grid-documents';
import { median } from './median';
import { snakeDataset, snakefile } from './snakefile';
import { timedProcess } from './timed-process';

export interface PeerFigures {
  nodes: number;
  coldMs: number;
  unchangedMs: number;
  oneFactorMs: number;
}

/** Undefined when there is no snakemake on the path. */
export function snakemakeVersion(): string | undefined {
  const { status, stdout } = spawnSync('snakemake', ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** The same graph under Snakemake, with as many jobs side by side as there are cores. */
export async function measureSnakemake(nodes: number, runs: number): Promise<PeerFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'nhat-snakemake-'));
  const place = { cwd: folder, env: process.env };
  const run = () => timedProcess('snakemake', ['-j', `${availableParallelism()}`, '-q'], place);
  const dataset = (at: number, seed: number) =>
    writeFileSync(join(folder, snakeDataset(at)), JSON.stringify(datasetDocument(seed)));
  try {
    mkdirSync(join(folder, 'datasets'));
    for (let at = 0; at * NODES_PER_DATASET < nodes; at++) dataset(at, at);
    writeFileSync(join(folder, 'Snakefile'), snakefile(nodes));
    const cold = await run();
    const unchanged: number[] = [];
    for (let at = 0; at < runs; at++) unchanged.push((await run()).ms);
    const factor: number[] = [];
    for (let at = 0; at < runs; at++) {
      dataset(0, 1_000_000 + at);
      factor.push((await run()).ms);
    }
    return {
      nodes: readdirSync(join(folder, 'out')).length,
      coldMs: Math.round(cold.ms),
      unchangedMs: Math.round(median(unchanged)),
      oneFactorMs: Math.round(median(factor)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
