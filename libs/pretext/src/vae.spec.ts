import { memory, openEngine, chosenEngine } from '@nhat/engine';
import { createWeights } from '@nhat/models';
import type { WeightRecord } from '@nhat/models';
import { stream } from '@nhat/random';
import type { Stream } from '@nhat/random';
import { createDecoder, decodedSize } from './decoder';
import { describePretext } from './testing/describe-pretext';
import { SIZE, smallBatch, smallPretext } from './testing/small-pretext';
import type { PretextBatch } from './pretext';
import { vae } from './vae';

const options = { klWeight: 0.016, variational: true, inpainting: false, decoderWidth: 1 / 16 };

describePretext('vae without noise, with holes', vae, {
  ...options,
  variational: false,
  inpainting: true,
});

type Rows = number[][];

/** Everything after the features, as in the formulas, in double precision. */
function naive(
  features: Rows,
  records: readonly WeightRecord[],
  noise: readonly number[],
  target: Float32Array,
) {
  const values = (name: string) => [...records.find((record) => record.name === name)!.values];
  const d = features[0]!.length;
  const linear = (name: string, rows: Rows, outs: number): Rows => {
    const [weight, bias] = [values(`${name}.weight`), values(`${name}.bias`)];
    return rows.map((row) =>
      Array.from({ length: outs }, (_, o) =>
        row.reduce((total, x, i) => total + x * weight[i * outs + o]!, bias[o]!),
      ),
    );
  };
  const [mu, logvar] = [linear('mu', features, d), linear('logvar', features, d)];
  let kl = 0;
  const z = mu.map((row, b) =>
    row.map((m, i) => {
      const l = logvar[b]![i]!;
      kl += -0.5 * (1 + l - m * m - Math.exp(l));
      return m + Math.exp(l / 2) * noise[b * d + i]!;
    }),
  );

  // Maps as [image][(row · side + column) · channels + channel].
  let [map, side, channels] = [z, 1, d];
  for (let layer = 0; side < SIZE; layer++) {
    const filter = values(`decoder.${layer}.conv.weight`);
    const outs = values(`decoder.${layer}.norm.bias`).length;
    const [stride, padding] = layer === 0 ? [2, 0] : [2, 1];
    const next = layer === 0 ? 4 : 2 * side;
    map = map.map((image) => {
      const y = new Array<number>(next * next * outs).fill(0);
      for (let i = 0; i < side; i++)
        for (let j = 0; j < side; j++)
          for (let p = 0; p < 4; p++)
            for (let q = 0; q < 4; q++) {
              const [row, column] = [i * stride + p - padding, j * stride + q - padding];
              if (row < 0 || row >= next || column < 0 || column >= next) continue;
              for (let o = 0; o < outs; o++)
                for (let k = 0; k < channels; k++)
                  y[(row * next + column) * outs + o]! +=
                    image[(i * side + j) * channels + k]! *
                    filter[((p * 4 + q) * outs + o) * channels + k]!;
            }
      return y;
    });
    [side, channels] = [next, outs];
    normaliseAndRelu(map, channels);
  }
  const pixels = map.flatMap((image) => {
    const rows = Array.from({ length: side * side }, (_, at) =>
      image.slice(at * channels, (at + 1) * channels),
    );
    return linear('decoder.pixels', rows, 3).flat();
  });
  const mse = pixels.reduce((total, x, i) => total + (x - target[i]!) ** 2, 0) / pixels.length;
  return { mse, kl };
}

/** Batch norm with scale 1 and offset 0, then relu, in place. */
function normaliseAndRelu(map: Rows, channels: number): void {
  for (let c = 0; c < channels; c++) {
    const all = map.flatMap((image) => image.filter((_, at) => at % channels === c));
    const mean = all.reduce((a, b) => a + b, 0) / all.length;
    const variance = all.reduce((a, b) => a + (b - mean) ** 2, 0) / all.length;
    for (const image of map)
      for (let at = c; at < image.length; at += channels)
        image[at] = Math.max(0, (image[at]! - mean) / Math.sqrt(variance + 1e-5));
  }
}

