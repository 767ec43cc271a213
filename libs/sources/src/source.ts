import type { ImageShard, Split } from '@nhat/artifacts';
import type { DatasetConfig, ImageTruth, SourcePlace } from '@nhat/documents';

/** The code of a source of images. Its entry in the registry says what documents and reports need, without code that makes images. */
export interface ImageSource {
  /** Called once for a dataset in each process that makes a part of it. */
  open(config: DatasetConfig, place: SourcePlace): OpenSource | Promise<OpenSource>;
}

export interface OpenSource {
  /** Names of the classes, at most 256; a label is an index into them. */
  classes: readonly string[];
  /** The truths of an image; without this those that a shard holds. */
  truths?: readonly ImageTruth[];
  /**
   * Images `first` to `first + count − 1` of a split with their truth. They depend on the configuration and the ingredients
   * alone, not on what was asked before, because shards are made in any order and in several processes.
   */
  images(split: Split, first: number, count: number): ImageShard | Promise<ImageShard>;
  /** The contact sheet; without this a row of images for each class. */
  sheet?: SheetPainter;
}

/** Columns of a contact sheet. */
export const SHEET_COLUMNS = 14;

export interface SheetPainter {
  /** Training images that the sheet shows, from the first on. */
  images: number;
  /**
   * The cells of the sheet, `[cells, size, size, 3]`, column by column, from a shard that begins with the first training
   * image; a cell that is black has no image. As many rows as the words of the source name.
   */
  cells(shard: ImageShard): { pixels: Uint8Array; rows: number };
}
