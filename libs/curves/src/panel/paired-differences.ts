import type { Stream } from '@nhat/random';
import type { Curve } from '../curve';
import { checkDraws, tailOf } from '../interval';
import { logLinearInverse, nearest } from '../inverse';
import { isotonic } from '../isotonic';
import { countsOf, mean } from '../ladder';
import type { Cell, Ladder } from '../ladder';
import { varianceAt } from '../pooled-variance';
import type { Variance } from '../pooled-variance';
import { BEND, bentInverse } from './bent-inverse';
import { errorSize } from './error-size';
import type { Design } from './networks';
import { ladderOfRuns } from './panel';
import type { PanelRun } from './panel';
import type { PanelSpread } from './spread';

/** A training that may belong to two results of a study. */
export interface PairedRun extends PanelRun {
  /** Names its result; two runs with the same name are one training. */
  result: string;
}

/** One arm with the runs from scratch that it is compared with, as one result of a study has them. */
export interface MeasuredArm {
  scratch: readonly PairedRun[];
  runs: readonly PairedRun[];
  /** Of the panel in its own study. */
  spread: PanelSpread;
  design: Design;
}

/** After − before, with its interval. */
export interface Difference {
  estimate: number;
  low: number;
  high: number;
}

/** What changed between two results at one budget. */
export interface PairedDifference {
  n: number;
  /** Of the means, in the metric (higher is better). */
  mean: Difference;
  /** Of λ = log2(1 + U), in doublings; null for scratch. */
  utility: Difference | null;
}

export interface PairedOptions {
  draws: number;
  coverage: number;
  stream: Stream;
}

/**
 * The differences between two results of one arm and of its runs from scratch, at the budgets that both have. Every training has one
 * error, which both results have where both contain it, so that what they share drops out; other trainings are independent. A seed has an
 * error that its budgets share, and a network too where the study shows how much networks differ. In every draw both
 * scratch curves are fitted anew, and both arms are read from their own curve, with equal bends of equal segments. Null where no budget
 * of scratch or of the arm ran twice in either result. Throws a RangeError for draws that are too few for the coverage.
 */
export function pairedDifferences(
  before: MeasuredArm,
  after: MeasuredArm,
  { draws, coverage, stream }: PairedOptions,
): { scratch: PairedDifference[]; arm: PairedDifference[] } | null {
  checkDraws(coverage, draws);
  const scratchVariance = joined(
    before.spread.scratch,
    after.spread.scratch,
    isShared(before.scratch, after.scratch),
  );
  const armVariance = joined(
    before.spread.finetuned[before.design],
    after.spread.finetuned[after.design],
    isShared(before.runs, after.runs),
  );
  if (scratchVariance === null || armVariance === null) return null;
  const scratch = drawnPair(before.scratch, after.scratch, {
    ...{ variance: scratchVariance, draws, stream: stream.fork('scratch') },
    correlation: (before.spread.correlation.scratch + after.spread.correlation.scratch) / 2,
    network: 0,
  });
  const arm = drawnPair(before.runs, after.runs, {
    ...{ variance: armVariance, draws, stream: stream.fork('arm') },
    correlation:
      (before.spread.correlation[before.design] + after.spread.correlation[after.design]) / 2,
    network: Math.max(networkVarianceOf(before), networkVarianceOf(after)),
  });
  const curves = [curvesOf(scratch.before), curvesOf(scratch.after)] as const;
  const bends = bendsOf(scratch, draws, stream.fork('bend'));
  const interval = (low: Float64Array, high: Float64Array, estimate: number): Difference => {
    const tail = tailOf(coverage, draws);
    return { estimate, low: low.toSorted()[tail - 1]!, high: high.toSorted()[draws - tail]! };
  };
  const meansAt = (pair: DrawnPair, n: number): Difference => {
    const [old, fresh] = [cellAt(pair.before, n), cellAt(pair.after, n)];
    const values = Float64Array.from(
      { length: draws },
      (_, at) => fresh.drawn[at]! - old.drawn[at]!,
    );
    return interval(values, values, fresh.mean - old.mean);
  };
  const utilityAt = (n: number): Difference => {
    const read = [arm.before, arm.after].map((result, which) => {
      const cell = cellAt(result, n);
      const { fit, drawn } = curves[which]!;
      const estimate = Math.log2(nearest(logLinearInverse(fit, cell.mean), n) / n);
      const inverses = Array.from({ length: draws }, (_, at) =>
        bentInverse(
          drawn[at]!,
          cell.drawn[at]!,
          bends[which]![at]!,
          at % 2 === 0 ? 'linear' : 'cubic',
        ),
      );
      return { estimate, inverses };
    });
    const [old, fresh] = [read[0]!, read[1]!];
    const ends = (at: number) => [old.inverses[at]!, fresh.inverses[at]!] as const;
    const low = Float64Array.from({ length: draws }, (_, at) => ends(at)[1].low - ends(at)[0].high);
    const high = Float64Array.from(
      { length: draws },
      (_, at) => ends(at)[1].high - ends(at)[0].low,
    );
    return interval(low, high, fresh.estimate - old.estimate);
  };
  return {
    scratch: commonOf(scratch).map((n) => ({ n, mean: meansAt(scratch, n), utility: null })),
    arm: commonOf(arm).map((n) => ({ n, mean: meansAt(arm, n), utility: utilityAt(n) })),
  };
}

const isShared = (before: readonly PairedRun[], after: readonly PairedRun[]): boolean => {
  const names = new Set(before.map(({ result }) => result));
  return after.some(({ result }) => names.has(result));
};

