import { memory, openEngine, sum, tensor4d, tidy, variableGrads } from '@nhat/engine';
import type { Scalar, Tensor, Tensor4D } from '@nhat/engine';
import { engineCases, trainingNames } from '@nhat/engine/testing/present-engines';
import { stream } from '@nhat/random';
import type { Backbone, Want } from './backbone';
import { featuresOf, mapOf } from './one-output';
import { backbones } from './registry';
import { smallBackbones } from './testing/small-backbones';
import { createWeights } from './weights';

const features = 12;

function build({ create }: (typeof smallBackbones)[number]) {
  const weights = createWeights(stream(1));
  const network = create(features, weights);
  return { weights, network };
}

function images(batch: number, size: number): Tensor4D {
  const s = stream(3, 'images');
  const values = Float32Array.from({ length: batch * size * size * 3 }, () => s.normal());
  return tensor4d(values, [batch, size, size, 3]);
}

const read = (tensor: Tensor) => ({ shape: tensor.shape, values: [...tensor.dataSync()] });

const cases = engineCases(trainingNames()).flatMap((engine) =>
  smallBackbones.map((one) => [one.label, engine.engine, engine.precision, engine, one] as const),
);

describe('the small backbones', () => {
  it('are all that there are', () => {
    expect(new Set(smallBackbones.map(({ name }) => name))).toEqual(
      new Set(Object.keys(backbones)),
    );
  });
});

