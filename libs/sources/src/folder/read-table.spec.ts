import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { readTable } from './read-table';

const path = join(temporaryFolder('read-table'), 'labels.csv');
const columns = { image: '', label: '', split: '', group: '' };

it.each([
  [{ label: 'Artt' }, /labels\.csv:1: .*got \["bild","Art"\].*"columns": \{ "label": "Art" \}/s],
  [{ label: 'species' }, /labels\.csv:1: .*expected species.*"columns": \{ "label": "…" \}/s],
  [{ label: 'Art' }, /labels\.csv:1: .*"columns": \{ "image": … \}/s],
])('names the key of the document for columns %j', (given, message) => {
  writeFileSync(path, 'bild,Art\na.png,cat\n');
  expect(() => readTable(path, { ...columns, ...given })).toThrow(message);
});
