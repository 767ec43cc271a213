import { endLabels } from './end-labels';
import { CHART } from './theme';

const linesOf = (...names: string[]) => endLabels(names.map((name) => ({ name, at: 0.5 })));

describe('names beside the right edge of a chart', () => {
  it.each([
    ['vae', ['vae']],
    ['rotation-labelled', ['rotation-', 'labelled']],
    ['random-frozen (linear)', ['random-', 'frozen', '(linear)']],
    ['image-statistics (linear)', ['image-', 'statistics', '(linear)']],
    ['extraordinarily', ['extraordin…']],
    [
      'a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t',
      ['a-b-c-d-e-f-', 'g-h-i-j-k-l-m-', 'n-o-p-q-r-s-t'],
    ],
  ])('%s has its lines', (name, lines) => {
    expect(linesOf(name).map(({ label }) => label)).toEqual(lines);
  });

  it('stand around the height of what they stand for', () => {
    const heights = endLabels([{ name: 'rotation-labelled', at: 0.5 }]).map(({ labelY }) => labelY);
    expect((heights[0]! + heights[1]!) / 2).toBe(CHART.height / 2);
  });

  it.each([0, 0.5, 1])('do not touch each other at the height %p, nor leave the plot', (at) => {
    const names = ['rotation', 'random-frozen (linear)', 'simclr', 'rotation-labelled'];
    const lines = endLabels(names.map((name) => ({ name, at })));
    const heights = lines.map(({ labelY }) => labelY);
    expect(heights).toHaveLength(7);
    heights.slice(1).forEach((height, line) => {
      expect(height - heights[line]!).toBeGreaterThanOrEqual(13);
    });
    expect(heights.at(-1)).toBeLessThanOrEqual(CHART.height);
    expect(new Set(lines.map(({ arm }) => arm))).toEqual(new Set(names));
  });
});
