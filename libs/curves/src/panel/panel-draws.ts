import type { Stream } from '@nhat/random';
import type { Curve } from '../curve';
import { imageNumbers, moveMeans } from '../images/image-shifts';
import { logLinearInverse, nearest } from '../inverse';
import type { Status } from '../inverse';
import { isotonic } from '../isotonic';
import { countsOf, mean } from '../ladder';
import type { Cell, Ladder } from '../ladder';
import { errorOfMean } from '../resample';
import { BEND, BentReader } from './bent-inverse';
import { errorSize } from './error-size';
import { networkShare, networksOf } from './networks';
import type { Design } from './networks';
import { checkPanel, keyOf, ladderOfRuns } from './panel';
import type { Panel, PanelArm } from './panel';
import { designIn } from './spread';
import type { PanelSpread } from './spread';

/**
 * λ = log2(n̂/n) = log2(1 + U) of one arm at one budget, in doublings: the estimate and one interval a draw, which is a
 * point but where the curve is flat or the target lies outside the ladder.
 */
export interface DrawnUtility {
  panel: string;
  arm: string;
  /** Labelled images. */
  n: number;
  /** λ of the means; the edge of the ladder where they lie outside it. */
  estimate: number;
  status: Status;
  low: Float64Array;
  high: Float64Array;
  /** 1 where the draw lies above the ladder, −1 where it lies below, else 0. */
  side: Int8Array;
  /** The arm has one pretrained network and nothing in the study shows how much networks differ. */
  thisNetworkOnly: boolean;
}

/** The draws of one arm, by ascending budget. */
export interface DrawnArm {
  name: string;
  thisNetworkOnly: boolean;
  /** For each draw the means at its budgets. */
  means: readonly (readonly number[])[];
  utilities: DrawnUtility[];
}

/** The draws of one panel: the same scratch curves for all arms and budgets. */
export interface PanelDraws {
  name: string;
  /** The monotone fit of the means. */
  curve: Curve;
  /** For each draw the means from scratch at the budgets of `curve`, and their monotone fit. */
  means: readonly (readonly number[])[];
  curves: readonly Curve[];
  /** For each draw the exponents of its segments. */
  bends: readonly (readonly number[])[];
  arms: DrawnArm[];
}

export interface PanelDrawOptions {
  /** How many; 2,000 give the ends of a 95 % interval to about 3 % of its width. */
  draws: number;
  stream: Stream;
  /** Standard deviation of the logarithm of the exponent of a segment. */
  bend?: number;
}

/**
 * Repeats the experiments of one panel on paper. Every draw has one error of the size of errors (√(df/χ²_df)), one error that
 * all budgets of scratch share, one scratch curve and one bend for each of its segments; against it all arms are read. An arm has
 * one error that its budgets share, and where its networks are nested an error of the networks, Student-t with the degrees of
 * freedom of the pooled τ². Where the runs kept their answers, one joint move of all means stands for other test images. Arms are named streams: another arm changes no draw of this one. Null where scratch or an arm has no
 * variance (nothing ran twice). Throws a RangeError for a panel that `checkPanel` refuses.
 */
export function panelDraws(
  panel: Panel,
  spread: PanelSpread,
  { draws, stream, bend = BEND }: PanelDrawOptions,
): PanelDraws | null {
  checkPanel(panel);
  const designs = panel.arms.map((arm) => designIn(spread, arm));
  const { scratch: variance, finetuned } = spread;
  if (variance === null || designs.some((design) => finetuned[design] === null)) return null;
  const source = stream.fork('panel', keyOf(panel));
  const scratch = ladderOfRuns(panel.scratch);
  const budgets = scratch.map(({ n }) => n);
  const fit = (means: readonly number[]) => ({
    n: budgets,
    value: isotonic(means, countsOf(scratch)),
  });
  const { images } = spread;
  const numbers = images ? imageNumbers(images, draws, stream) : [];
  const means = drawnMeans(scratch, {
    errors: scratch.map((cell) => errorOfMean(cell, variance)),
    sizes: sizes(variance.df, draws, source.fork('scratch size')),
    correlation: spread.correlation.scratch,
    stream: source.fork('scratch'),
  });
  moveMeans(means, budgets, images?.scratch ?? [], numbers);
  const curves = means.map(fit);
  const bends = drawnBends(budgets.length - 1, { draws, bend, stream: source.fork('bend') });
  const drawnSizes = (design: Design) =>
    sizes(finetuned[design]?.df ?? 1, draws, source.fork('finetuned size', design));
  const sizesOf = { own: drawnSizes('own'), nested: drawnSizes('nested') };
  const shared = {
    panel,
    spread,
    numbers,
    curve: fit(scratch.map(({ values }) => mean(values))),
    curves,
    bends,
  };
  return {
    ...{ name: panel.name, curve: shared.curve, means, curves, bends },
    arms: panel.arms.map((arm, at) =>
      drawnArm(arm, designs[at]!, { ...shared, sizes: sizesOf[designs[at]!], stream: source }),
    ),
  };
}

