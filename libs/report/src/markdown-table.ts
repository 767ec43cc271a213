import { percent, figure } from './number-format';
import { outcomeOf } from './outcome';
import type { Outcome } from './outcome';
import { intervalText, savedText, utilityText } from './point-text';
import type { UtilityRow } from './rows';

const HEADINGS = [
  ...['labels', 'scratch', 'finetuned', 'labels saved', 'U', '95 % interval', 'verdict'],
];

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

/**
 * The rows of one comparison as a table in Markdown, in the layout that Prettier gives it. `isShare` says whether the metric is a share
 * of 1.
 */
export function markdownTable(rows: readonly UtilityRow[], isShare: boolean): string {
  const value = isShare ? (number: number) => percent(number) : figure;
  const cells = rows.map((row) => {
    const utility = utilityText(row);
    return [
      String(row.n),
      row.scratch === null ? '–' : value(row.scratch),
      value(row.finetuned),
      savedText(row),
      utility === '–' ? utility : `**${utility}**`,
      intervalText(row) ?? '–',
      VERDICTS[outcomeOf(row)],
    ];
  });
  const widths = HEADINGS.map((heading, at) =>
    Math.max(heading.length, ...cells.map((row) => row[at]!.length)),
  );
  const line = (texts: readonly string[]) =>
    `| ${texts.map((text, at) => text.padEnd(widths[at]!)).join(' | ')} |`;
  const rule = widths.map((width) => '-'.repeat(width));
  return [line(HEADINGS), line(rule), ...cells.map(line)].join('\n');
}
