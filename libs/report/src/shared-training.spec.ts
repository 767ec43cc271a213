import { lead } from './lead';
import { methodology } from './page/methodology';
import { gridFixture, singleFixture } from './testing/fixture';
import { elements, parseHtml, textOf } from './testing/parse-html';
import type { Panel, Report, Setting } from './report';

const methodOf = (report: Report): string => {
  const { text } = methodology.render(report, { drawn: [] })!;
  return textOf(elements(parseHtml(text), 'dd')[0]!).replace(/\s+/g, ' ');
};
const noteOf = (report: Report, label: string): string =>
  lead(report).notes.find((note) => note.label === label)?.text ?? '';

const foreign = (panel: Panel): Panel => ({ ...panel, ofAnotherProgram: true });
const scores = [{ path: 'their-runs.csv', runs: 24 }];

describe('a report on scores of another program', () => {
  const report: Report = {
    ...singleFixture,
    panels: singleFixture.panels.map(foreign),
    settings: [],
    provenance: { ...singleFixture.provenance, scores },
  };

  it('states nothing of their labels and trainings', () => {
    const text = methodOf(report);
    expect(text).not.toMatch(/class-balanced|recipe|images seen|draws the labels/);
    expect(text).toContain('their-runs.csv');
    expect(text).toContain('not known');
    expect(noteOf(report, 'Compared')).not.toMatch(/pretrained without labels|finetuned/);
    expect(noteOf(report, 'Training length')).toBe('');
  });

  it('still states it of the cells that were trained here', () => {
    const [first, ...others] = gridFixture.panels;
    const mixed = {
      ...gridFixture,
      panels: [foreign(first!), ...others],
      provenance: { ...gridFixture.provenance, scores },
    };
    expect(methodOf(mixed)).toMatch(/draws the labels.*their-runs\.csv/);
    expect(noteOf(mixed, 'Compared')).toMatch(/pretrained without labels.*another program/);
  });
});

describe('how labels are drawn', () => {
  const drawn = (options: Report['options']) => methodOf({ ...singleFixture, options: options! });

  it('is stated as the document has it', () => {
    expect(drawn({ labels: 'balanced' })).toContain('class-balanced');
    expect(drawn({ labels: 'random' })).not.toContain('class-balanced');
    expect(drawn(null)).not.toContain('class-balanced');
  });

  it('is not stated where the members of a study differ', () => {
    const includes = { a: { labels: 'random' }, b: { labels: 'balanced' } };
    expect(drawn({ includes })).not.toMatch(/class-/);
    expect(drawn({ labels: 'balanced', includes: { b: { labels: 'balanced' } } })).toContain(
      'class-balanced',
    );
  });
});

describe('what both arms share', () => {
  const withLengths = (scratch: number, finetuned: number): Report => {
    const of = <Own extends Pick<Panel, 'origins'>>(one: Own, imagesSeen: number): Own => ({
      ...one,
      origins: one.origins.map((run) => ({ ...run, imagesSeen })),
    });
    const panels = singleFixture.panels.map((panel) => ({
      ...of(panel, scratch),
      comparisons: panel.comparisons.map((comparison) => of(comparison, finetuned)),
    }));
    return { ...singleFixture, panels };
  };

  it('is the number of images seen only where it was', () => {
    const [equal, longer] = [withLengths(10_000, 10_000), withLengths(40_000, 10_000)];
    expect(methodOf(equal)).toContain('the same number of images');
    expect(noteOf(equal, 'Training length')).toContain(', the same in both arms');
    expect(methodOf(longer)).toContain('different numbers of images');
    expect(noteOf(longer, 'Training length')).toContain('not the same');
    const kinds = [equal, longer].map(
      (report) => lead(report).notes.find(({ label }) => label === 'Training length')!.kind,
    );
    expect(kinds).toEqual(['description', 'warning']);
  });

  it('is the recipe only where it was', () => {
    const setting = (arm: string, augment: string[] | null): Setting => ({
      ...{ arm, augment, backbone: 'resnet9', of: 'classification', imagesSeen: null },
      ...{ schedule: null, precision: 'auto' },
    });
    const settings = [setting('scratch', ['flip']), setting('finetuning', null)];
    expect(methodOf({ ...singleFixture, settings })).not.toContain('the same recipe');
    const same = [setting('scratch', null), setting('finetuning', null)];
    expect(methodOf({ ...singleFixture, settings: same })).toContain('the same recipe');
  });
});

it('a study in which no cell ran twice has no intervals to be sure of, whatever its outcomes are', () => {
  const once = singleFixture.panels.map((panel) => ({
    ...panel,
    comparisons: panel.comparisons.map((comparison) => ({
      ...comparison,
      points: comparison.points.map((point) => ({
        ...{ ...point, kind: 'not fitted' as const, seeds: 1, verdict: null },
        ...{ low: null, high: null, gapLow: null, gapHigh: null },
      })),
    })),
  }));
  expect(noteOf({ ...singleFixture, panels: once }, 'How sure')).toMatch(/no intervals/);
});
