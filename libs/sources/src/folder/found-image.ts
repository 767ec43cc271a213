import type { Split } from '@nhat/artifacts';
import type { DigestedFile } from './digest-index';
import type { ChosenColumn } from './read-table';

/** An image file of a dataset, before splits are chosen. */
export interface FoundImage {
  file: DigestedFile;
  /** Where messages point to, e.g. `cats/a.jpg` or `a.jpg (labels.csv:12)`. */
  where: string;
  /** Null for images without a label. */
  label: string | null;
  /** Null where the files do not say. */
  split: Split | null;
  /** Images of one group never lie in two splits; null for an image of its own. */
  group: string | null;
}

/** All that the folders of a dataset hold. */
export interface FoundFiles {
  images: FoundImage[];
  /** Files that are no images, neither by name nor by content. */
  others: string[];
  hidden: number;
  innerLinks: number;
  /** Folders for images without labels that hold none. */
  emptyUnlabelled: string[];
  /** What is wrong with the rows of the table, as messages. */
  mistakes: string[];
  /** Columns of the table that are read where others have a usual name for the same. */
  chosen: ChosenColumn[];
  /** How the labels were given. */
  layout: 'class folders' | 'split and class folders' | 'table' | 'packed files';
}
