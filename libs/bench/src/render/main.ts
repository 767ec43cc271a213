import { performance } from 'node:perf_hooks';
import { jsonFlag, readFlags } from '@nhat/documents';
import type { CountedConfig } from '@nhat/stages/imaging/make-shard';
import { rendered } from '@nhat/sources/rendered';
import { shardMaker } from '@nhat/stages/imaging/make-shard';
import { openWorkers } from '@nhat/stages/imaging/shard-workers';
import type { ShardWorkers } from '@nhat/stages/imaging/shard-workers';

/** For the workers. */
export const makeShard = shardMaker(rendered);

const ROUNDS = 5;
const WARM_UP = 2;

/** Images a worker renders in a round, by resolution. */
const IMAGES = { 32: 600, 64: 400, 128: 150 } as const;

type Resolution = keyof typeof IMAGES;

/** Images a second on all cores for TCVL, `----` and scenes of four: median of five rounds, after two that fill the caches. */
export async function main(args: string[]): Promise<number> {
  const { json } = readFlags('nx bench render', args, jsonFlag);
  const workers = openWorkers(__filename, makeShard);
  const report = { imagesPerSecond: {}, plain: {}, scenes: {}, cores: workers.count };
  for (const [kind, factors, objects] of [
    ['imagesPerSecond', 'TCVL', 1],
    ['plain', '----', 1],
    ['scenes', 'TCVL', 4],
  ] as const) {
    for (const resolution of [32, 64, 128] as const) {
      const config = configOf(factors, objects, resolution);
      const rate = await measure(workers, config);
      Object.assign(report[kind], { [resolution]: rate });
      if (!json) process.stdout.write(line(config, rate, workers.count));
    }
  }
  await workers.close();
  if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
  return 0;
}

async function measure(workers: ShardWorkers, config: CountedConfig): Promise<number> {
  const count = IMAGES[config.resolution as Resolution];
  const rates: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const start = performance.now();
    const parts = Array.from({ length: workers.count }, (_, worker) => {
      const first = ((round * workers.count + worker) * count) % (config.counts.train - count);
      return workers.make({ config, split: 'train', first, count });
    });
    await Promise.all(parts);
    const rate = (workers.count * count * 1000) / (performance.now() - start);
    if (round >= WARM_UP) rates.push(rate);
  }
  return Math.round(rates.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]!);
}

function line({ dataset, source, resolution }: CountedConfig, rate: number, cores: number): string {
  const each = Math.round(rate / cores);
  const size = String(resolution).padStart(3);
  return `${dataset} × ${String(source['objects'])} ${size} px ${String(rate).padStart(6)} images/s on ${cores} cores, ${each} each\n`;
}

function configOf(factors: string, objects: number, resolution: number): CountedConfig {
  const on = factors !== '----';
  return {
    dataset: factors,
    resolution,
    counts: { train: 10_000, validation: 1000, test: 1000 },
    source: {
      name: 'rendered',
      factors: { texture: on, colour: on, viewpoint: on, lighting: on },
      ...{ background: 'lit', objects, shapesPerBucket: 40, seed: 0 },
    },
  };
}
