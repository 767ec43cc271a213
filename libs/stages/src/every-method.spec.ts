import { allAugmentations, everything } from '@nhat/augment/testing/plans';
import { decodeSeries } from '@nhat/artifacts';
import type { BackboneModule } from '@nhat/models';
import { methods } from '@nhat/pretext/registry';
import { stream } from '@nhat/random';
import type { PretrainConfig } from '@nhat/documents';
import { classification } from '@nhat/tasks';
import { pretrain } from './pretrain';
import { memoryBlobs, memoryRun } from './testing/memory-run';
import { load, methodOf, small } from './testing/method-of';
import { smallDataset } from './testing/small-dataset';
import type { WholeShard } from './testing/small-dataset';

const names = Object.keys(methods);

/** 3,600 views seen (of methods with two views 1,800 images) on 60 images of ten classes; the scores, and the loss as it went. */
async function pretrained(name: string, change?: (shard: WholeShard) => WholeShard) {
  const { method, options, paired, augment } = methodOf(name);
  const backbone = paired ? 'resnet9-pair' : 'resnet9';
  const config: PretrainConfig = {
    dataset: 'small',
    backbone: { name: backbone, options: { width: 1 / 16, features: 32 } },
    method: { name, options: { ...options, ...small[name] } },
    probes: [{ name: 'classification', options: {} }],
    schedule: {
      ...{
        imagesSeen: 3600 / method.facts.views,
        batch: 12,
        peakRate: 5e-3,
        finalRate: 1e-4,
        warmup: 0.05,
      },
      weightDecay: 1e-5,
    },
    augment: { ...everything, ...augment },
    precision: 'float32',
    seed: 1,
  };
  const parts = {
    method,
    backbone: load<BackboneModule>('models', backbone),
    probes: [classification],
    augmentations: allAugmentations,
  };
  const blobs = memoryBlobs();
  const dataset = smallDataset(blobs, change, { validation: 40 });
  const run = memoryRun(config, { blobs, upstream: [dataset] });
  const outputs = await pretrain(parts)(run);
  const { loss } = decodeSeries(blobs.read(outputs.blobs['losses']!));
  const probes = run.facts['probes'] as unknown as Probe[];
  const linear = (task: string) =>
    probes.find((score) => score.task === task && score.head === 'linear')!;
  const learning = outputs.scores['learning'] as unknown as Learning;
  return { loss: loss!, linear, learning };
}

interface Learning {
  value: number;
  chance: number;
}

interface Probe {
  task: string;
  head: string;
  heldOut: number;
  images: number;
}

/** Three standard deviations of the share that ten equally likely guesses get right. */
const above = (images: number): number => 0.1 + 3 * Math.sqrt((0.1 * 0.9) / images);
const mean = (values: Float32Array): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Adds a pattern of 4 × 4 squares to each image, of its own, because methods that compare views tell images apart. */
function distinct(shard: WholeShard): WholeShard {
  const side = shard.resolution;
  const pixels = shard.pixels.slice();
  for (let i = 0; i < shard.count; i++) {
    const s = stream('distinct', shard.split, shard.first + i);
    const squares = Array.from({ length: 16 }, () => s.integer(80) - 40);
    for (let at = 0; at < side * side * 3; at++) {
      const [x, y] = [Math.floor(at / 3) % side, Math.floor(at / 3 / side)];
      const square = squares[4 * Math.floor((4 * y) / side) + Math.floor((4 * x) / side)]!;
      const place = i * side * side * 3 + at;
      pixels[place] = Math.min(255, Math.max(0, pixels[place]! + square));
    }
  }
  return { ...shard, pixels };
}

describe('every method of the registry', () => {
  it.each(names)(
    '%s learns its own task, and features that classify new images linearly',
    async (name) => {
      const { views } = methodOf(name).method.facts;
      const { loss, linear, learning } = await pretrained(name, views > 1 ? distinct : undefined);
      expect(mean(loss.subarray(-15))).toBeLessThan(mean(loss.subarray(0, 15)));
      const { value, chance } = learning;
      const { learning: facts } = methodOf(name).method.facts;
      expect(facts!.higherIsBetter ? value > chance : value < chance).toBe(true);
      const images = linear('classification');
      expect(images.heldOut).toBeGreaterThan(above(images.images));
    },
  );

  it('would not pass if labels had nothing to do with the images', async () => {
    const shuffled = (shard: WholeShard): WholeShard => {
      const order = stream('shuffled', shard.split, shard.first).permutation(shard.count);
      return { ...shard, label: Uint8Array.from(order, (at) => shard.label[at]!) };
    };
    const { linear } = await pretrained('rotation', shuffled);
    const { heldOut, images } = linear('classification');
    expect(heldOut).toBeLessThan(above(images));
  });
});
