import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@nhat/artifacts/testing/temporary-folder';
import { readTable } from './read-table';
import type { TableRow } from './read-table';

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

it.each([
  ['file,label,Split,Group', 'a.png,cat,test,g1', ['a.png', 'cat', 'test', 'g1']],
  ['FILE;Label', 'a.png;cat', ['a.png', 'cat', '', '']],
  ['Label,label,File,image', 'dog,cat,b.png,a.png', ['a.png', 'cat', '', '']],
])(
  'finds columns by usual names whatever their case, %s, the usual case first',
  (head, row, read) => {
    writeFileSync(path, `${head}\n${row}\n`);
    const [{ image, label, split, group } = {} as TableRow] = readTable(path, columns).rows;
    expect([image, label, split, group]).toEqual(read);
  },
);

it('names columns that differ from the one that is read in case alone', () => {
  writeFileSync(path, 'file,label,Label\na.png,cat,dog\n');
  expect(readTable(path, columns).chosen).toEqual([
    { of: 'label', read: 'label', passed: ['Label'], differing: 1 },
  ]);
});

it.each([
  ['file,label,label', {}, ['label', 'label']],
  ['file,Label,LABEL', {}, ['Label', 'LABEL']],
  ['file,art,art', { label: 'art' }, ['art', 'art']],
])('refuses a column that is read and stands there twice: %s %j', (head, given, got) => {
  writeFileSync(path, `${head}\na.png,cat,dog\n`);
  const message = `labels.csv:1: a column twice (got ${JSON.stringify(got)}; expected each`;
  expect(() => readTable(path, { ...columns, ...given })).toThrow(message);
});

it('passes over columns that are not read, whatever their names are', () => {
  writeFileSync(path, 'file,label,notes,notes,,\na.png,cat,x,y,,\n');
  expect(readTable(path, columns).rows).toHaveLength(1);
});

it.each([
  ['CRLF, then LF', 'file,label\r\na.png,cat\nb.png,dog\n'],
  ['LF, then CRLF', '"file","label"\n"a.png","cat"\r\n"b.png","dog"\r\n'],
  ['CR alone', 'file,label\ra.png,cat\rb.png,dog'],
  ['all three', 'file,label\r"a.png",cat\r\nb.png,"dog"\n'],
])('reads lines that end in %s, and counts them', (_, text) => {
  writeFileSync(path, text);
  const { rows, mistakes } = readTable(path, columns);
  expect(mistakes).toEqual([]);
  expect(rows.map(({ line, image, label }) => [line, image, label])).toEqual([
    [2, 'a.png', 'cat'],
    [3, 'b.png', 'dog'],
  ]);
});