interface ArmContext {
  panel: Panel;
  spread: PanelSpread;
  /** For each draw the numbers by which means move with the choice of test images; empty where runs did not keep their answers. */
  numbers: readonly Float64Array[];
  curve: Curve;
  curves: readonly Curve[];
  bends: readonly (readonly number[])[];
  sizes: Float64Array;
  stream: Stream;
}

function drawnArm(arm: PanelArm, design: Design, context: ArmContext): DrawnArm {
  const { spread, sizes, stream } = context;
  const ladder = ladderOfRuns(arm.runs);
  const variance = spread.finetuned[design]!;
  const means = drawnMeans(ladder, {
    errors: ladder.map((cell) => errorOfMean(cell, variance)),
    ...{ sizes, correlation: spread.correlation[design], stream: stream.fork('arm', keyOf(arm)) },
  });
  const nested = design === 'nested';
  const thisNetworkOnly = nested && spread.network === null && networksOf(arm.runs).length === 1;
  if (nested && spread.network !== null) addNetworks(means, arm, ladder, context);
  const budgets = ladder.map(({ n }) => n);
  moveMeans(means, budgets, spread.images?.arms[keyOf(arm)] ?? [], context.numbers);
  return {
    ...{ name: arm.name, thisNetworkOnly, means },
    utilities: ladder.map((cell, at) => ({
      ...{ panel: context.panel.name, arm: arm.name, thisNetworkOnly },
      ...drawnUtility(
        cell,
        means.map((drawn) => drawn[at]!),
        context,
      ),
    })),
  };
}

/** Adds to the means of each draw the error of the networks, one for all budgets. */
function addNetworks(means: number[][], arm: PanelArm, ladder: Ladder, context: ArmContext): void {
  const { variance, df } = context.spread.network!;
  const stream = context.stream.fork('networks', keyOf(arm));
  const deviations = ladder.map(({ n }) =>
    Math.sqrt(variance * networkShare(arm.runs.filter((run) => run.n === n))),
  );
  for (const drawn of means) {
    const error = stream.normal() * errorSize(df, stream);
    deviations.forEach((deviation, at) => (drawn[at]! += deviation * error));
  }
}

function drawnUtility({ n, values }: Cell, targets: readonly number[], context: ArmContext) {
  const { curve, curves, bends } = context;
  const estimate = logLinearInverse(curve, mean(values));
  const low = new Float64Array(targets.length);
  const high = new Float64Array(targets.length);
  const side = new Int8Array(targets.length);
  const inverse = new BentReader(curve.n);
  const logN = Math.log2(n);
  for (let draw = 0; draw < targets.length; draw++) {
    const shape = draw % 2 === 0 ? 'linear' : 'cubic';
    inverse.read(curves[draw]!, targets[draw]!, bends[draw]!, shape);
    low[draw] = inverse.low - logN;
    high[draw] = inverse.high - logN;
    side[draw] = SIDES[inverse.status];
  }
  const { status } = estimate;
  return { n, estimate: Math.log2(nearest(estimate, n) / n), status, low, high, side };
}

const SIDES: Record<Status, number> = { exact: 0, 'censored-high': 1, 'censored-low': -1 };

interface MeanErrors {
  /** Standard error of the mean of each cell. */
  errors: readonly number[];
  /** One factor a draw. */
  sizes: Float64Array;
  correlation: number;
  stream: Stream;
}

/** For each draw the means of a ladder with errors that share `correlation` of their variance. */
function drawnMeans(
  ladder: Ladder,
  { errors, sizes, correlation, stream }: MeanErrors,
): number[][] {
  const means = ladder.map(({ values }) => mean(values));
  const [common, rest] = [Math.sqrt(correlation), Math.sqrt(1 - correlation)];
  const drawn: number[][] = [];
  for (const size of sizes) {
    const shared = common * stream.normal();
    drawn.push(
      means.map((value, at) => value + size * errors[at]! * (shared + rest * stream.normal())),
    );
  }
  return drawn;
}

const sizes = (df: number, draws: number, stream: Stream): Float64Array =>
  new Float64Array(draws).map(() => errorSize(df, stream));

const drawnBends = (
  segments: number,
  { draws, bend, stream }: { draws: number; bend: number; stream: Stream },
): number[][] => {
  const none = new Array<number>(segments).fill(0);
  return Array.from({ length: draws }, () => none.map(() => Math.exp(bend * stream.normal())));
};
