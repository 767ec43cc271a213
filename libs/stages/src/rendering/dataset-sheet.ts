import { SCENE_ROWS, SCENE_SHEET_ROWS, SCENE_STRIPS } from '@nhat/artifacts/scene-sheet';
import type { RenderedRange } from '@nhat/render';
import { SHEET_COLUMNS, contactSheet } from './contact-sheet';

/** Rows of the sheet of single objects, one a class; its columns are 14 images of each. */
const CLASS_ROWS = 10;

/** Images that a contact sheet shows. */
export const sheetImages = (objects: number): number =>
  SHEET_COLUMNS * (objects > 1 ? SCENE_STRIPS : CLASS_ROWS);

/**
 * Contact sheet of the first images of a range, as a PNG. One object an image: a row for each class, for the classes
 * take turns. Scenes: rows of images, each with a row below it of its classes, its instances and its depth.
 */
export function datasetSheet(range: Omit<RenderedRange, 'split'>): Uint8Array {
  const { pixels, count, resolution, scene } = range;
  if (!scene) return contactSheet(pixels, count, resolution, CLASS_ROWS);
  const { instance } = scene;
  const area = resolution * resolution;
  const rows = SCENE_SHEET_ROWS;
  const all = new Uint8Array(rows * SHEET_COLUMNS * area * 3);
  for (let image = 0; image < Math.min(count, SCENE_STRIPS * SHEET_COLUMNS); image++) {
    const [strip, column] = [Math.floor(image / SHEET_COLUMNS), image % SHEET_COLUMNS];
    const part = (values: Uint8Array, per: number) =>
      values.subarray(image * area * per, (image + 1) * area * per);
    [
      part(pixels, 3),
      coloured(part(range.mask, 1)),
      coloured(part(instance, 1)),
      grey(part(range.depth, 1)),
    ].forEach((picture, at) =>
      all.set(picture, (column * rows + strip * SCENE_ROWS.length + at) * area * 3),
    );
  }
  return contactSheet(all, rows * SHEET_COLUMNS, resolution, rows);
}

/** Black, then colours that are easy to tell apart (after Tableau's ten). */
const PALETTE = [
  [0, 0, 0],
  [31, 119, 180],
  [255, 127, 14],
  [44, 160, 44],
  [214, 39, 40],
  [148, 103, 189],
  [140, 86, 75],
  [227, 119, 194],
  [127, 127, 127],
  [188, 189, 34],
  [23, 190, 207],
] as const;

const coloured = (map: Uint8Array): Uint8Array =>
  Uint8Array.from(
    { length: map.length * 3 },
    (_, at) => PALETTE[map[Math.floor(at / 3)]!]![at % 3]!,
  );

const grey = (map: Uint8Array): Uint8Array =>
  Uint8Array.from({ length: map.length * 3 }, (_, at) => map[Math.floor(at / 3)]!);
