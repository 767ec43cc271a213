import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import sharp from 'sharp';
import { decodeShard, sha256 } from '@nhat/artifacts';
import { rendered } from '@nhat/sources/rendered';
import { labStatistics } from '@nhat/augment';
import { images } from './images';
import { borderStride, shardMaker, shardTasks } from './imaging/make-shard';
import type { CountedConfig, MadeShard } from './imaging/make-shard';
import { plainPng } from './imaging/plain-png';
import { memoryBlobs, memoryRun } from './testing/memory-run';

const { run } = images({ source: rendered });
const makeShard = shardMaker(rendered);
const rendering = {
  name: 'rendered',
  factors: { texture: false, colour: false, viewpoint: false, lighting: false },
  ...{ background: 'lit', objects: 1, shapesPerBucket: 2, seed: 1 },
};
const config: CountedConfig = {
  ...{ dataset: 'test', resolution: 16, counts: { train: 1100, validation: 20, test: 180 } },
  source: rendering,
};

describe('the images stage', () => {
  const blobs = memoryBlobs();
  const stage = memoryRun(config, { blobs, upstream: [] });
  const outputs = run(stage);

  it('writes shards of at most 1,000 images that hold every image once, in order', async () => {
    const names = Object.keys((await outputs).blobs).filter((name) =>
      /^(train|val|test)/.test(name),
    );
    expect(names).toEqual(['train-000', 'train-001', 'validation-000', 'test-000']);
    const shards = await Promise.all(
      names.map(async (name) => decodeShard(blobs.read((await outputs).blobs[name]!))),
    );
    expect(shards.map(({ split, first, count }) => [split, first, count])).toEqual([
      ['train', 0, 1000],
      ['train', 1000, 100],
      ['validation', 0, 20],
      ['test', 0, 180],
    ]);
    const labels = shards.flatMap(({ label }) => [...label!]);
    expect(labels).toHaveLength(1300);
    for (let label = 0; label < 10; label++) {
      expect(labels.filter((one) => one === label)).toHaveLength(130);
    }
    const buckets = (at: number) => new Set(shards[at]!.bucket);
    expect([buckets(0).size, buckets(2), buckets(3)]).toEqual([10, new Set([10]), new Set([11])]);
  });

  it('scores what the dataset is: classes, counts, LAB statistics of the training images', async () => {
    const { scores, blobs: names } = await outputs;
    const train = ['train-000', 'train-001'].map(
      (name) => decodeShard(blobs.read(names[name]!)).pixels,
    );
    const lab = labStatistics(train);
    const found = scores['lab'] as unknown as typeof lab;
    for (let k = 0; k < 3; k++) {
      expect(found.mean[k]).toBeCloseTo(lab.mean[k]!, 9);
      expect(found.std[k]).toBeCloseTo(lab.std[k]!, 9);
    }
    expect(scores).toMatchObject({ counts: config.counts, resolution: 16 });
    expect((scores['classes'] as string[]).slice(0, 2)).toEqual(['airplane', 'bench']);
  });

  it('finds that the border of a lit background gives the rotation away', async () => {
    expect((await outputs).scores['borderRotationAccuracy']).toBeGreaterThan(0.97);
  });

  it('adds a contact sheet whose rows are the classes', async () => {
    const { blobs: names } = await outputs;
    const sheet = sharp(blobs.read(names['sheet']!));
    const { width, height } = await sheet.metadata();
    expect([width, height]).toEqual([14 * 18, 10 * 18]);
    const { pixels } = decodeShard(blobs.read(names['train-000']!));
    const car = await sheet
      .extract({ left: 2 * 18, top: 3 * 18, width: 16, height: 16 })
      .raw()
      .toBuffer();
    expect(Buffer.compare(car, pixels.subarray(23 * 768, 24 * 768))).toBe(0);
  });

  it('records how fast it was', async () => {
    await outputs;
    expect(stage.facts).toMatchObject({ images: 1300, workers: 1 });
    expect(stage.facts['imagesPerSecond']).toBeGreaterThan(0);
    expect(stage.facts['bytes']).toBeGreaterThan(1300 * 256 * 5);
  });

  it('does without held-out images', async () => {
    const none = { ...config, counts: { train: 20, validation: 0, test: 0 } };
    const { scores } = await run(memoryRun(none, { blobs, upstream: [] }));
    expect(scores['borderRotationAccuracy']).toBeNull();
  });
});

