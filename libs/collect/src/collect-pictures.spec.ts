import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import type { PictureSheet } from '@nhat/report';
import { plainPng } from '@nhat/stages/imaging/plain-png';
import { openStore } from '@nhat/store';
import { collectReport } from './collect-report';
import { readAncestry } from './lineage';
import { pictureStrip } from './picture-strip';
import { finishedPipeline } from './testing/finished-pipeline';
import type { StudyResults } from './testing/finished-pipeline';

/** Two pictures side by side, each in one shade of grey. */
const png = (size: number, shades: [number, number]): Uint8Array =>
  plainPng(
    Uint8Array.from({ length: 2 * size * size * 3 }, (_, at) =>
      at % (2 * size * 3) < size * 3 ? shades[0] : shades[1],
    ),
    2 * size,
    size,
  );

const common = { 'picture-1-image': png(16, [10, 20]), 'picture-2-truth': png(4, [30, 40]) };
const study: StudyResults = {
  width: 0.25,
  scratch: { 50: 0.3, 100: 0.4, 200: 0.5 },
  methods: { rotation: { 50: 0.4, 100: 0.5 }, vae: { 50: 0.35, 100: 0.6 } },
  pictures: {
    pretrain: { 'picture-1-input': png(16, [1, 2]), 'picture-2-output': png(16, [3, 4]) },
    scratch: { ...common, 'picture-3-prediction': png(4, [50, 60]) },
    finetune: { ...common, 'picture-3-prediction': png(4, [70, 80]) },
  },
};

async function collected(studies: StudyResults[], spoil: (root: string) => void = () => {}) {
  const { root, record } = await finishedPipeline(studies);
  spoil(root);
  const warnings: string[] = [];
  const store = openStore(root, {});
  const ends = readAncestry(root, record.utilities);
  const { pictures } = await collectReport(ends, record, store, (line) => void warnings.push(line));
  return { ...pictures!, warnings };
}

async function decoded({ rows }: PictureSheet, at: number) {
  const bytes = Buffer.from(rows[at]!.image.split(',')[1]!, 'base64');
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  const pixel = (x: number, y: number) => [...data.subarray(4 * (y * info.width + x))].slice(0, 4);
  return { width: info.width, height: info.height, pixel };
}

it('shows the images once, and what scratch and the best method predict at the most labels of both', async () => {
  const { sheets, leftOut, warnings } = await collected([study]);
  expect([leftOut, warnings]).toEqual([0, []]);
  const [prediction, ...others] = sheets;
  expect(prediction).toMatchObject({
    ...{ dataset: 'shapes-t', task: 'classification', method: 'vae', n: 100, seed: 0 },
    metric: { name: 'accuracy' },
  });
  expect(prediction!.rows.map(({ label, value }) => [label, value])).toEqual([
    ['image', null],
    ['truth', null],
    ['prediction, scratch', 0.4],
    ['prediction, vae', 0.6],
  ]);
  const [image, scratch] = [await decoded(prediction!, 0), await decoded(prediction!, 2)];
  // Enlarged to the 16 pixels of the images, with a transparent gap of two.
  for (const strip of [image, scratch]) expect([strip.width, strip.height]).toEqual([34, 16]);
  expect([scratch.pixel(0, 0), scratch.pixel(15, 15)]).toEqual([
    [50, 50, 50, 255],
    [50, 50, 50, 255],
  ]);
  expect(scratch.pixel(16, 0)[3]).toBe(0);
  expect(scratch.pixel(18, 0)).toEqual([60, 60, 60, 255]);
  expect(others.map(({ task, method, n }) => [task, method, n])).toEqual([
    [null, 'rotation', null],
    [null, 'vae', null],
  ]);
  expect(others[0]!.rows.map(({ label }) => label)).toEqual(['input', 'output']);
});

it('shows the answers of both arms also where they are the same', async () => {
  const same = { ...common, 'picture-3-prediction': png(4, [50, 60]) };
  const { sheets } = await collected([{ ...study, pictures: { scratch: same, finetune: same } }]);
  const labels = sheets[0]!.rows.map(({ label }) => label);
  expect(labels).toEqual(['image', 'truth', 'prediction, scratch', 'prediction, vae']);
});

it('has no sheets where no node keeps pictures', async () => {
  expect(await collected([{ ...study, pictures: {} }])).toEqual({
    sheets: [],
    leftOut: 0,
    warnings: [],
  });
});

it('says once that pictures are missing in the store', async () => {
  const { sheets, warnings } = await collected([study], (root) => {
    const blobs = join(root, '.nhat/store/cas');
    readdirSync(blobs).forEach((name) => rmSync(join(blobs, name), { recursive: true }));
  });
  expect(sheets).toEqual([]);
  expect(warnings.filter((line) => line.includes('pictures'))).toEqual([
    expect.stringMatching(/^report: pictures of 3 of 3 panels are missing/),
  ]);
});

it('leaves sheets out rather than make the page large, and counts them', async () => {
  const noise = plainPng(
    Uint8Array.from({ length: 5 * 64 * 64 * 3 }, (_, at) => (at * 7919 * (at % 251)) % 256),
    5 * 64,
    64,
  );
  const large = { pretrain: { 'picture-1-input': noise, 'picture-2-output': noise } };
  const many = Array.from({ length: 6 }, (_, at) => ({
    ...study,
    ...{ width: 0.1 * (at + 1), pictures: large, methods: { vae: { 50: 0.35, 100: 0.6 } } },
  }));
  const { sheets, leftOut } = await collected(many);
  expect(sheets.length).toBeGreaterThan(0);
  expect(sheets.length + leftOut).toBe(6);
  const bytes = JSON.stringify(sheets).length;
  expect(bytes).toBeLessThan(310_000);
});

it('enlarges by the nearest pixel, also to sizes that are no multiple', async () => {
  const row = {
    size: 2,
    count: 1,
    pixels: Uint8Array.from([0, 90, 0, 90].flatMap((v) => [v, v, v])),
  };
  const { png: strip, width, height } = await pictureStrip(row, 3);
  expect([width, height]).toEqual([3, 3]);
  const shades = [...(await sharp(strip).removeAlpha().raw().toBuffer())].filter(
    (_, at) => at % 3 === 0,
  );
  expect(shades).toEqual([0, 0, 90, 0, 0, 90, 0, 0, 90]);
});
