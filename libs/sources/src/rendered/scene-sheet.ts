import type { SheetPainter } from '../source';
import { SHEET_COLUMNS } from '../source';

/** A sheet of scenes has so many strips of rows. */
const STRIPS = 3;

/** What the rows of a strip show. */
export const SCENE_ROWS = ['images', 'classes', 'instances', 'depth'] as const;

/** Rows of the whole sheet. */
export const SCENE_SHEET_ROWS = STRIPS * SCENE_ROWS.length;

/** Rows of scenes, each with a row below it of its classes, its instances and its depth. */
export const sceneSheet: SheetPainter = {
  images: STRIPS * SHEET_COLUMNS,
  cells({ pixels, count, resolution, mask, depth, scene }) {
    const area = resolution * resolution;
    const rows = SCENE_SHEET_ROWS;
    const all = new Uint8Array(rows * SHEET_COLUMNS * area * 3);
    for (let image = 0; image < Math.min(count, STRIPS * SHEET_COLUMNS); image++) {
      const [strip, column] = [Math.floor(image / SHEET_COLUMNS), image % SHEET_COLUMNS];
      const part = (values: Uint8Array, per: number) =>
        values.subarray(image * area * per, (image + 1) * area * per);
      [
        part(pixels, 3),
        coloured(part(mask!, 1)),
        coloured(part(scene!.instance, 1)),
        grey(part(depth!, 1)),
      ].forEach((picture, at) =>
        all.set(picture, (column * rows + strip * SCENE_ROWS.length + at) * area * 3),
      );
    }
    return { pixels: all, rows };
  },
};

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
