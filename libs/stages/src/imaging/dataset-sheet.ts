import type { ImageShard } from '@nhat/artifacts';
import { classRows } from '@nhat/documents';
import { SHEET_COLUMNS } from '@nhat/sources/source';
import type { OpenSource, SheetPainter } from '@nhat/sources/source';
import { contactSheet } from './contact-sheet';

/** The sheet of a source that paints none: rows of the first images of each class, or one row of images without labels. */
function classSheet(classes: readonly string[], hasLabels: boolean): SheetPainter {
  const { count: rows } = classRows(classes, hasLabels);
  return {
    images: rows * SHEET_COLUMNS,
    cells({ count, resolution, pixels, label }) {
      const area = resolution * resolution * 3;
      const all = new Uint8Array(rows * SHEET_COLUMNS * area);
      const filled = new Uint32Array(rows);
      for (let image = 0; image < count; image++) {
        const row = hasLabels ? label![image]! : 0;
        if (row >= rows || filled[row] === SHEET_COLUMNS) continue;
        const cell = filled[row]!++ * rows + row;
        all.set(pixels.subarray(image * area, (image + 1) * area), cell * area);
      }
      return { pixels: all, rows };
    },
  };
}

/** What paints the sheet of a dataset. `hasLabels`: whether each image has a class. */
export const painterOf = (
  { sheet, classes }: Pick<OpenSource, 'sheet' | 'classes'>,
  hasLabels: boolean,
): SheetPainter => sheet ?? classSheet(classes, hasLabels);

/** Contact sheet of a shard that begins with the first training image, as a PNG. */
export function datasetSheet(painter: SheetPainter, shard: ImageShard): Uint8Array {
  const { pixels, rows } = painter.cells(shard);
  return contactSheet(pixels, rows * SHEET_COLUMNS, shard.resolution, rows);
}
