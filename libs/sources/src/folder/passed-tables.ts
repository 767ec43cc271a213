import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SourcePlace } from '@nhat/documents';
import { csvStart } from '@nhat/documents/csv-start';
import { placeOf } from './find-images';
import type { FoundFiles } from './found-image';
import type { FolderOptions } from './options';

/** A file beside the images that is not read, although it names them, as a table of labels does. */
export interface PassedTable {
  name: string;
  /** How many of the images it names. */
  images: number;
}

const TABLE = /\.(csv|tsv|txt)$/i;
/** Larger files are not looked at. */
const MOST_BYTES = 2 ** 26;
/** A file that names one image may be a note. */
const LEAST = 2;

/** The tables among the files of the folder of a dataset that are passed over. */
export function passedTables(
  { path }: Pick<FolderOptions, 'path'>,
  place: SourcePlace,
  { images, others }: Pick<FoundFiles, 'images' | 'others'>,
): PassedTable[] {
  const folder = placeOf(path, place);
  const names = new Set(images.map(({ file }) => baseName(file.name)));
  return others
    .filter((name) => TABLE.test(name))
    .flatMap((name) => {
      const file = join(folder, name);
      // Those of other folders, for images without labels, are not there.
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? Infinity) > MOST_BYTES) return [];
      const found = fieldsOf(readFileSync(file, 'utf8')).filter((one) => names.has(baseName(one)));
      const count = Math.min(new Set(found).size, images.length);
      return count < LEAST ? [] : { name, images: count };
    });
}

const baseName = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** What stands between the separators of a table. */
const fieldsOf = (content: string): string[] =>
  csvStart(content)
    .text.split(/[,;\t\r\n]/)
    .map((field) => field.trim().replace(/^"|"$/g, '').replace(/\\/g, '/').normalize('NFC'));