describe('the images stage with scenes', () => {
  const blobs = memoryBlobs();
  const scenes = {
    ...config,
    source: { ...rendering, objects: 3 },
    counts: { train: 60, validation: 0, test: 10 },
  };
  const outputs = run(memoryRun(scenes, { blobs, upstream: [] }));
  const train = async () => decodeShard(blobs.read((await outputs).blobs['train-000']!));

  it('writes every object and the instances of each pixel', async () => {
    const { label, pose, scene, instance } = { ...(await train()), ...(await train()).scene! };
    expect([label!.length, pose!.length, scene!.objects]).toEqual([180, 180, 3]);
    expect(new Set(instance)).toEqual(new Set([0, 1, 2, 3]));
  });

  it('scores how many objects no pixel shows', async () => {
    const shards = ['train-000', 'test-000'].map(async (name) =>
      decodeShard(blobs.read((await outputs).blobs[name]!)),
    );
    let unseen = 0;
    for (const { count, scene } of await Promise.all(shards)) {
      for (let image = 0; image < count; image++) {
        const shown = new Set(scene!.instance.subarray(image * 256, (image + 1) * 256));
        unseen += [1, 2, 3].filter((k) => !shown.has(k)).length;
      }
    }
    expect((await outputs).scores['unseenObjects']).toBe(Math.round((unseen / 210) * 1e4) / 1e4);
  });

  it('adds a contact sheet with rows of images, classes, instances and depth', async () => {
    const sheet = sharp(blobs.read((await outputs).blobs['sheet']!));
    const { width, height } = await sheet.metadata();
    expect([width, height]).toEqual([14 * 18, 12 * 18]);
    const { pixels, mask, depth, scene } = await train();
    // Image 31 is the fourth of the third strip.
    const cell = async (row: number) =>
      sheet
        .clone()
        .extract({ left: 3 * 18, top: (8 + row) * 18, width: 16, height: 16 })
        .raw()
        .toBuffer();
    const part = (values: Uint8Array, per = 1) => values.subarray(31 * 256 * per, 32 * 256 * per);
    expect(Buffer.compare(await cell(0), part(pixels, 3))).toBe(0);
    const shades = [...part(depth!)].flatMap((value) => [value, value, value]);
    expect([...(await cell(3))]).toEqual(shades);
    for (const [row, map] of [
      [1, part(mask!)],
      [2, part(scene!.instance)],
    ] as const) {
      const colours = await cell(row);
      const pairs = [...map].map((value, at) => [
        value,
        colours.subarray(at * 3, at * 3 + 3).join(),
      ]);
      expect(new Set(pairs.map(String)).size).toBe(new Set(map).size);
      expect(new Set(pairs.map(([, colour]) => colour)).size).toBe(new Set(map).size);
    }
  });
});

describe('workers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nhat-render-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('give the same bytes, however many there are', async () => {
    const root = resolve(__dirname, '../../..');
    const bundle = join(root, '.nhat', `render-test-${process.pid}.cjs`);
    const entry = [
      `import { images } from '@nhat/stages/images';`,
      `import { rendered } from '@nhat/sources/rendered';`,
      `export { openWorkers } from '@nhat/stages/imaging/shard-workers';`,
      `export const { makeShard } = images({ source: rendered });`,
    ];
    buildSync({
      stdin: { contents: entry.join('\n'), resolveDir: root, loader: 'ts' },
      absWorkingDir: root,
      outfile: bundle,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      tsconfig: 'tsconfig.base.json',
      external: ['piscina', 'sharp', '@tensorflow/*'],
      logLevel: 'error',
    });
    const runner = join(folder, 'run.cjs');
    writeFileSync(
      runner,
      `const { openWorkers, makeShard } = require(${JSON.stringify(bundle)});
       const [count, tasks] = JSON.parse(process.argv[2]);
       const workers = openWorkers(${JSON.stringify(bundle)}, makeShard, count);
       Promise.all(tasks.map((task) => workers.make(task))).then(async (shards) => {
         await workers.close();
         const digest = (bytes) => require('node:crypto').createHash('sha256').update(bytes).digest('hex');
         process.stdout.write(JSON.stringify([workers.count, shards.map(({ bytes }) => digest(bytes))]));
       });`,
    );
    const tasks = shardTasks({ ...config, counts: { train: 1010, validation: 10, test: 10 } });
    const digests = (count: number) =>
      JSON.parse(
        execFileSync(process.execPath, [runner, JSON.stringify([count, tasks])], {
          encoding: 'utf8',
        }),
      ) as unknown;
    const [one, two] = [digests(1), digests(2)] as [[number, string[]], [number, string[]]];
    rmSync(bundle);
    expect([one[0], two[0]]).toEqual([1, 2]);
    expect(two[1]).toEqual(one[1]);
    expect(new Set(one[1]).size).toBe(4);
    expect(one[1][2]).toBe(sha256(((await makeShard(tasks[2]!)) as MadeShard).bytes));
  });
});

describe('border samples', () => {
  it('are spread over the split and bounded in number', () => {
    const large = {
      ...config,
      resolution: 64,
      counts: { train: 400_000, validation: 5000, test: 5000 },
    };
    const seen = 400_000 / borderStride(large, 'train');
    expect(seen).toBeLessThanOrEqual(850_000 / 732);
    expect(seen).toBeGreaterThan(1000);
    expect(borderStride(large, 'test')).toBe(10);
    expect(borderStride(config, 'train')).toBe(1);
  });
});

describe('plain PNG', () => {
  it('is read back by others as it was written, also over several blocks', async () => {
    const [width, height] = [201, 173];
    const pixels = Uint8Array.from(
      { length: width * height * 3 },
      (_, at) => (at * 31 + (at >> 7)) % 256,
    );
    const { data, info } = await sharp(plainPng(pixels, width, height))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels]).toEqual([width, height, 3]);
    expect(Buffer.compare(data, pixels)).toBe(0);
  });
});