describe.each(cases)('%s on %s in %s', (_, __, precision, engine, one) => {
  beforeAll(() => openEngine(engine));

  it('knows the stage of every parameter and buffer', async () => {
    const { weights, network } = build(one);
    const found = (await weights.records()).map((record) => network.stageOf(record.name));
    const stages = network.stages.length;
    expect(stages).toBe(backbones[one.name].stages);
    expect(Object.keys(network.gives)).toEqual(backbones[one.name].gives);
    expect(new Set(found)).toEqual(new Set(Array.from({ length: stages + 1 }, (_, i) => i)));
    expect(() => network.stageOf('head.weight')).toThrow('no parameter of this name');
    weights.dispose();
  });

  it('local maps depend on exactly the stages up to theirs', async () => {
    const { weights, network } = build(one);
    const x = images(3, 32);
    const records = (await weights.records()).filter(({ trainable }) => trainable);
    const latest = (key: 'coarse' | 'fine' | `stage${number}`) => {
      const loss = () => sum(network.forward(x, { training: true, want: [key] })[key]!) as Scalar;
      const { grads } = tidy(() => variableGrads(loss, weights.trainable()));
      const reached = records.filter((_, i) => grads[weights.trainable()[i]!.name]);
      for (const gradient of Object.values(grads)) gradient.dispose();
      return Math.max(...reached.map((record) => network.stageOf(record.name)));
    };
    expect(latest('coarse')).toBe(network.stages.length - 1);
    expect(latest('fine')).toBe(network.stages.length - 2);
    network.stages.forEach((_, stage) => expect(latest(`stage${stage + 1}`)).toBe(stage));
    x.dispose();
    weights.dispose();
  });

  it('gives the same features with and without maps, in the shapes it says', () => {
    const { weights, network } = build(one);
    const x = images(3, 32);
    const { plain, all, coarse, fine } = tidy(() => {
      const { features, coarse, fine } = network.forward(x, {
        training: false,
        want: ['features', 'coarse', 'fine'],
      });
      return {
        plain: read(featuresOf(network, x, false)),
        all: read(features),
        coarse: coarse.shape,
        fine: fine.shape,
      };
    });
    expect(all).toEqual(plain);
    expect(plain.shape).toEqual([3, features]);
    expect(coarse).toEqual([3, 32 * one.scale, 32 * one.scale, network.gives.coarse]);
    expect(fine).toEqual([3, 32 * one.fineScale, 32 * one.fineScale, network.gives.fine]);
    x.dispose();
    weights.dispose();
  });

  it('features are the mean of the map, but for the length of those of towers', () => {
    const { weights, network } = build(one);
    const x = images(2, 32);
    const [vector, map, towers] = tidy(() => [
      read(featuresOf(network, x, false)).values,
      read(mapOf(network, x, false)),
      bothTowers(network, x),
    ]);
    const positions = map.shape[1]! * map.shape[2]!;
    const means = [0, 1].map((image) =>
      Array.from({ length: features }, (_, feature) => {
        const at = (place: number) => (image * positions + place) * features + feature;
        const values = Array.from({ length: positions }, (_, i) => map.values[at(i)]!);
        return values.reduce((a, b) => a + b) / positions;
      }),
    );
    const expected = towers
      ? means.flatMap((row) => [unit(row.slice(0, 6)), unit(row.slice(6))].flat())
      : means.flat();
    const scale = Math.max(...expected.map(Math.abs));
    expected.forEach((value, i) =>
      expect(Math.abs(vector[i]! - value) / scale).toBeLessThan(
        precision === 'float32' ? 1e-4 : 0.03,
      ),
    );
    towers?.forEach(({ shape, values }, half) => {
      expect(shape).toEqual([2, features / 2]);
      expect(values.slice(0, 6)).toEqual(vector.slice(6 * half, 6 * half + 6));
    });
    x.dispose();
    weights.dispose();
  });

  it('gives the map of the first images of any pass, and the features stay the same', async () => {
    const { weights, network } = build(one);
    const x = images(3, 32);
    const start = await weights.records();
    /** Features and map of the first two images, from weights and statistics as they were. */
    const pass = (run: () => { features?: Tensor; map(images: number): Tensor }) => {
      weights.load(start);
      return tidy(() => {
        const { features: found, map } = run();
        return [found && read(found), read(map(2))];
      });
    };
    for (const training of [false, true]) {
      const of = (h: Tensor) => ({ features: h, map: () => h });
      const [plain] = pass(() => of(featuresOf(network, x, training)));
      const [, whole] = pass(() => of(mapOf(network, x, training)));
      const [, ...sides] = whole!.shape;
      const part = {
        shape: [2, ...sides],
        values: whole!.values.slice(0, (whole!.values.length * 2) / 3),
      };
      const scale = Math.max(...part.values.map(Math.abs));
      for (const want of [['features', 'map'], Object.keys(network.gives)] as Want[][]) {
        const [features, map] = pass(() => network.forward(x, { training, want }));
        expect([features, map!.shape]).toEqual([plain, part.shape]);
        // The last rows of a product have another order of sums on some processors, and are others in fewer images.
        const errors = map!.values.map((value, i) => Math.abs(value - part.values[i]!) / scale);
        expect(Math.max(...errors)).toBeLessThan(1e-6);
      }
    }
    x.dispose();
    weights.dispose();
  });

  it('refuses what it does not give', () => {
    const { weights, network } = build(one);
    const x = images(1, 32);
    const want = ['features', 'stage9'] as Want[];
    expect(() => tidy(() => void network.forward(x, { training: false, want }))).toThrow('stage9');
    x.dispose();
    weights.dispose();
  });

  it('moves running statistics in training only, and leaks nothing', async () => {
    const { weights, network } = build(one);
    const x = images(2, 32);
    const running = async () =>
      (await weights.records()).filter(({ name }) => name.includes('running'));
    const start = await running();
    const before = memory().numTensors;
    tidy(() => void featuresOf(network, x, false));
    tidy(() => void mapOf(network, x, false));
    expect(await running()).toEqual(start);
    const all = { training: true, want: Object.keys(network.gives) as Want[] };
    tidy(() => void network.forward(x, all));
    (await running()).forEach((record, i) => expect(record.values).not.toEqual(start[i]!.values));
    expect(memory().numTensors).toBe(before);
    x.dispose();
    weights.dispose();
  });
});

function bothTowers(network: Backbone, x: Tensor4D) {
  if (network.gives.lightness === undefined) return undefined;
  const pass = { training: false, want: ['lightness', 'colour'] } as const;
  const { lightness, colour } = network.forward(x, pass);
  return [lightness, colour].map(read);
}

const unit = (row: number[]) => row.map((value) => value / Math.hypot(...row));

describe('shapes at every size', () => {
  beforeAll(() => openEngine());

  it.each(smallBackbones.map((one) => [one.label, one] as const))('%s', (_, one) => {
    const { weights, network } = build(one);
    for (const size of [32, 64, 128]) {
      const x = images(1, size);
      const [vector, map] = tidy(() =>
        [featuresOf(network, x, false), mapOf(network, x, false)].map(read),
      );
      expect(vector!.shape).toEqual([1, features]);
      expect(map!.shape).toEqual([1, size * one.scale, size * one.scale, features]);
      x.dispose();
    }
    weights.dispose();
  });
});