const networkVarianceOf = ({ design, spread }: MeasuredArm): number =>
  design === 'nested' ? (spread.network?.variance ?? 0) : 0;

/** The variance of a run from both results. Runs that both have show it once, so their degrees of freedom do not add up. */
function joined(a: Variance | null, b: Variance | null, shared: boolean): Variance | null {
  if (a === null || b === null) return a ?? b;
  const mixed = (key: 'v0' | 'v1') => (a.df * a[key] + b.df * b[key]) / (a.df + b.df);
  return { v0: mixed('v0'), v1: mixed('v1'), df: shared ? Math.max(a.df, b.df) : a.df + b.df };
}

/** The mean of the runs at one budget, and one mean a draw. */
interface DrawnCell {
  n: number;
  count: number;
  mean: number;
  drawn: Float64Array;
}

interface DrawnPair {
  before: DrawnCell[];
  after: DrawnCell[];
}

interface ErrorModel {
  variance: Variance;
  /** Between the errors of one seed at two budgets. */
  correlation: number;
  /** Variance between networks that several seeds share; 0 where each seed has its own. */
  network: number;
  draws: number;
  stream: Stream;
}

function drawnPair(
  before: readonly PairedRun[],
  after: readonly PairedRun[],
  { variance, correlation, network, draws, stream }: ErrorModel,
): DrawnPair {
  const sizes = Float64Array.from({ length: draws }, () => errorSize(variance.df, stream));
  const [common, rest] = [Math.sqrt(correlation), Math.sqrt(1 - correlation)];
  const kept = new Map<string, Float64Array>();
  const normals = (...key: string[]): Float64Array => {
    const name = JSON.stringify(key);
    const known = kept.get(name);
    if (known !== undefined) return known;
    const source = stream.fork(name);
    const values = Float64Array.from({ length: draws }, () => source.normal());
    kept.set(name, values);
    return values;
  };
  const names = new Set(before.map(({ result }) => result));
  const sharedRuns = after.filter(({ result }) => names.has(result));
  const seeds = new Set(sharedRuns.map(({ seed }) => seed));
  const networks = new Set(sharedRuns.map((run) => run.network));
  const side = (which: string, isCommon: boolean) => (isCommon ? 'both' : which);
  const errorOf = (run: PairedRun, which: string): ((draw: number) => number) => {
    const deviation = Math.sqrt(varianceAt(variance, run.n));
    const own = normals('run', run.result, String(run.n), String(run.seed));
    const ofSeed = normals('seed', side(which, seeds.has(run.seed)), String(run.seed));
    const ofNetwork =
      network === 0
        ? undefined
        : normals('network', side(which, networks.has(run.network)), String(run.network));
    return (draw) =>
      sizes[draw]! * deviation * (common * ofSeed[draw]! + rest * own[draw]!) +
      (ofNetwork === undefined ? 0 : Math.sqrt(network) * ofNetwork[draw]!);
  };
  const cellsOf = (runs: readonly PairedRun[], which: string): DrawnCell[] =>
    ladderOfRuns(runs).map(({ n, values }: Cell) => {
      const errors = runs.filter((run) => run.n === n).map((run) => errorOf(run, which));
      const centre = mean(values);
      const drawn = Float64Array.from(
        { length: draws },
        (_, draw) => centre + errors.reduce((sum, error) => sum + error(draw), 0) / errors.length,
      );
      return { n, count: values.length, mean: centre, drawn };
    });
  return { before: cellsOf(before, 'before'), after: cellsOf(after, 'after') };
}

/** The monotone fit of the means, and one of each draw. */
function curvesOf(cells: readonly DrawnCell[]): { fit: Curve; drawn: Curve[] } {
  const n = cells.map((cell) => cell.n);
  const ladder: Ladder = cells.map((cell) => ({
    n: cell.n,
    values: Array<number>(cell.count).fill(0),
  }));
  const fit = (means: readonly number[]): Curve => ({
    n,
    value: isotonic(means, countsOf(ladder)),
  });
  const draws = cells[0]!.drawn.length;
  return {
    fit: fit(cells.map((cell) => cell.mean)),
    drawn: Array.from({ length: draws }, (_, at) => fit(cells.map((cell) => cell.drawn[at]!))),
  };
}

/** For both results and each draw the exponents of the segments; a segment between the same two budgets has the same ones. */
function bendsOf({ before, after }: DrawnPair, draws: number, stream: Stream): Float64Array[][] {
  const kept = new Map<string, Float64Array>();
  const ofSegment = (from: number, to: number): Float64Array => {
    const name = `${from} ${to}`;
    const source = stream.fork(name);
    const values =
      kept.get(name) ??
      Float64Array.from({ length: draws }, () => Math.exp(BEND * source.normal()));
    kept.set(name, values);
    return values;
  };
  return [before, after].map((cells) => {
    const segments = cells.slice(1).map(({ n }, at) => ofSegment(cells[at]!.n, n));
    return Array.from({ length: draws }, (_, draw) =>
      Float64Array.from(segments, (segment) => segment[draw]!),
    );
  });
}

const cellAt = (cells: readonly DrawnCell[], n: number): DrawnCell =>
  cells.find((cell) => cell.n === n)!;

/** The budgets that both results have. */
const commonOf = ({ before, after }: DrawnPair): number[] =>
  before.map(({ n }) => n).filter((n) => after.some((cell) => cell.n === n));
