import { markdownRows } from './markdown-rows';
import { metricValue } from './metric';
import { count } from './number-format';
import { outcomeOf } from './outcome';
import type { Outcome } from './outcome';
import { intervalText, savedText, utilityText } from './point-text';
import type { Metric } from './report';
import type { UtilityRow } from './rows';

const VERDICTS: Record<Outcome, string> = {
  saves: 'saves labels',
  costs: 'costs labels',
  unclear: 'unclear',
  'one network': 'none: one pretrained network',
  unknown: 'none: it ran once',
  wide: 'none: the interval is too wide',
  'not fitted': 'none: not fitted',
  'at chance': 'none: at chance',
  flat: 'none: scratch does not rise',
};

/** What tells comparisons apart; a column where it has more than one value. */
export const PLACES: readonly [heading: string, of: (row: UtilityRow) => string][] = [
  ['dataset', ({ dataset }) => dataset],
  ['network', ({ backbone }) => backbone],
  ['task', ({ task }) => task],
  ['method', ({ method }) => method],
  ['evaluation', ({ evaluation }) => evaluation],
];

/** The rows of comparisons as a table in Markdown; `metricOf` gives the metric of a row. */
export function markdownTable(
  rows: readonly UtilityRow[],
  metricOf: (row: UtilityRow) => Metric,
): string {
  const places = PLACES.filter(([, of]) => new Set(rows.map(of)).size > 1);
  const cells = rows.map((row) => {
    const value = (number: number) => metricValue(metricOf(row), number);
    const utility = utilityText(row);
    return [
      ...places.map(([, of]) => of(row)),
      count(row.n),
      row.scratch === null ? '–' : value(row.scratch),
      value(row.finetuned),
      savedText(row),
      utility === '–' ? utility : `**${utility}**`,
      intervalText(row) ?? '–',
      VERDICTS[outcomeOf(row)],
    ];
  });
  const headings = [
    'labels',
    'scratch',
    'finetuned',
    'labels saved',
    'U',
    '95 % interval',
    'verdict',
  ];
  return markdownRows([...places.map(([heading]) => heading), ...headings], cells);
}
