import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeAnswers } from '@nhat/live';
import { answerPrinter } from './answer-printer';

let root: string;
let printed: string[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'nhat-'));
  printed = [];
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  }
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(root, { recursive: true });
});

const printBoth = () => {
  const { print, warn } = answerPrinter(root, 'a', { NHAT_VIEW: '7-1' });
  print('table\n');
  warn('a warning');
};

it('leaves texts to the view of a run', () => {
  printBoth();
  expect(printed).toEqual([]);
  expect(takeAnswers(root, '7-1').map(({ text }) => text)).toEqual(['table\n', '']);
});

it('prints what cannot be left to the view', () => {
  writeFileSync(join(root, '.nhat'), '');
  printBoth();
  expect(printed).toEqual(['table\n', 'a warning\n']);
});
