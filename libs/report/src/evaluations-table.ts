import { grouped } from './grouped';
import { markdownRows } from './markdown-rows';
import { PLACES } from './markdown-table';
import { metricValue } from './metric';
import { count } from './number-format';
import type { Metric } from './report';
import type { UtilityRow } from './rows';

const OF_PLACE = PLACES.filter(([heading]) => !['method', 'evaluation'].includes(heading));

/**
 * The means of each method by each of its evaluations, a row for each method and number of labels; the best method of a place and number of
 * labels is bold, by each evaluation. `metricOf` gives the metric of a row.
 */
export function evaluationsTable(
  rows: readonly UtilityRow[],
  metricOf: (row: UtilityRow) => Metric,
): string {
  const evaluations = [...new Set(rows.map(({ evaluation }) => evaluation))];
  const places = OF_PLACE.filter(([, of]) => new Set(rows.map(of)).size > 1);
  const placeOf = (row: UtilityRow) =>
    JSON.stringify([...OF_PLACE.map(([, of]) => of(row)), row.n]);
  const groups = grouped(rows, placeOf);
  const cells = groups.flatMap(([, group]) =>
    grouped(group, methodOf).map(([, own]) => {
      const first = own[0]!;
      const texts = evaluations.map((evaluation) => {
        const row = own.find((one) => one.evaluation === evaluation);
        if (row === undefined) return '–';
        const text = metricValue(metricOf(row), row.finetuned);
        const rivals = group.filter((one) => one.evaluation === evaluation);
        return rivals.length > 1 && isBest(row, rivals) ? `**${text}**` : text;
      });
      const scratch = own.find((row) => row.scratch !== null)?.scratch ?? null;
      return [
        ...places.map(([, of]) => of(first)),
        ...[count(first.n), methodOf(first)],
        scratch === null ? '–' : metricValue(metricOf(first), scratch),
        ...texts,
      ];
    }),
  );
  const headings = [...places.map(([heading]) => heading), 'labels', 'method', 'scratch'];
  return markdownRows([...headings, ...evaluations], cells);
}

/** `rotation` of `rotation (linear)`, as rows call an arm with that evaluation. */
const methodOf = ({ method, evaluation }: UtilityRow): string =>
  method.endsWith(` (${evaluation})`) ? method.slice(0, -` (${evaluation})`.length) : method;

const isBest = (row: UtilityRow, rivals: readonly UtilityRow[]): boolean =>
  rivals.every(({ finetuned }) =>
    row.higherIsBetter ? finetuned <= row.finetuned : finetuned >= row.finetuned,
  );
