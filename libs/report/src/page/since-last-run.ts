import { compareResults } from '../compare-results';
import type { MeanChange, ResultComparison, UtilityChange } from '../compare-results';
import {
  chanceText,
  countsText,
  differenceText,
  imagesText,
  isUnchanged,
  meanChangeText,
  originText,
  utilityChangeText,
} from '../comparison-text';
import type { Report } from '../report';
import { keptResult } from '../result-of-report';
import { html } from './markup';
import type { Content, Markup } from './markup';
import type { Section } from './section';
import { table } from './table';

/** What changed since the result that was kept before this one; absent where none is kept. */
export const sinceLastRun: Section = {
  id: 'since-last-run',
  title: 'Since the last run',
  render(report) {
    const { earlier } = report;
    if (earlier === undefined) return null;
    const now = keptResult(report, report.provenance.newest ?? '');
    const comparison = compareResults(earlier, now);
    return isUnchanged(comparison) ? null : body(comparison, report);
  },
};

function body(comparison: ResultComparison, { coverage, name }: Report): Markup {
  const { before, options, utilities, means, onlyBefore, onlyAfter } = comparison;
  const changed = (rows: readonly (UtilityChange | MeanChange)[]) =>
    rows.filter(({ state }) => state === 'moved' || state === 'within');
  return html`<p>
      Compared with ${originText(before)}. Utilities: ${countsText(utilities)}. Means:
      ${countsText(means)}. ${chanceText([...utilities, ...means], coverage)} The command prints the
      same: <code>npx nx compare ${name}</code>
    </p>
    ${(comparison.images ?? []).length > 0 ? html`<p><strong>${imagesText(comparison)}</strong></p>` : null}
    ${optionsOf(options)} ${only('Only before', onlyBefore)} ${only('New', onlyAfter)}
    ${
      changed(utilities).length > 0
        ? changeTable(
            'Utilities at the budgets of both. The difference is of log2(1 + U), in doublings of labels, with its interval.',
            utilities.filter(({ state }) => state !== 'same'),
            utilityChangeText,
          )
        : null
    }
    ${
      changed(means).length > 0
        ? html`<details>
            <summary>Means</summary>
            ${changeTable(
              'Means at the budgets of both.',
              means.filter(({ state }) => state !== 'same'),
              meanChangeText,
            )}
          </details>`
        : null
    }`;
}

function optionsOf(options: ResultComparison['options']): Markup | null {
  if (options === null || options.length === 0) return null;
  const rows = options.map(({ name, before, after }): Content[] => [name, before, after]);
  return table(
    'Options that changed.',
    [
      { heading: 'option', text: true, wraps: true },
      { heading: 'before', text: true, wraps: true },
      { heading: 'now', text: true, wraps: true },
    ],
    rows,
  );
}

function only(title: string, names: readonly string[]): Markup | null {
  if (names.length === 0) return null;
  return html`<details>
    <summary>${title}: ${names.length} rows</summary>
    <ul>
      ${names.map((name) => html`<li>${name}</li>`)}
    </ul>
  </details>`;
}

const changeTable = <Row extends UtilityChange | MeanChange>(
  caption: string,
  rows: readonly Row[],
  textOf: (row: Row) => string,
): Markup =>
  table(
    caption,
    [
      { heading: 'arm', text: true },
      { heading: 'dataset', text: true },
      { heading: 'network', text: true, spare: true },
      { heading: 'task', text: true, spare: true },
      { heading: 'n' },
      { heading: 'before → now' },
      { heading: 'difference' },
      { heading: 'moved', text: true },
    ],
    rows.map((row): Content[] => [
      row.arm,
      row.dataset,
      row.backbone,
      row.task,
      row.n,
      textOf(row),
      differenceText(row),
      row.state === 'moved' ? 'yes' : row.state === 'within' ? 'no' : 'unknown',
    ]),
  );
