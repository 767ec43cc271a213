import { lead } from './lead';
import type { Report } from './report';
import { cells } from './rows';
import { gridFixture } from './testing/fixture';
import { overviewFixture } from './testing/overview-fixture';
import { largeFixture } from './testing/large-fixture';

const noteOf = (report: Report, label: string) =>
  lead(report).notes.find((note) => note.label === label);

/** Two methods at the same two budgets of each panel, whose rows are at chance. */
function withoutNumbers(): Report {
  const report = largeFixture();
  const panels = report.panels.slice(0, 8).map((panel) => ({
    ...panel,
    comparisons: panel.comparisons.slice(0, 2).map((comparison) => ({
      ...comparison,
      points: comparison.points
        .slice(0, 2)
        .map((point) => ({ ...point, kind: 'at chance' as const, verdict: null })),
    })),
  }));
  return { ...report, panels };
}

it('names methods with the same limit at the same labels together, and counts every row', () => {
  const report = withoutNumbers();
  const note = noteOf(report, 'At chance')!;
  expect(note.rows).toBe(cells(report).length);
  expect(note.rows).toBe(32);
  expect(note.items).toHaveLength(16);
  expect(note.items![0]).toMatch(
    /^rotation and simclr on simulated-a \(classification\) at 50 labels \(chance /,
  );
});

it('says of rows on both sides of the curve from scratch that a bound is known', () => {
  const { text, items, rows } = noteOf(gridFixture, 'Censored')!;
  expect(text).toMatch(/^beyond the whole curve from scratch, so only a bound: /);
  expect(items!.some((item) => item.endsWith('(U > 0.00)'))).toBe(true);
  expect(items!.some((item) => item.endsWith('(U < 0.00)'))).toBe(true);
  expect(rows).toBe(items!.length);
});

it('asks once for a budget that several curves from scratch lack', () => {
  const report = largeFixture();
  const budget = { n: 25, reason: 'below' as const, narrowing: null };
  const panels = report.panels.slice(0, 4).map((panel) => ({
    ...panel,
    comparisons: panel.comparisons.map((comparison) => ({
      ...comparison,
      points: comparison.points.map((point) => ({ ...point, budget })),
    })),
  }));
  expect(noteOf({ ...report, panels }, 'To add')!.text).toBe(
    'train from scratch with a budget near 25 labels on simulated-a (classification), simulated-a (pose), simulated-a (segmentation) and simulated-a (depth). More seeds do not help there.',
  );
});

it('names each method once, whatever was done with its network', () => {
  const report = overviewFixture();
  const panels = report.panels.map((panel) => ({
    ...panel,
    comparisons: panel.comparisons.map((one) =>
      one.method.startsWith('rotation') ? { ...one, leaksThroughBorder: true as const } : one,
    ),
  }));
  const datasets = report.datasets.map((one) => ({ ...one, borderRotationAccuracy: 0.93 }));
  const leaky = { ...report, panels, datasets };
  expect(noteOf(leaky, 'Warning')!.text).toContain(', so rotation can be solved in part ');
  expect(noteOf(leaky, 'Compared')!.text).toContain(
    'networks pretrained without labels (rotation and simclr) and then finetuned or evaluated otherwise (linear and frozen to 1), against ',
  );
});
