import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { compare, main, python, recompute, resultOf } from './testing/parity';
import type { Recomputed, StudyResult } from './testing/parity';

let folder: string;
let recomputed: Recomputed;
let results: StudyResult[];

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nhat-parity-'));
  recomputed = await recompute(folder, 15, 4000);
  results = recomputed.studies.map(resultOf);
}, 300_000);

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

type Point = StudyResult['points'][number];

/** A copy of the results in which one point is changed: the first that meets the condition. */
function changed(meets: (point: Point) => boolean, change: (point: Point) => Partial<Point>) {
  const copy = structuredClone(results);
  const point = copy.flatMap(({ points }) => points).find(meets)!;
  Object.assign(point, change(point));
  return copy;
}

const hasInterval = ({ low, high, lowOpen, highOpen }: Point) =>
  low !== null && high !== null && !lowOpen && !highOpen && high - low > 0.1;

it('the recomputation gives the results of examples worked by hand', async () => {
  expect(await python('selftest.py', [])).toContain('passed');
});

it('an independent recomputation from the definitions agrees', async () => {
  const report = await compare(recomputed, results);
  expect(report).toMatchObject({ disagreements: 0, studies: 38 });
  expect(report.utilities).toBeGreaterThan(76);
});

it.each<[string, (point: Point) => boolean, (point: Point) => Partial<Point>]>([
  ['utility', () => true, ({ utility }) => ({ utility: utility + 1e-6 })],
  ['nHat', () => true, ({ nHat }) => ({ nHat: nHat * (1 + 1e-6) })],
  ['gap', ({ gap }) => gap !== null, ({ gap }) => ({ gap: gap! + 1e-3 })],
  ['low', hasInterval, ({ low, high }) => ({ low: low! + (3 * (high! - low!)) / 4 })],
  ['high', hasInterval, ({ low, high }) => ({ high: high! - (3 * (high! - low!)) / 4 })],
  ['positive', ({ positive }) => positive === 1, () => ({ positive: 0.9 })],
  ['verdict', ({ verdict }) => verdict === 'saves', () => ({ verdict: 'costs' })],
  ['status', ({ status }) => status === 'exact', () => ({ status: 'censored-high' })],
])('the comparison finds a changed %s', async (kind, meets, change) => {
  const { disagreements, text } = await compare(recomputed, changed(meets, change));
  expect(disagreements).toBeGreaterThan(0);
  expect(text).toMatch(new RegExp(`^${kind}: 1$`, 'm'));
});

it('a Python that does not start is named', async () => {
  const before = process.env['NHAT_PYTHON'];
  process.env['NHAT_PYTHON'] = '/no/such/python';
  try {
    await expect(main([])).rejects.toThrow(/\/no\/such\/python.*NHAT_PYTHON/s);
  } finally {
    if (before === undefined) delete process.env['NHAT_PYTHON'];
    else process.env['NHAT_PYTHON'] = before;
  }
});

it('a wrong count is refused before anything runs', async () => {
  await expect(main(['--every', '0'])).rejects.toThrow(/--every/);
});
