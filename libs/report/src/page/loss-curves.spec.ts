import type { TrainingCourse } from '../report';
import { coursesFixture, diverged, steady } from '../testing/courses';
import { singleFixture } from '../testing/fixture';
import { elements, parseHtml, textOf } from '../testing/parse-html';
import type { Element } from '../testing/parse-html';
import { lossCurves } from './loss-curves';
import { lossAxis, lossDrawing } from './loss-drawing';

const rendered = (trainings: TrainingCourse[]): Element | undefined => {
  const content = lossCurves.render({ ...singleFixture, trainings }, { drawn: [] });
  return content === null ? undefined : parseHtml(content.text);
};

const classes = (root: Element): string[] =>
  elements(root, 'path').map(({ attributes }) => attributes['class']!);

it('is absent where no losses are kept', () => {
  expect(rendered([])).toBeUndefined();
  expect(lossCurves.render(singleFixture, { drawn: [] })).toBeNull();
});

it('draws every training once, and names what it shows in a figure and in a table', () => {
  const root = rendered(coursesFixture([50, 100]))!;
  expect(elements(root, 'path')).toHaveLength(10);
  const labels = elements(root, 'svg').map(({ attributes }) => attributes['aria-label']!);
  expect(labels).toHaveLength(5);
  expect(labels[1]).toMatch(/scratch, 50 labels: 2\.\d+ .* to 0\.0/);
  const rows = elements(root, 'table').map((table) => elements(table, 'tr').length - 1);
  expect(rows).toEqual([1, 4]);
  expect(elements(root, 'details').some(({ attributes }) => 'open' in attributes)).toBe(false);
});

it('opens the panel of a training that diverged, and marks what still fell', () => {
  const root = rendered(coursesFixture([50], { scratch: diverged, finetuned: steady }))!;
  const [pretraining, panel] = elements(root, 'details');
  expect('open' in pretraining!.attributes).toBe(false);
  expect('open' in panel!.attributes).toBe(true);
  expect(classes(panel!)).toEqual(['up', 'up', 'falling', 'falling']);
  expect(textOf(elements(root, 'p')[0]!)).toMatch(/2 ended above .*2 still fell .*2 levelled/);
  const captions = elements(panel!, 'figcaption').map(textOf);
  expect(captions[0]).toContain('2 ended above');
  expect(captions[1]).toContain('2 still fell');
});

it('takes at most 300 kB for 700 trainings', () => {
  const budgets = Array.from({ length: 35 }, (_, at) => 10 * (at + 1));
  const datasets = Array.from({ length: 5 }, (_, at) => `shapes-${at}`);
  const trainings = datasets.flatMap((dataset) =>
    coursesFixture(budgets).map((course) => ({ ...course, dataset })),
  );
  expect(trainings).toHaveLength(710);
  const { text } = lossCurves.render({ ...singleFixture, trainings }, { drawn: [] })!;
  expect(Buffer.byteLength(text)).toBeLessThan(300_000);
});

describe('the axis', () => {
  it('is logarithmic for positive losses that differ much, over four decades at most', () => {
    expect(lossAxis([2, 1, 0.1])).toEqual({ least: 0.1, most: 2, log: true });
    expect(lossAxis([2, 1e-9])).toEqual({ least: 2e-4, most: 2, log: true });
    expect(lossAxis([2, 1])).toEqual({ least: 1, most: 2, log: false });
    expect(lossAxis([2, -1])).toEqual({ least: -1, most: 2, log: false });
    expect(lossAxis([1, 1])).toMatchObject({ least: 1, most: 2 });
  });

  it('places losses from the upper edge to the lower one', () => {
    const draw = (losses: number[]) =>
      lossDrawing([{ losses, kind: 'level' }], lossAxis([1, 0.01]), 'x').text.match(
        /d="(.*?)"/,
      )![1];
    expect(draw([1, 0.1, 0.01, 0])).toBe('M3 3l52 32l52 32h52');
    expect(draw([0.1])).toBe('M3 35h4');
    expect(draw([0.01, 1])).toBe('M3 67l156-64');
  });
});
