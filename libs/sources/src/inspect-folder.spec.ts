import { join } from 'node:path';
import { mkdirSync, symlinkSync } from 'node:fs';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import type { DatasetConfig, JsonObject } from '@nhat/documents';
import { resolveSource } from '@nhat/documents/source';
import { stream } from '@nhat/random';
import { folder } from './folder';
import { inspectFolder } from './inspect-folder';
import { sources } from './registry';
import { npy } from './testing/npy-file';
import { SHAPE_NAMES, picture, put, putClasses } from './testing/picture-folder';

const root = temporaryFolder('inspect');
const place = { root, environment: {} };
const config = (path: string, options: JsonObject = {}): DatasetConfig => ({
  ...{ dataset: 'own', resolution: 16, counts: null },
  source: resolveSource({ name: 'folder', path, ...options }, sources),
});
/** Images of 8 × 8 pixels, each of another grey. */
const bytesOf = (images: number, first: number): Buffer =>
  Buffer.from(Array.from({ length: 64 * images }, (_, at) => first + Math.floor(at / 64)));
let folders = 0;
const newFolder = (): string => {
  const path = join(root, `photos-${folders++}`);
  mkdirSync(path);
  return path;
};

describe('a data card', () => {
  it('counts splits, classes, and what files are', async () => {
    const path = newFolder();
    await putClasses(path, 10);
    put(
      path,
      'disc/grey.jpg',
      await sharp(await picture('disc', 90))
        .greyscale()
        .jpeg()
        .toBuffer(),
    );
    put(path, 'disc/notes.txt', 'in the rain');
    put(path, 'bar/.DS_Store', '');
    const card = await inspectFolder(config(path), place);
    const { train, validation, test } = card.labelled;
    expect(train + validation + test).toBe(31);
    expect(card.classes.map(({ name }) => name)).toEqual([...SHAPE_NAMES]);
    expect(card.classes.reduce((sum, one) => sum + one.train, 0)).toBe(train);
    expect(card).toMatchObject({
      types: { png: 30, jpeg: 1 },
      counts: { grey: 1, transparent: 0, enlarged: 0 },
      shortSide: [32, 32, 32],
      ...{ others: ['disc/notes.txt'], hidden: 1, faults: [] },
    });
  });

  it('names tables that are passed over and name the images', async () => {
    const path = newFolder();
    await putClasses(path, 10);
    const names = SHAPE_NAMES.flatMap((shape) =>
      Array.from({ length: 10 }, (_, i) => `${shape}/${i}.png`),
    );
    put(path, 'labels.csv', ['bild;art', ...names.map((name) => `"${name}";x`)].join('\r\n'));
    put(path, 'disc/list.txt', ['0.png', '1.png', '1.png', 'elsewhere.png'].join('\n'));
    put(path, 'disc/notes.txt', 'in the rain, but for 0.png');
    put(path, 'bar/weather.csv', 'day,rain\n1,2\n');
    const { passedTables, others } = await inspectFolder(config(path), place);
    expect(others).toHaveLength(4);
    expect(passedTables).toEqual([
      { name: 'disc/list.txt', images: 2 },
      { name: 'labels.csv', images: 30 },
    ]);
  });

  it('names the arrays and files from which images without labels come', async () => {
    const path = newFolder();
    const array = (images: number, first: number) =>
      npy('|u1', [images, 8, 8], bytesOf(images, first));
    const labels = Buffer.from(Array.from({ length: 60 }, (_, at) => at % 2));
    put(
      path,
      'own.npz',
      zipSync({
        ...{ 'x_train.npy': array(60, 0), 'y_train.npy': npy('|u1', [60], labels) },
        'x_more.npy': array(7, 60),
      }),
    );
    put(path, 'extra.npz', zipSync({ 'images.npy': array(5, 67) }));
    const { unlabelled, unlabelledIn } = await inspectFolder(config(path), place);
    expect(unlabelled).toBe(12);
    expect(unlabelledIn).toEqual([
      { place: 'own.npz › x_more', images: 7 },
      { place: 'extra.npz › images', images: 5 },
    ]);
  });

  it('names facts of files that give classes away, and no others', async () => {
    const [plain, cut] = [newFolder(), newFolder()];
    await putClasses(plain, 20);
    expect((await inspectFolder(config(plain), place)).shortcuts).toEqual([]);
    for (const shape of SHAPE_NAMES) {
      for (let i = 0; i < 20; i++) {
        const format = shape === 'disc' ? ('jpeg' as const) : ('png' as const);
        put(cut, `${shape}/${i}`, await picture(shape, i, { format }));
      }
    }
    const [first, ...others] = (await inspectFolder(config(cut), place)).shortcuts;
    expect([first?.fact, others]).toEqual(['the kind of file', []]);
    expect(first!.accuracy).toBeCloseTo(2 / 3);
    expect(first!.majority).toBeCloseTo(1 / 3);
  });

  it('names cameras that give classes away, and not those that are of many kinds', async () => {
    const [two, many] = [newFolder(), newFolder()];
    const random = stream(3, 'cameras');
    for (const shape of SHAPE_NAMES) {
      for (let i = 0; i < 20; i++) {
        const drawn = sharp(await picture(shape, i));
        const taken = (path: string, model: string) =>
          drawn
            .clone()
            .withExif({ IFD0: { Make: 'Maker', Model: model } })
            .png()
            .toBuffer()
            .then((bytes) => put(path, `${shape}/${i}.png`, bytes));
        await taken(two, shape === 'disc' ? 'A 1' : 'B 2');
        await taken(many, `C ${random.integer(20)}`);
      }
    }
    const [first, ...others] = (await inspectFolder(config(two), place)).shortcuts;
    expect([first?.fact, others]).toEqual(['the camera in the EXIF tags', []]);
    expect(first!.accuracy).toBeCloseTo(2 / 3);
    expect((await inspectFolder(config(many), place)).shortcuts).toEqual([]);
  });

  it('tells equal pictures in other bytes from images that merely look alike', async () => {
    const path = newFolder();
    await putClasses(join(path, 'train'), 6);
    await putClasses(join(path, 'test'), 3, { first: 50 });
    const random = stream(2, 'scenes');
    const sceneOf = async () => {
      const noise = Buffer.from(Array.from({ length: 20 * 16 * 3 }, () => random.integer(256)));
      const raw = { width: 20, height: 16, channels: 3 as const };
      return sharp(await sharp(noise, { raw }).resize(200, 160).png().toBuffer());
    };
    const [saved, tagged, compressed] = [await sceneOf(), await sceneOf(), await sceneOf()];
    put(path, 'train/disc/saved.png', await saved.clone().png().toBuffer());
    put(path, 'test/disc/saved.webp', await saved.clone().webp({ lossless: true }).toBuffer());
    const tags = { exif: { IFD0: { Copyright: 'somebody' } } };
    put(path, 'train/bar/tagged.png', await tagged.clone().png().toBuffer());
    put(path, 'test/bar/tagged.png', await tagged.clone().withMetadata(tags).png().toBuffer());
    put(path, 'train/disc/compressed.png', await compressed.clone().png().toBuffer());
    put(path, 'test/disc/compressed.jpg', await compressed.clone().jpeg().toBuffer());
    const card = await inspectFolder({ ...config(path), resolution: 32 }, place);
    expect(card.equalPictures.sort((a, b) => (a.test < b.test ? -1 : 1))).toEqual([
      { test: 'test/bar/tagged.png', train: 'train/bar/tagged.png' },
      { test: 'test/disc/saved.webp', train: 'train/disc/saved.png' },
    ]);
    expect(card.nearCopies).toEqual([
      { test: 'test/disc/compressed.jpg', train: 'train/disc/compressed.png' },
    ]);
  });

  it('names test images that look like a training image', async () => {
    const path = newFolder();
    await putClasses(join(path, 'train'), 6);
    await putClasses(join(path, 'test'), 3, { first: 50 });
    const card = async () =>
      (await inspectFolder({ ...config(path), resolution: 32 }, place)).nearCopies;
    expect(await card()).toEqual([]);
    const random = stream(1, 'scene');
    const noise = Buffer.from(Array.from({ length: 20 * 16 * 3 }, () => random.integer(256)));
    const raw = { width: 20, height: 16, channels: 3 as const };
    const scene = sharp(await sharp(noise, { raw }).resize(200, 160).png().toBuffer());
    put(path, 'train/disc/scene.png', await scene.clone().png().toBuffer());
    put(path, 'test/disc/again.jpg', await scene.clone().resize(150, 120).jpeg().toBuffer());
    expect(await card()).toEqual([{ test: 'test/disc/again.jpg', train: 'train/disc/scene.png' }]);
  });
});

