import { userError } from '@nhat/documents';
import type { Json, JsonObject } from '@nhat/documents';
import { USUAL_COLUMNS } from '../folder/read-table';
import { checkLabelled } from './check-labelled';
import type { PackedImage, PackedRequest } from './packed-image';
import { openParquet } from './parquet';
import type { ParquetTable } from './parquet';
import { splitOfImage } from './split-of-image';

const IMAGE_COLUMNS = ['image', 'img', 'images', 'png', 'jpg', 'picture'];
const LABEL_COLUMNS = ['label', 'labels', 'class', 'category', 'target', 'fine_label'];

/**
 * The images of a table as hubs of datasets export it: a column of encoded images, alone or as `{ bytes, path }`, and one of labels,
 * which are texts, or numbers of classes that the table names. Throws a UserError for the first mistake.
 */
export async function* imagesOfParquet({
  path,
  where,
  names,
  split: named,
  unlabelled,
}: PackedRequest): AsyncGenerator<PackedImage> {
  const table = await openParquet(path, where);
  const image = names.image || firstOf(IMAGE_COLUMNS, table);
  if (image === undefined) {
    throw userError(where, 'no column of images', {
      got: [...table.columns],
      expected: `${IMAGE_COLUMNS.join(', ')}, or the name that "columns" gives`,
    });
  }
  const label = unlabelled ? undefined : names.label || firstOf(LABEL_COLUMNS, table);
  const classes = label === undefined ? undefined : classNames(table, label);
  const column = (of: 'split' | 'group') =>
    unlabelled ? undefined : names[of] || firstOf(USUAL_COLUMNS[of], table);
  const [split, group] = [column('split'), column('group')];
  const noLabel = {
    got: table.columns,
    expected: `${LABEL_COLUMNS.join(', ')}, or the name that "columns" gives`,
  };
  const columns = [...new Set([image, label, split, group])].filter((one) => one !== undefined);
  const namesOf = new Map(columns.map((one) => [one, classNames(table, one)]));
  const said = (values: Record<string, unknown>, place: string, one: string | undefined) =>
    one === undefined ? null : textOf(values[one], namesOf.get(one), `${place} › ${one}`);
  const splitOf = (place: string, text: string | null) => {
    const found = splitOfImage(`${place} › ${split}`, text, named);
    if (label === undefined && !unlabelled) checkLabelled(place, found, noLabel);
    return found;
  };
  let row = 0;
  for await (const values of table.read(columns)) {
    const place = `${where} › row ${row}`;
    yield {
      bytes: bytesOf(values[image], `${place} › ${image}`),
      label: label === undefined ? null : labelOf(values[label], classes, `${place} › ${label}`),
      split: splitOf(place, said(values, place, split)),
      ...{ group: said(values, place, group), at: `row ${row++}` },
    };
  }
}

const firstOf = (usual: readonly string[], { columns }: ParquetTable): string | undefined =>
  usual.find((name) => columns.includes(name));

function bytesOf(value: unknown, where: string): Buffer {
  const inner =
    typeof value === 'object' && value !== null && 'bytes' in value
      ? (value as { bytes: unknown }).bytes
      : value;
  if (inner instanceof Uint8Array) {
    return Buffer.from(inner.buffer, inner.byteOffset, inner.byteLength);
  }
  throw userError(where, 'no image', {
    got: value === null || value === undefined ? 'nothing' : typeof inner,
    expected: 'the bytes of an image file',
    advice: 'A table with paths alone needs the files: export it with the images in it.',
  });
}

function labelOf(value: unknown, classes: readonly string[] | undefined, where: string): string {
  if (typeof value === 'string' && value !== '') return value;
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0) {
    const name = classes === undefined ? String(number) : classes[number];
    if (name !== undefined) return name;
  }
  throw userError(where, 'no label', {
    got: value === undefined ? null : (String(value) as Json),
    expected:
      classes === undefined ? 'a text or a whole number from 0' : `0 to ${classes.length - 1}`,
  });
}

/** What a column says of an image, as a text; null where it says nothing. `names`: those of numbers, where the table has them. */
function textOf(value: unknown, names: readonly string[] | undefined, where: string) {
  if (value === null || value === undefined || Number.isNaN(value)) return null;
  if (names !== undefined && names[Number(value)] !== undefined) return names[Number(value)]!;
  if (value instanceof Date) return value.toISOString();
  const text = value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value;
  if (typeof text !== 'object') return String(text).trim() || null;
  throw userError(where, 'no text or number', { expected: 'one value for each image, or nothing' });
}

/** The names of classes that a hub keeps beside the table; undefined where there are none. */
function classNames({ texts }: ParquetTable, label: string): string[] | undefined {
  try {
    const { info } = JSON.parse(texts.get('huggingface') ?? '{}') as { info?: JsonObject };
    const features = info?.['features'] as JsonObject | undefined;
    const { names } = (features?.[label] ?? {}) as { names?: Json };
    return Array.isArray(names) && names.every((name) => typeof name === 'string')
      ? (names as string[])
      : undefined;
  } catch {
    return undefined;
  }
}
