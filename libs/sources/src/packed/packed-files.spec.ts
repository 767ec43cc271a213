import {
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { sha256 } from '@nhat/artifacts';
import { UserError } from '@nhat/documents';
import { FaultyFiles } from '../source';
import {
  root,
  SIDE,
  opened,
  keyOf,
  foundIn,
  sayings,
  ownFolder,
  put,
  images,
  zip,
  labels,
  allImages,
  int64,
} from '../testing/packed-folder';

/**
 * Tables as a hub exports them, written by pyarrow 22 in groups of four rows: 20 PNG images of 8 × 8 pixels whose left or right half is
 * white, compressed by Snappy, Zstandard and gzip, with the names of the classes beside them.
 */
const HUB = join(__dirname, '../testing/hub');

/** A table written by pyarrow 26: 36 PNG images of six patients, with splits in a column of its own. */
const PATIENTS = join(__dirname, '../testing/patients');

describe('files in the format IDX', () => {
  const header = (...sides: number[]) => {
    const bytes = Buffer.alloc(4 + 4 * sides.length);
    bytes.set([0, 0, 8, sides.length]);
    sides.forEach((side, at) => bytes.writeUInt32BE(side, 4 + 4 * at));
    return bytes;
  };
  const mnist = (): string => {
    const path = ownFolder();
    for (const [split, count] of [
      ['train', 24],
      ['t10k', 6],
    ] as const) {
      const own = labels.slice(0, count);
      const pixels = images(own).map((value) => (split === 'train' ? value : value ^ 64));
      const data = Buffer.concat([header(count, SIDE, SIDE), pixels]);
      writeFileSync(join(path, `${split}-images-idx3-ubyte.gz`), gzipSync(data));
      writeFileSync(
        join(path, `${split}-labels-idx1-ubyte`),
        Buffer.concat([header(count), Buffer.from(own)]),
      );
    }
    return path;
  };

  it('keep the split of MNIST, compressed or not', async () => {
    const { classes, counts } = await opened(mnist(), { validation: 0 });
    expect(classes).toEqual(['0', '1', '2']);
    expect(counts).toEqual({ train: 24, validation: 0, test: 6 });
  });

  it('have the splits of their folders, also when they were unpacked under other names', async () => {
    const path = mnist();
    const moved = (from: string, to: string) => {
      for (const end of ['images-idx3-ubyte.gz', 'labels-idx1-ubyte']) {
        mkdirSync(join(path, to), { recursive: true });
        renameSync(join(path, `${from}${end}`), join(path, to, end));
      }
    };
    moved('train-', 'a');
    moved('t10k-', 'test');
    expect((await opened(path, { validation: 0 })).counts!.test).toBe(6);
    moved('test/', 'b');
    expect(sayings(await foundIn(path), 'split')).toEqual(['null']);
  });

  it('are refused with test images without a file of labels', async () => {
    const path = mnist();
    rmSync(join(path, 't10k-labels-idx1-ubyte'));
    await expect(opened(path)).rejects.toThrow(
      /t10k-images-idx3-ubyte\.gz: test images without labels .*expected t10k-labels-idx1-ubyte/,
    );
  });

  it('are refused where the document names groups or splits, which they do not have', async () => {
    await expect(opened(mnist(), { columns: { group: 'patient' } })).rejects.toThrow(
      /t10k-images-idx3-ubyte\.gz: a file in the format IDX has no groups \(got "patient".*\.npz/s,
    );
  });

  it('are refused when one is cut off, has another length or is something else', async () => {
    const [cut, longer, other] = [mnist(), mnist(), mnist()];
    truncateSync(join(cut, 'train-labels-idx1-ubyte'), 20);
    await expect(opened(cut)).rejects.toThrow(/train-labels-idx1-ubyte: cut off.*20 bytes/s);
    writeFileSync(
      join(longer, 't10k-labels-idx1-ubyte'),
      Buffer.concat([header(2), Buffer.alloc(2)]),
    );
    await expect(opened(longer)).rejects.toThrow(/t10k-labels-idx1-ubyte: no label for each/);
    writeFileSync(join(other, 't10k-labels-idx1-ubyte'), 'something else');
    await expect(opened(other)).rejects.toThrow(/no file in the format IDX/);
  });
});

describe('a table of a hub', () => {
  it('gives images, names of classes and the splits of its files', async () => {
    const { classes, counts, images: shard } = await opened(HUB, { validation: 0 });
    expect(classes).toEqual(['left', 'right']);
    expect(counts).toEqual({ train: 16, validation: 0, test: 4 });
    const { pixels, label } = await shard('test', 0, 4);
    for (let at = 0; at < 4; at++) {
      const row = pixels.subarray(at * SIDE * SIDE * 3, at * SIDE * SIDE * 3 + SIDE * 3);
      const isRight = row[SIDE * 3 - 1]! > row[0]!;
      expect(label![at]).toBe(isRight ? 1 : 0);
    }
  });

  it('keeps the images of a group in one split, and the splits of a column', async () => {
    const columns = { group: 'patient' };
    const found = await foundIn(PATIENTS, { columns });
    expect(sayings(found, 'group', 'split')).toEqual([
      '0 train',
      '1 test',
      '2 validation',
      '3 null',
      '4 null',
      '5 train',
    ]);
    const { counts } = await opened(PATIENTS, { columns });
    expect(counts).toEqual({ train: 24, validation: 6, test: 6 });
  });

  it('has another key with groups than without, though it was unpacked before', async () => {
    const before = await keyOf(PATIENTS);
    expect(await keyOf(PATIENTS, { columns: { group: 'patient' } })).not.toEqual(before);
    expect(await keyOf(PATIENTS)).toEqual(before);
  });

  it('is refused where a column that is named is not there, or holds no splits', async () => {
    await expect(opened(PATIENTS, { columns: { group: 'patent' } })).rejects.toThrow(
      /no such column \(got "patent"; .*Did you mean patient/,
    );
    await expect(opened(PATIENTS, { columns: { split: 'label' } })).rejects.toThrow(
      /scans\.parquet › row 0 › label: unknown split \(got "cat"/,
    );
    const path = join(root, 'held-out');
    cpSync(PATIENTS, path, { recursive: true });
    renameSync(join(path, 'scans.parquet'), join(path, 'test.parquet'));
    await expect(opened(path)).rejects.toThrow(
      /row 0 › split: another split than the names .* \(got "train"; expected test\)/,
    );
  });

  it('has the split of its folder, as hubs lay files out', async () => {
    const path = join(root, 'folders');
    for (const [from, to] of [
      ['train-00000-of-00002', 'default/train/0000'],
      ['train-00001-of-00002', 'default/train/0001'],
      ['test-00000-of-00001', 'default/test/0000'],
    ] as const) {
      cpSync(join(HUB, `${from}.parquet`), join(path, `${to}.parquet`), { recursive: true });
    }
    const { counts } = await opened(path, { validation: 0 });
    expect(counts).toEqual({ train: 16, validation: 0, test: 4 });
    renameSync(join(path, 'default/train/0001.parquet'), join(path, 'default/test/0001.parquet'));
    expect((await opened(path, { validation: 0 })).counts!.train).toBe(8);
  });

  it('is refused with test images without labels', async () => {
    const path = join(root, 'test-without-labels');
    cpSync(PATIENTS, path, { recursive: true });
    const pool = join(__dirname, '../testing/pool/crops.parquet');
    cpSync(pool, join(path, 'test.parquet'));
    await expect(opened(path)).rejects.toThrow(
      /test\.parquet › row 0: test images without labels \(got \["image","kind"\]; expected label/,
    );
    renameSync(join(path, 'test.parquet'), join(path, 'more.parquet'));
    const { counts, labelled } = await opened(path);
    expect(counts!.train - labelled!).toBe(12);
    rmSync(join(path, 'scans.parquet'));
    await expect(opened(path)).rejects.toThrow(
      /more\.parquet: images, but no labels \(got \["image","kind"\]/,
    );
  });

  it('may be without labels, and takes part in pretraining then', async () => {
    const path = put('own.npz', zip({ images: allImages(), labels: int64(labels) }));
    const { counts, labelled } = await opened(path, { unlabelled: [HUB], validation: 0 });
    expect(counts!.train - labelled!).toBe(20);
  });

  it('without labels needs no column of labels, and may have one with gaps', async () => {
    const [pool, other] = [join(__dirname, '../testing/pool'), HUB];
    const columns = { label: 'label', group: 'patient', split: 'split' };
    const { counts, labelled } = await opened(PATIENTS, { columns, unlabelled: [pool, other] });
    expect(counts!.train - labelled!).toBe(32);
    const named = { columns: { label: 'kind' }, unlabelled: [pool] };
    await expect(opened(pool, named)).rejects.toThrow(/row 1 › kind: no label/);
    expect(await foundIn(PATIENTS, { columns, unlabelled: [pool] })).toHaveLength(36 + 12);
  });

  it('is refused when it is cut off, or has no such column', async () => {
    const path = join(root, 'cut');
    cpSync(HUB, path, { recursive: true });
    await expect(opened(path, { columns: { label: 'labl' } })).rejects.toThrow(
      /\.parquet: no such column \(got "labl"; expected one of image, label\)\. Did you mean label/,
    );
    const file = join(path, 'train-00000-of-00002.parquet');
    writeFileSync(file, readFileSync(file).subarray(0, 700));
    await expect(opened(path)).rejects.toThrow(/train-00000-of-00002\.parquet: no whole Parquet/);
  });
});

it('files with many images and other images do not go together', async () => {
  const path = put('own.npz', zip({ images: allImages(), labels: int64(labels) }));
  const picture = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  writeFileSync(join(path, '../stray.png'), picture);
  await expect(opened(join(path, '..'))).rejects.toThrow(
    /own\.npz.*stray\.png.*folder of its own/s,
  );
});

it('what was unpacked is made again when it is damaged', async () => {
  const path = put('own.npz', zip({ images: allImages(), labels: int64(labels) }));
  const before = (await opened(path)).counts;
  rmSync(join(root, '.nhat/unpacked'), { recursive: true });
  expect((await opened(path)).counts).toEqual(before);
});

describe('200 damaged files', () => {
  const good = Buffer.from(zip({ images: allImages(), labels: int64(labels) }));
  const everyPixel = async (path: string): Promise<string> => {
    const { counts, classes, images: shard } = await opened(path, { test: 0.5, validation: 0 });
    const shards = [await shard('train', 0, counts!.train), await shard('test', 0, counts!.test)];
    const seen = shards.map(({ pixels, label }) => [sha256(pixels), label]);
    return sha256(JSON.stringify([classes, seen]));
  };
  const damaged = (bytes: Buffer, trial: number): Buffer => {
    const at = (trial * 7919) % bytes.length;
    const copy = Buffer.from(bytes);
    copy[at]! ^= 1 << (trial % 8);
    return trial % 5 === 4 ? copy.subarray(0, at) : copy;
  };
  const outcome = async (name: string, bytes: Buffer): Promise<string> => {
    const error = await everyPixel(put(name, bytes)).catch((reason: unknown) => reason);
    if (typeof error === 'string') return error;
    return error instanceof UserError || error instanceof FaultyFiles ? 'refused' : String(error);
  };

  it('of numpy are refused, or give every pixel that they had', async () => {
    const whole = await outcome('own.npz', good);
    for (let trial = 0; trial < 100; trial++) {
      const found = await outcome('own.npz', damaged(good, trial));
      expect([trial, [whole, 'refused']]).toEqual([trial, expect.arrayContaining([found])]);
    }
  });

  // Its pages have no checksums, so a damaged one may be another whole table.
  it('in the format Parquet are refused, or read as they are', async () => {
    const bytes = readFileSync(join(HUB, 'train-00000-of-00002.parquet'));
    for (let trial = 0; trial < 100; trial++) {
      const found = await outcome('own.parquet', damaged(bytes, trial));
      expect([trial, found]).toEqual([trial, expect.stringMatching(/^(refused|[0-9a-f]{64})$/)]);
    }
  });
});
