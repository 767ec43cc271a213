import { terminalTable } from './terminal-table';
import { gridFixture, singleFixture } from './testing/fixture';
import { expectGolden } from './testing/golden';

const visible = (line: string) => line.replace(/\p{M}/gu, '');

it('looks like its golden; if the change is right, put the -changed file in its place', () => {
  expectGolden('test-fixture.txt', terminalTable(gridFixture));
});

it('fits 80 columns and is aligned', () => {
  const lines = terminalTable(gridFixture).split('\n').map(visible);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  const rows = lines.filter((line) => /^ +(labels|[\d,]+) /.test(line));
  expect(rows).toHaveLength(20);
  expect(new Set(rows.map((line) => line.length)).size).toBe(1);
});

it('folds what a long name makes longer than 80 columns', () => {
  const [first, ...panels] = gridFixture.panels;
  const backbone = 'resnet9 (width 0.25, scratch trained 2 times as long)';
  const long = { ...first!, backbone, precisions: ['bfloat16', 'float32'] };
  const lines = terminalTable({ ...gridFixture, panels: [long, ...panels] }).split('\n');
  expect(Math.max(...lines.map((line) => visible(line).length))).toBeLessThanOrEqual(80);
  const at = lines.findIndex((line) => line.includes('scratch trained'));
  const title = `shapes-tcvl · ${backbone} · classification · accuracy`;
  expect(`${lines[at]!} ${lines[at + 1]!.trim()}`).toBe(title);
  expect(lines[at + 1]).toMatch(/^ {2}\S/);
});

it('explains only the marks that occur in it', () => {
  const notes = terminalTable(singleFixture).trimEnd().split('\n').slice(-1);
  expect(notes).toEqual(['> <   beyond the curve from scratch: only a bound is known']);
});
