import { imageLoadings, mean, pooledVariance } from '@nhat/curves';
import type { Variance } from '@nhat/curves';
import { count } from '@nhat/documents';
import type { Stream } from '@nhat/random';
import type { ClaimSettings, Effect } from './claim';
import type { TestedRuns } from './more-trainings';

/** Accuracies of one method on one dataset with n labels, one a seed, or one a network where several networks have several seeds each. */
export interface LinearAndFinetuned {
  method: string;
  linear: readonly number[];
  finetuned: readonly number[];
  /** The runs that have these accuracies, where more of them can be added. */
  runs?: Record<'linear' | 'finetuned', TestedRuns>;
}

/** The methods on one dataset with n labels. */
export interface EvaluationCell {
  dataset: string;
  n: number;
  methods: readonly LinearAndFinetuned[];
  /** Whether the metric is a share, so that differences are printed in points; true where absent. */
  isShare?: boolean;
}

/** A cell with the variances of its runs, pooled over methods. */
export interface MeasuredCell {
  cell: EvaluationCell;
  linear: Variance;
  finetuned: Variance;
}

const KINDS = ['linear', 'finetuned'] as const;
type Kind = (typeof KINDS)[number];

/** The cell with its variances; null where nothing ran twice. */
export function measuredCell(cell: EvaluationCell): MeasuredCell | null {
  const [linear, finetuned] = KINDS.map((kind) =>
    pooledVariance(cell.methods.map((method) => [{ n: cell.n, values: method[kind] }])),
  );
  return linear && finetuned ? { cell, linear, finetuned } : null;
}

/** Kendall's τ between two lists; ties count as neither. */
export function kendall(one: readonly number[], other: readonly number[]): number {
  let [sum, pairs] = [0, 0];
  one.forEach((value, at) => {
    for (let next = at + 1; next < one.length; next++) {
      pairs++;
      sum += Math.sign(value - one[next]!) * Math.sign(other[at]! - other[next]!);
    }
  });
  return pairs === 0 ? 0 : sum / pairs;
}

/** τ with its interval, the draws behind it, and the number of methods × datasets that it orders. */
export function correlationOf(
  cells: readonly MeasuredCell[],
  { draws, stream }: ClaimSettings,
): Pick<Effect, 'name' | 'effect' | 'low' | 'high'> & { taus: number[]; points: number } {
  const taus = drawnTaus(cells, draws, stream.fork('kendall'), true);
  const points = new Set(
    cells.flatMap(({ cell: { dataset, methods } }) =>
      methods.map(({ method }) => `${dataset} ${method}`),
    ),
  ).size;
  const measured = cells.map(({ cell }) =>
    kendall(
      cell.methods.map(({ linear }) => mean(linear)),
      cell.methods.map(({ finetuned }) => mean(finetuned)),
    ),
  );
  const sorted = taus.toSorted((a, b) => a - b);
  const tail = Math.max(1, Math.ceil(0.025 * sorted.length));
  const [low, high] = [sorted[tail - 1]!, sorted[sorted.length - tail]!];
  const name = `Kendall's τ of ${count(points)} methods × datasets, mean over ${count(cells.length)} datasets × labels`;
  return { ...{ name, effect: mean(measured), low, high }, ...{ taus, points } };
}

/** The variance of τ that more seeds do not make smaller: that over datasets and test images. */
export function lastingVariance(
  cells: readonly MeasuredCell[],
  { draws, stream }: ClaimSettings,
): number {
  const taus = drawnTaus(cells, draws, stream.fork('kendall without seeds'), false);
  const centre = mean(taus);
  return mean(taus.map((tau) => (tau - centre) ** 2));
}

/**
 * Mean τ over cells, with datasets drawn anew and every mean moved: as other test images would, where the runs kept their answers, and, with
 * `seeds`, by an error of its runs. That error is one number of standard errors for all budgets of a method in a dataset, because these share networks.
 */
function drawnTaus(
  cells: readonly MeasuredCell[],
  draws: number,
  stream: Stream,
  seeds: boolean,
): number[] {
  const groups = [...new Set(cells.map(({ cell }) => cell.dataset))].map((dataset) => {
    const own = cells.filter(({ cell }) => cell.dataset === dataset);
    return { own, loadings: loadingsOf(own) };
  });
  const images = stream.fork('test images');
  return Array.from({ length: draws }, () =>
    mean(
      groups
        .map(() => stream.pick(groups))
        .flatMap(({ own, loadings }) => {
          const numbers = loadings?.[0]!.map(() => images.normal()) ?? [];
          const errors = seeds ? errorsOf(own, stream) : null;
          let place = 0;
          return own.map(({ cell, ...variances }) => {
            const moved = cell.methods.map((method) => {
              const ofMethod = KINDS.map((kind) => {
                const values = method[kind];
                const { v0, v1 } = variances[kind];
                const error = errors?.get(method.method)![kind] ?? 0;
                const shift = sumOf(loadings?.[place++] ?? [], numbers);
                return mean(values) + shift + Math.sqrt((v0 + v1 / cell.n) / values.length) * error;
              });
              return { linear: ofMethod[0]!, finetuned: ofMethod[1]! };
            });
            return kendall(
              moved.map(({ linear }) => linear),
              moved.map(({ finetuned }) => finetuned),
            );
          });
        }),
    ),
  );
}

/** How the means of one dataset move with its test images, in the order of cells, methods and evaluations; null where a run has no answers. */
function loadingsOf(cells: readonly MeasuredCell[]): number[][] | null {
  const runs = cells.flatMap(({ cell }) =>
    cell.methods.flatMap((method) => KINDS.map((kind) => method.runs?.[kind])),
  );
  return runs.every((list) => list !== undefined) ? imageLoadings(runs) : null;
}

/** A number of standard errors for each method and evaluation, Student-t with the fewest degrees of freedom of its budgets. */
function errorsOf(
  cells: readonly MeasuredCell[],
  stream: Stream,
): Map<string, Record<Kind, number>> {
  const methods = new Set(cells.flatMap(({ cell }) => cell.methods.map(({ method }) => method)));
  const df = (kind: Kind) => Math.min(...cells.map((own) => own[kind].df));
  return new Map(
    [...methods].map((method) => [
      method,
      {
        linear: studentNumber(df('linear'), stream),
        finetuned: studentNumber(df('finetuned'), stream),
      },
    ]),
  );
}

function studentNumber(df: number, stream: Stream): number {
  let chiSquare = 0;
  for (let at = 0; at < df; at++) chiSquare += stream.normal() ** 2;
  return stream.normal() * Math.sqrt(df / chiSquare);
}

const sumOf = (loadings: readonly number[], numbers: readonly number[]): number =>
  loadings.reduce((sum, loading, at) => sum + loading * numbers[at]!, 0);
