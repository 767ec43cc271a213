import type { ImageShard, Split } from '@nhat/artifacts';
import type {
  DatasetConfig,
  ImageCounts,
  ImageTruth,
  Json,
  JsonObject,
  SourcePlace,
} from '@nhat/documents';

/** The code of a source of images. Its entry in the registry says what documents and reports need, without code that makes images. */
export interface ImageSource {
  /**
   * Called once for a dataset in each process that makes a part of it. `shared` is what the first of these processes found out
   * for all of them.
   */
  open(config: DatasetConfig, place: SourcePlace, shared?: Json): OpenSource | Promise<OpenSource>;
}

/** A file that gives no image, and why. */
export type FileFault = { file: string; what: string };

/** Thrown by `images` for files that give none. The dataset is refused, with all such files of all shards. */
export class FaultyFiles extends Error {
  constructor(readonly faults: FileFault[]) {
    super(faults.map(({ file, what }) => `${file}: ${what}`).join('\n'));
  }
}

/** A shard, and what a source notes of each of its images. */
export type SourceShard = ImageShard & { facts?: readonly JsonObject[] };

export interface OpenSource {
  /** Names of the classes, at most 256; a label is an index into them. */
  classes: readonly string[];
  /** How many images there are, of a source that finds its counts. */
  counts?: ImageCounts;
  /** The first so many training images have a truth, the others have none; absent: all have. */
  labelled?: number;
  /** For the other processes that open the source. */
  shared?: Json;
  /** True where no report may show images. */
  hidesSamples?: boolean;
  /**
   * The group of each test image, counted from 0: images of one group (a patient, a camera) are alike, so that they say less of other
   * images than as many of different groups. Absent where every image stands for itself.
   */
  testGroups?: readonly number[];
  /** The truths of an image; without this those that a shard holds. */
  truths?: readonly ImageTruth[];
  /**
   * Images `first` to `first + count − 1` of a split with their truth. They depend on the configuration and the ingredients
   * alone, not on what was asked before, because shards are made in any order and in several processes.
   */
  images(split: Split, first: number, count: number): SourceShard | Promise<SourceShard>;
  /**
   * What the results say of all images, from what was noted of each, in the order of the splits. Throws a UserError for images
   * that must not be used together.
   */
  summary?(facts: readonly JsonObject[]): JsonObject;
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