it('RAW files of cameras are listed, and never read as the small preview in them', async () => {
  const path = newFolder();
  await putClasses(path, 4);
  for (const [at, name] of ['a.NEF', 'b.dng', 'c.tif'].entries()) {
    put(
      path,
      `disc/${name}`,
      await sharp(await picture('disc', 70 + at))
        .tiff()
        .toBuffer(),
    );
  }
  const { faults } = await inspectFolder(config(path), place);
  expect(faults).toEqual(
    ['a.NEF', 'b.dng'].map((name) => ({
      file: `disc/${name}`,
      what: expect.stringMatching(/RAW.*JPEG or TIFF/) as string,
    })),
  );
  await expect(folder.open(config(path), place)).rejects.toMatchObject({ faults });
  const { counts } = await folder.open(config(path, { skipUnreadable: true }), place);
  expect(counts!.train + counts!.validation + counts!.test).toBe(13);
});

describe('200 damaged files', () => {
  const FORMATS = ['png', 'jpeg', 'webp'] as const;
  const COUNT = 200;
  const path = join(root, 'damaged');
  const cutOff = new Set<string>();

  beforeAll(async () => {
    await putClasses(path, 10);
    const random = stream(7, 'damage');
    for (let i = 0; i < COUNT; i++) {
      const shape = SHAPE_NAMES[i % 3]!;
      const format = FORMATS[random.integer(3)]!;
      let bytes = await picture(shape, 1000 + i, { width: 20, height: 16, format });
      let extension = format as string;
      const kind = random.integer(3);
      if (kind === 0) {
        for (let flips = 1 + random.integer(8); flips > 0; flips--) {
          bytes[random.integer(bytes.length)]! ^= 1 << random.integer(8);
        }
      } else if (kind === 1) {
        bytes = bytes.subarray(0, random.integer(Math.floor(bytes.length * 0.8)));
      } else extension = ['txt', 'gif', 'svg', 'JPG', 'csv', ''][random.integer(6)]!;
      const name = `${shape}/damaged-${i}.${extension}`;
      if (kind === 1) cutOff.add(name);
      put(path, name, bytes);
    }
  });

  it('are listed or used, each of them, and those that are cut off are not used', async () => {
    const { faults, others, labelled, skipsFaults } = await inspectFolder(
      config(path, { skipUnreadable: true }),
      place,
    );
    const used = labelled.train + labelled.validation + labelled.test;
    expect(used + faults.length + others.length).toBe(COUNT + 30);
    expect(skipsFaults).toBe(true);
    const listed = new Set([...faults.map(({ file }) => file), ...others]);
    expect([...cutOff].filter((name) => !listed.has(name))).toEqual([]);
    expect(cutOff.size).toBeGreaterThan(40);
    expect(faults.filter(({ what }) => /unknown error/i.test(what))).toEqual([]);
  });

  it('stop an import, or are left out of it', async () => {
    await expect(folder.open(config(path), place)).rejects.toThrow(/not an image/);
    const { images, counts, summary } = await folder.open(
      config(path, { skipUnreadable: true }),
      place,
    );
    const { facts } = await images('train', 0, counts!.train);
    expect(facts).toHaveLength(counts!.train);
    expect(summary).toBeDefined();
  });
});

