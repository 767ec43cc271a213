import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { readTable } from './read-table';

const path = join(temporaryFolder('read-table'), 'labels.csv');
const columns = { image: '', label: '', split: '', group: '' };

it.each([
  [
    'image',
    { label: 'Artt' },
    /labels\.csv:1: .*got \["image","Art"\].*"columns": \{ "label": "Art" \}/,
  ],
  [
    'image',
    { label: 'species' },
    /labels\.csv:1: .*expected species.*"columns": \{ "label": "…" \}/,
  ],
  ['bild', { label: 'Art' }, /labels\.csv:1: .*"columns": \{ "image": … \}/],
])('names the key of the document for images in %s and columns %j', (name, given, message) => {
  writeFileSync(path, `${name},Art\na.png,cat\n`);
  expect(() => readTable(path, { ...columns, ...given })).toThrow(message);
});