describe('vae', () => {
  beforeAll(async () => {
    await openEngine();
  });

  it('computes the formula', async () => {
    const small = smallPretext(vae, 5, options);
    const batch = smallBatch(vae, 5, 0);
    const records = await small.heads.records();
    const { loss, metrics, features } = small.pretext.loss(batch);
    const flat = [...features.dataSync()];
    const rows = Array.from({ length: 16 }, (_, i) => flat.slice(i * 16, (i + 1) * 16));
    const draws = stream(5, 'method').fork(0).fork('noise');
    const noise = Array.from({ length: 16 * 16 }, () => draws.normal());
    const expected = naive(rows, records, noise, batch.views[0]!.values);
    expect(metrics['mse']!.dataSync()[0]).toBeCloseTo(expected.mse, 4);
    expect(metrics['kl']!.dataSync()[0]! * 16).toBeCloseTo(expected.kl, 2);
    expect(loss.dataSync()[0]).toBeCloseTo(expected.mse + 1e-3 * expected.kl, 4);
    small.dispose();
  });

  it('weighs the divergence of an image, so that images seen twice in a batch weigh the same', () => {
    const small = smallPretext(vae, 9, options);
    const once = smallBatch(vae, 9, 0);
    const [view] = once.views;
    const twice = {
      ...once,
      views: [{ ...view!, count: 32, values: Float32Array.of(...view!.values, ...view!.values) }],
      indices: Uint32Array.of(...once.indices, ...once.indices),
    };
    const divergence = (batch: PretextBatch) => {
      const { loss, metrics } = small.pretext.loss(batch);
      return loss.dataSync()[0]! - metrics['mse']!.dataSync()[0]!;
    };
    expect(divergence(once)).toBeGreaterThan(1e-3);
    expect(divergence(twice) / divergence(once)).toBeCloseTo(1, 3);
    small.dispose();
  });

  it('starts like a guess: the error near the power of the image and of a random picture', () => {
    const small = smallPretext(vae, 6, options);
    const batch = smallBatch(vae, 6, 0);
    const { metrics } = small.pretext.loss(batch);
    const { values } = batch.views[0]!;
    const power = values.reduce((total, x) => total + x * x, 0) / values.length;
    expect(metrics['mse']!.dataSync()[0]! / power).toBeGreaterThan(0.8);
    expect(metrics['mse']!.dataSync()[0]! / power).toBeLessThan(1.6);
    // With μ and ln σ² of the size of the features, the divergence is of the order of one nat a dimension.
    expect(metrics['kl']!.dataSync()[0]! / 16).toBeGreaterThan(0.01);
    expect(metrics['kl']!.dataSync()[0]! / 16).toBeLessThan(3);
    small.dispose();
  });

  it('without noise is the plain squared error, with no second linear layer', async () => {
    const small = smallPretext(vae, 7, { ...options, variational: false });
    const { loss, metrics } = small.pretext.loss(smallBatch(vae, 7, 0));
    expect(metrics).toEqual({});
    expect(loss.shape).toEqual([]);
    expect((await small.heads.records()).some(({ name }) => name.startsWith('logvar'))).toBe(false);
    small.dispose();
  });

  it('hides from the encoder what it erases, but not from the loss', () => {
    const featuresOf = (inpainting: boolean) => {
      const small = smallPretext(vae, 8, { ...options, inpainting });
      const values = [...small.pretext.loss(smallBatch(vae, 8, 0)).features.dataSync()];
      small.dispose();
      return values;
    };
    expect(featuresOf(true)).not.toEqual(featuresOf(false));
  });
});

describe('the decoder', () => {
  const clean = (width: number, size: number) => {
    // All zeros: drawing them takes seconds, and only the sizes count here.
    const zeros: Stream = { ...stream(1), fork: () => zeros, normal: () => 0, uniform: () => 0 };
    const heads = createWeights(zeros);
    createDecoder(heads, { code: 256, width, size, channels: 3 });
    const records = heads.shapes().filter(({ trainable }) => trainable);
    heads.dispose();
    return records;
  };
  const channels = (width: number, size: number) =>
    clean(width, size)
      .filter(({ name }) => name.endsWith('conv.weight'))
      .map(({ shape }) => shape[2]);

  beforeAll(() => openEngine({ engine: chosenEngine() }));

  it('has 3.94 million parameters at 64 pixels, μ, ln σ² and PyTorch’s cancelled biases counted', () => {
    const before = memory().numTensors;
    const own = clean(1, 64).reduce(
      (total, { shape }) => total + shape.reduce((a, b) => a * b, 1),
      0,
    );
    const linears = 2 * (256 * 256 + 256);
    const biases = 256 + 256 + 256 + 128 + 64;
    expect(own + linears).toBe(3_934_787);
    expect((own + linears + biases) / 1e6).toBeCloseTo(3.94, 2);
    expect(memory().numTensors).toBe(before);
  });

  it('follows the ladder of channels for the size of the images', () => {
    expect(channels(1, 64)).toEqual([256, 256, 256, 128, 64]);
    expect(channels(1, 32)).toEqual([256, 256, 256, 128]);
    expect(channels(1, 16)).toEqual([256, 256, 256]);
    expect(channels(0.25, 32)).toEqual([64, 64, 64, 32]);
    expect([8, 16, 32, 48, 64, 96, 128].map(decodedSize)).toEqual([8, 16, 32, 32, 64, 64, 64]);
  });
});