describe('what is wrong with folders of classes', () => {
  it('is in the card beside files that give no image', async () => {
    const path = newFolder();
    await putClasses(path, 10);
    put(path, 'disc/cut.png', (await picture('disc', 91)).subarray(0, 60));
    put(path, 'stray.png', await picture('disc', 92));
    mkdirSync(join(path, 'empty'));
    put(path, 'texts/notes.txt', 'in May');
    symlinkSync(join(root, 'nowhere'), join(path, 'disc/gone.png'));
    mkdirSync(join(path, 'unlabelled'));
    const { problems, faults, classes } = await inspectFolder(config(path), place);
    expect(problems).toEqual([
      expect.stringMatching(/disc\/gone\.png: a link that leads nowhere/),
      expect.stringMatching(/images outside the folders of classes \(got \["stray\.png"\]/),
      expect.stringMatching(/folders without images \(got \["empty","texts"\]; expected/),
    ]);
    expect(faults).toEqual([{ file: 'disc/cut.png', what: expect.stringMatching(/cut off/) }]);
    expect(classes.map(({ name }) => name)).toEqual([...SHAPE_NAMES]);
  });

  it('is named together with what a plan refuses', async () => {
    const path = newFolder();
    await putClasses(path, 10);
    put(path, 'bar/same.png', await picture('disc', 0));
    mkdirSync(join(path, 'empty'));
    await expect(inspectFolder(config(path), place)).rejects.toThrow(
      /folders without images \(got \["empty"\][^]*the same image has two labels/,
    );
  });

  it('leaves other mistakes as they are', async () => {
    await expect(inspectFolder(config(join(root, 'gone')), place)).rejects.toThrow(
      /^\S+: no such folder/,
    );
  });
});
