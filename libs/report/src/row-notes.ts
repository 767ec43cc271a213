import { pointsAtChance } from './chance';
import { metricText } from './metric';
import { panelName, unique } from './naming';
import { bound, count, list, plural } from './number-format';
import { intervalText } from './point-text';
import { refusalText } from './refusal-cause';
import type { Panel, Report } from './report';
import type { JudgedCell } from './rows';

/** A sentence that ends in a list, of which `rows` rows of the results are the reason where that is known. */
export interface Listing {
  text: string;
  items: readonly string[];
  rows?: number;
}

/** `intro: a; b; c.`; empty without items. */
export const listing = (intro: string, items: readonly string[], end = '.'): Listing | string =>
  items.length === 0 ? '' : { text: `${intro}: ${items.join('; ')}${end}`, items };

/**
 * The rows by place: rows of one panel and budget of which `detail` says the same are one item, `rotation and vae on shapes-tc at 50
 * labels (U < 0.00)`, because a study of many methods has the same limit for most of them.
 */
function rowListing(
  intro: string,
  report: Report,
  rows: readonly JudgedCell[],
  detail: (row: JudgedCell) => string,
): Listing | string {
  const groups = new Map<string, JudgedCell[]>();
  for (const row of rows) {
    const key = JSON.stringify([report.panels.indexOf(row.panel), row.point.n, detail(row)]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const items = [...groups.values()].map((own) => {
    const { panel, point } = own[0]!;
    const methods = list(unique(own.map(({ comparison }) => comparison.method)));
    return `${methods} on ${panelName(report, panel)} at ${plural(point.n, 'label')}${detail(own[0]!)}`;
  });
  const found = listing(intro, items);
  return typeof found === 'string' ? found : { ...found, rows: rows.length };
}

/** Intervals without a point, with their ends. */
export const wide = (report: Report, allCells: readonly JudgedCell[]): string | Listing =>
  rowListing(
    'the interval spans more than two doublings, so no U is stated',
    report,
    allCells.filter(({ outcome }) => outcome === 'wide'),
    ({ point }) => ` (U between ${intervalText(point)!.replace(' to ', ' and ')})`,
  );

/** Where only another budget from scratch helps, the one to add. */
export function toAdd(report: Report, allCells: readonly JudgedCell[]): string {
  const panels = new Map<string, Panel[]>();
  for (const panel of report.panels) {
    const budgets = allCells.flatMap(({ panel: own, point: { budget } }) =>
      own === panel && budget !== null && budget.reason !== 'noise' ? [budget.n] : [],
    );
    const near = unique(budgets).sort((a, b) => a - b);
    if (near.length === 0) continue;
    const text = `${near.length === 1 ? 'a budget' : 'budgets'} near ${list(near.map(count))} labels`;
    panels.set(text, [...(panels.get(text) ?? []), panel]);
  }
  const requests = [...panels].map(
    ([text, own]) => `${text} on ${list(own.map((panel) => panelName(report, panel)))}`,
  );
  return requests.length === 0
    ? ''
    : `train from scratch with ${requests.join('; ')}. More seeds do not help there.`;
}

/** Rows beyond the curve from scratch, with the bound of each. */
export function censored(report: Report, measured: readonly JudgedCell[]): string | Listing {
  const rows = measured.filter(({ point }) => point.status !== 'exact');
  const isHigh = ({ point }: JudgedCell) => point.status === 'censored-high';
  const where = rows.every(isHigh)
    ? 'above the whole curve from scratch, so only a lower bound'
    : rows.some(isHigh)
      ? 'beyond the whole curve from scratch, so only a bound'
      : 'below the whole curve from scratch, so only an upper bound';
  return rowListing(where, report, rows, (row) =>
    isHigh(row) ? ` (U > ${bound(row.point.ceiling)})` : ` (U < ${bound(row.point.floor)})`,
  );
}

/** Utilities that depend on scratch means which the monotone fit replaced. */
export const averaged = (report: Report, allCells: readonly JudgedCell[]): string | Listing =>
  rowListing(
    'means of scratch fell from one budget to the next, so n̂ was read from their average',
    report,
    allCells.filter(({ point }) => point.pooled),
    () => '',
  );

/** The rows that are refused because networks are not clearly better than the best constant answer: those that the headline counts. */
export const atChance = (report: Report, allCells: readonly JudgedCell[]): string | Listing =>
  rowListing(
    'not clearly better than the same answer for every image, so nothing can be read there',
    report,
    allCells.filter(({ outcome }) => outcome === 'at chance'),
    ({ panel, comparison, point: { n } }) => {
      const isOwn = pointsAtChance(panel, comparison.curve).some((own) => own.n === n);
      const cause = isOwn ? '' : `; ${refusalText(panel, comparison, 'at chance', [n])}`;
      return ` (chance ${metricText(panel, panel.chance!)}${cause})`;
    },
  );
