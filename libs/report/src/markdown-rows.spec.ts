import { markdownRows } from './markdown-rows';

it('lays out a table as Prettier does, with three characters in the narrowest column', () => {
  const table = markdownRows(
    ['claim', 'p'],
    [
      ['falls', '–'],
      ['harder', '–'],
    ],
  );
  expect(table.split('\n')).toEqual([
    '| claim  | p   |',
    '| ------ | --- |',
    '| falls  | –   |',
    '| harder | –   |',
  ]);
});
