import { lead } from './lead';
import { hasLearned } from './learning';
import type { LearningFacts, Report } from './report';
import { reportFiles } from './report-files';
import { utilityRows } from './rows';
import { terminalTable } from './terminal-table';
import { singleFixture } from './testing/fixture';

const facts = (learned: boolean | null): LearningFacts => ({
  metric: { name: 'lightnessToColours', label: 'L→ab top-1', unit: 'share', range: [0, 1] },
  ...{ value: 0.008, chance: 1 / 256, threshold: 10 / 256 },
  rule: 'at least 10 times chance',
  learned,
});

/** A report with one method, whose networks learned or not. */
function report(learning: LearningFacts[], collapsed = false): Report {
  const [panel] = singleFixture.panels;
  const [comparison] = panel!.comparisons;
  const embedding = { spread: 0.01, effectiveRank: 1.2, dimensions: 64, collapsed };
  return {
    ...singleFixture,
    panels: [{ ...panel!, comparisons: [{ ...comparison!, learning }] }],
    pretrainings: singleFixture.pretrainings.map((one) => ({
      ...one,
      ...(learning[0] && { learning: learning[0] }),
      embedding,
    })),
  };
}

const noteOf = (shown: Report, wanted: string) =>
  lead(shown).notes.find(({ label }) => label === wanted)?.text;

describe('a pretraining that did not learn its own task', () => {
  const shown = report([facts(true), facts(false)]);

  it('is told with what was measured, beside every utility', () => {
    expect(noteOf(shown, 'Not learned')).toContain('0.8 %, chance 0.4 %, needed 3.9 %');
    const table = terminalTable(shown);
    const arms = table.split('\n').filter((line) => line.startsWith('rotation'));
    expect(arms).toHaveLength(shown.panels[0]!.comparisons.length);
    for (const arm of arms) expect(arm).toMatch(/, not learned/);
    expect(table).toMatch(/^not learned .*did not learn/m);
    expect(utilityRows(shown).every(({ learned }) => learned === false)).toBe(true);
  });

  it('is told on the page, with the rule', async () => {
    const files = await reportFiles(shown);
    const page = files.map(({ content }) => String(content)).find((text) => /<html/.test(text));
    expect(page).toContain('not learned');
    expect(page!.replaceAll('&nbsp;', ' ')).toContain('L→ab top-1 0.8 %, chance 0.4 %');
  });
});

describe('networks that learned from the labelled images of each run alone', () => {
  const [panel] = singleFixture.panels;
  const budgets = panel!.comparisons[0]!.points.map(({ n }) => n);
  const [least, ...others] = budgets;
  const shown = report(budgets.map((labels) => ({ ...facts(labels !== least), labels })));

  it('count as not learned at their own number of labels alone', () => {
    const learned = utilityRows(shown).map((row) => [row.n, row.learned]);
    expect(learned).toEqual([[least, false], ...others.map((n) => [n, true])]);
    const arm = terminalTable(shown)
      .split('\n')
      .find((line) => line.startsWith('rotation'));
    expect(arm).toMatch(/, in part not learned/);
    expect(terminalTable(shown)).toMatch(/^not learned .*did not learn/m);
    expect(noteOf(shown, 'Not learned')).toContain(`from ${least} labelled images on`);
  });
});

it.each([
  ['learned', [facts(true)], true],
  ['has no held-out images', [facts(null)], null],
  ['has no check', [], null],
])('a pretraining that %s gets no warning', (_, learning, expected) => {
  const shown = report(learning);
  expect(hasLearned(shown.panels[0]!.comparisons[0]!)).toBe(expected);
  expect(noteOf(shown, 'Not learned')).toBeUndefined();
  expect(terminalTable(shown)).not.toContain('!');
});

it('names networks whose features collapsed', () => {
  expect(noteOf(report([], true), 'Collapsed')).toContain('effective rank 1.20 of 64');
  expect(noteOf(report([]), 'Collapsed')).toBeUndefined();
});
