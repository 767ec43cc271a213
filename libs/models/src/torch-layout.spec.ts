import { openEngine, tensor4d, tidy } from '@nhat/engine';
import { stream } from '@nhat/random';
import { completeOptions } from '@nhat/documents';
import type { JsonObject } from '@nhat/documents';
import type { BackboneModule } from './backbone';
import { featuresOf } from './one-output';
import { resnet50 } from './resnet50';
import { resnet50Pair } from './resnet50-pair';
import { resnet9 } from './resnet9';
import { resnet9Pair } from './resnet9-pair';
import { torchNetworks, torchWeight } from './torch-layout';
import type { TorchBlock, TorchLayer, TorchNetwork } from './torch-layout';
import { createWeights } from './weights';

/** [channel][row][column], as PyTorch has it, of one image. */
type Maps = number[][][];
type Table = ReadonlyMap<string, { shape: readonly number[]; values: Float32Array }>;

const mapped = (maps: Maps, change: (x: number, c: number, y: number, i: number) => number): Maps =>
  maps.map((map, c) => map.map((row, y) => row.map((x, i) => change(x, c, y, i))));

function convolved(x: Maps, table: Table, { conv, stride, padding, dilation }: TorchLayer): Maps {
  const { shape, values } = table.get(`${conv}.weight`)!;
  const [outs, ins, kernel] = shape as [number, number, number];
  const side = Math.floor((x[0]!.length + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
  const at = (c: number, y: number, i: number) => x[c]![y]?.[i] ?? 0;
  const sum = (o: number, y: number, i: number) => {
    let total = 0;
    for (let c = 0; c < ins; c++)
      for (let p = 0; p < kernel; p++)
        for (let q = 0; q < kernel; q++)
          total +=
            values[((o * ins + c) * kernel + p) * kernel + q]! *
            at(c, y * stride + p * dilation - padding, i * stride + q * dilation - padding);
    return total;
  };
  return Array.from({ length: outs }, (_, o) =>
    Array.from({ length: side }, (__, y) => Array.from({ length: side }, (___, i) => sum(o, y, i))),
  );
}

const pooled = (x: Maps): Maps =>
  x.map((map) =>
    Array.from({ length: map.length / 2 }, (_, y) =>
      Array.from({ length: map.length / 2 }, (__, i) =>
        Math.max(...[0, 1].flatMap((p) => [0, 1].map((q) => map[2 * y + p]![2 * i + q]!))),
      ),
    ),
  );

function layer(x: Maps, table: Table, one: TorchLayer, pool = false): Maps {
  const of = (key: string) => table.get(`${one.norm}.${key}`)!.values;
  const [mean, variance] = [of('running_mean'), of('running_var')];
  const [weight, bias] = [of('weight'), of('bias')];
  const h = convolved(x, table, one);
  return mapped(
    pool ? pooled(h) : h,
    (value, c) => ((value - mean[c]!) / Math.sqrt(variance[c]! + 1e-5)) * weight[c]! + bias[c]!,
  );
}

const relu = (x: Maps): Maps => mapped(x, (value) => Math.max(0, value));

function block(x: Maps, table: Table, { kind, path, pool, celu, shortcut }: TorchBlock): Maps {
  const h = path.reduce(
    (before, one, i) => layer(i > 0 ? relu(before) : before, table, one, pool),
    x,
  );
  if (kind === 'plain') {
    if (celu === null) return relu(h);
    return mapped(h, (v) => Math.max(0, v) + Math.min(0, celu * (Math.exp(v / celu) - 1)));
  }
  const beside = shortcut ? layer(x, table, shortcut) : x;
  return relu(mapped(h, (value, c, y, i) => value + beside[c]![y]![i]!));
}

function features(image: Maps, table: Table, network: TorchNetwork): number[] {
  const first = image.slice(...network.channels);
  const last = network.blocks.reduce((x, one) => block(x, table, one), first);
  const means = last.map((map) => map.flat().reduce((a, b) => a + b) / map.length ** 2);
  const [weight, bias] = ['weight', 'bias'].map((key) => table.get(`${network.fc}.${key}`)!.values);
  const row = Array.from(bias!, (b, o) =>
    means.reduce((sum, x, i) => sum + x * weight![o * means.length + i]!, b),
  );
  const length = network.unit ? Math.hypot(...row) : 1;
  return row.map((x) => x / length);
}

const SIZE = 16;

describe('torchNetworks and torchWeight', () => {
  beforeAll(async () => {
    await openEngine({ precision: 'float32' });
  });

  it.each([
    ['resnet9', resnet9 as BackboneModule, { width: 1 / 16, features: 8 }],
    ['resnet9-pair', resnet9Pair as BackboneModule, { width: 1 / 16, features: 8 }],
    ['resnet50', resnet50 as BackboneModule, { width: 1 / 32, features: 8, dense: true }],
    ['resnet50-pair', resnet50Pair as BackboneModule, { width: 1 / 16, features: 8 }],
  ])('describe %s, so that loops over numbers give its features', async (name, module, given) => {
    const options = completeOptions(module.options, given as never) as JsonObject;
    const weights = createWeights(stream(name));
    const backbone = module.create(options as never, { weights, channels: 3 });
    const s = stream('image');
    const spoilt = (await weights.records()).map((record) => ({
      ...record,
      // Running statistics and offsets other than those of a new network.
      values:
        record.shape.length > 1 ? record.values : record.values.map((x) => x + s.uniform(0, 0.5)),
    }));
    weights.load(spoilt);
    const values = Float32Array.from({ length: SIZE * SIZE * 3 }, () => s.normal());
    const expected = tidy(() => [
      ...featuresOf(backbone, tensor4d(values, [1, SIZE, SIZE, 3]), false).dataSync(),
    ]);
    const image = [0, 1, 2].map((c) =>
      Array.from({ length: SIZE }, (_, y) =>
        Array.from({ length: SIZE }, (__, i) => values[(y * SIZE + i) * 3 + c]!),
      ),
    );
    const table = new Map(spoilt.map((record) => [record.name, torchWeight(record)]));
    const found = torchNetworks(name, options, 3)!.flatMap((one) => features(image, table, one));
    expect(found).toHaveLength(8);
    const size = Math.max(...expected.map(Math.abs));
    found.forEach((x, i) => expect(Math.abs(x - expected[i]!)).toBeLessThan(1e-4 * size));
    weights.dispose();
  });

  it('do not describe what they do not know', () => {
    expect(torchNetworks('transformer', {}, 3)).toBeUndefined();
  });
});
