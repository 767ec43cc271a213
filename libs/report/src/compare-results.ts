import { designIn, intervalStream, pairedDifferences, studySpread } from '@nhat/curves';
import type { Difference, MeasuredArm, PairedDifference, PairedRun, Panel } from '@nhat/curves';
import { canonicalJson, differencesOf } from '@nhat/documents';
import type { OptionDifference } from '@nhat/documents';
import type { ImageCounts } from './dataset-facts';
import type { KeptArm, KeptPanel, KeptResult, KeptRun } from './kept-result';

/** What differs between two results. */
export interface ResultComparison {
  before: ResultOrigin;
  after: ResultOrigin;
  /** Null where the options of one of them are unknown. */
  options: OptionDifference[] | null;
  /** The datasets of both that have other images; null where the images of one of them are unknown. */
  images: ImagesChange[] | null;
  utilities: UtilityChange[];
  means: MeanChange[];
  /** Rows (`shapes-tc · resnet9 · classification · rotation · n = 50`) that only one of them has. */
  onlyBefore: string[];
  onlyAfter: string[];
}

/** A dataset of one name whose images are others. */
export interface ImagesChange {
  dataset: string;
  /** Whether the test images are others, too. */
  test: boolean;
  before: ImageCounts;
  after: ImageCounts;
}

export type ResultOrigin = Pick<KeptResult, 'pipeline' | 'date' | 'commit' | 'changed'>;

/**
 * `same`: both rest on the same trainings. `within`: the interval of the difference contains 0. `moved`: it does not. `unknown`: one of
 * them states no utility, or nothing ran twice.
 */
export type ChangeState = 'same' | 'within' | 'moved' | 'unknown';

interface Row {
  dataset: string;
  backbone: string;
  task: string;
  /** `scratch`, or the method with its evaluation. */
  arm: string;
  n: number;
  state: ChangeState;
}

/** How U at one budget changed. */
export interface UtilityChange extends Row {
  before: number | null;
  after: number | null;
  /** Of log2(1 + U), in doublings; null where the state is `unknown`. */
  difference: Difference | null;
}

/** How the mean of an arm at one budget changed, in the sign of the metric. */
export interface MeanChange extends Row {
  metric: string;
  /** The unit of the metric, `share` of a share of 1; null where neither result names it. */
  unit: string | null;
  before: number;
  after: number;
  difference: Difference | null;
}

const DRAWS = 1000;

/**
 * Compares two results: options, images, utilities and means at the budgets that both have, and what only one of them has. Trainings that both
 * have drop out of a difference; all others are independent.
 */
export function compareResults(before: KeptResult, after: KeptResult): ResultComparison {
  const pairs = pairsOf(before, after);
  const units = new Map(Object.entries({ ...before.units, ...after.units }));
  const changes = pairs.map((pair) => changesOf(pair, after.coverage, units));
  const names = [before, after].map((result) => rowNames(result));
  const matched = new Map(pairs.map(({ old, fresh }) => [old.name, fresh.name]));
  const renamed = new Set(names[0]!.map((name) => renamedBy(matched, name)));
  const shared = new Set(names[1]);
  return {
    ...{ before: originOf(before), after: originOf(after) },
    options:
      before.options === null || after.options === null
        ? null
        : differencesOf(before.options, after.options),
    images: imagesChanges(before, after),
    utilities: changes.flatMap(({ utilities }) => utilities),
    means: uniqueMeans(changes.flatMap(({ means }) => means)),
    onlyBefore: names[0]!.filter((name) => !shared.has(renamedBy(matched, name))),
    onlyAfter: names[1]!.filter((name) => !renamed.has(name)),
  };
}

const originOf = ({ pipeline, date, commit, changed }: KeptResult): ResultOrigin => ({
  ...{ pipeline, date, commit, changed },
});

function imagesChanges(before: KeptResult, after: KeptResult): ImagesChange[] | null {
  if (before.datasets === undefined || after.datasets === undefined) return null;
  const olds = new Map(before.datasets.map((dataset) => [dataset.name, dataset]));
  return after.datasets.flatMap(({ name, counts, images }) => {
    const old = olds.get(name);
    if (old === undefined || old.images.all === images.all) return [];
    const test = old.images.test !== images.test;
    return [{ dataset: name, test, before: old.counts, after: counts }];
  });
}

/** One arm with its panel. */
interface Side {
  name: string;
  panel: KeptPanel;
  arm: KeptArm;
  spread: MeasuredArm['spread'];
  design: MeasuredArm['design'];
}

interface Pair {
  old: Side;
  fresh: Side;
}

/** Arms that both results have: those of equal names, else those whose backbones are equal by their options. */
function pairsOf(before: KeptResult, after: KeptResult): Pair[] {
  const [olds, news] = [sidesOf(before), sidesOf(after)];
  return news.flatMap((fresh) => {
    const old =
      olds.find((one) => one.name === fresh.name) ??
      olds.find((one) => looseName(one) === looseName(fresh));
    return old === undefined ? [] : [{ old, fresh }];
  });
}

const looseName = ({ panel, arm }: Side): string =>
  canonicalJson([
    panel.dataset,
    panel.backbone.replace(/ \(.*$/s, ''),
    panel.backboneOptions,
    panel.task,
    arm.method,
  ]);

const panelName = ({ dataset, backbone, task }: KeptPanel): string =>
  [dataset, backbone, task].join(' · ');

function sidesOf({ panels }: KeptResult): Side[] {
  const drawn = panels.map(panelOf);
  const spreads = studySpread(drawn);
  return panels.flatMap((panel, at) =>
    panel.arms.map((arm, which) => ({
      ...{ name: `${panelName(panel)} · ${arm.method}`, panel, arm, spread: spreads[at]! },
      design: designIn(spreads[at]!, drawn[at]!.arms[which]!),
    })),
  );
}

const panelOf = (panel: KeptPanel): Panel => ({
  name: panelName(panel),
  scratch: pairedRuns(panel, panel.scratch),
  arms: panel.arms.map((arm) => ({ name: arm.method, runs: pairedRuns(panel, arm.runs) })),
});

const pairedRuns = ({ higherIsBetter }: KeptPanel, runs: readonly KeptRun[]): PairedRun[] =>
  runs.map(({ n, seed, value, fitted, pretraining, result }) => ({
    ...{ n, seed, fitted, result },
    value: higherIsBetter ? value : -value,
    network: pretraining === null ? null : String(pretraining),
  }));

function changesOf(
  { old, fresh }: Pair,
  coverage: number,
  units: ReadonlyMap<string, string>,
): { utilities: UtilityChange[]; means: MeanChange[] } {
  const measured = ({ panel, arm, spread, design }: Side): MeasuredArm => ({
    ...{ scratch: pairedRuns(panel, panel.scratch), runs: pairedRuns(panel, arm.runs) },
    ...{ spread, design },
  });
  const [before, after] = [measured(old), measured(fresh)];
  const hasSameScratch = hasSameRuns(before.scratch, after.scratch);
  const isSame = hasSameScratch && hasSameRuns(before.runs, after.runs);
  const source = intervalStream(0).fork('compare', fresh.name);
  const drawn = isSame
    ? null
    : pairedDifferences(before, after, { draws: DRAWS, coverage, stream: source });
  const context = { old, fresh, drawn, hasSameScratch, units };
  return {
    utilities: utilityChanges(context),
    means: [
      ...meanChanges('scratch', context, [old.panel.scratch, fresh.panel.scratch]),
      ...meanChanges(fresh.arm.method, context, [old.arm.runs, fresh.arm.runs]),
    ],
  };
}

interface Compared extends Pair {
  drawn: ReturnType<typeof pairedDifferences>;
  /** Whether both have the same trainings from scratch. */
  hasSameScratch: boolean;
  /** Units of metrics by their names. */
  units: ReadonlyMap<string, string>;
}

const NONE: Difference = { estimate: 0, low: 0, high: 0 };

function utilityChanges({ old, fresh, drawn, hasSameScratch }: Compared): UtilityChange[] {
  return fresh.arm.utilities.flatMap((row) => {
    const earlier = old.arm.utilities.find(({ n }) => n === row.n);
    if (earlier === undefined) return [];
    const runsAt = ({ arm }: Side) => arm.runs.filter(({ n }) => n === row.n);
    const isSame = hasSameScratch && hasSameRuns(runsAt(old), runsAt(fresh));
    const isStated = [earlier, row].every(({ kind }) => kind === 'number' || kind === 'wide');
    const found = drawn?.arm.find(({ n }) => n === row.n)?.utility ?? null;
    const difference = isStated ? (isSame ? NONE : found) : null;
    return [
      {
        ...place(fresh, fresh.arm.method, row.n),
        ...{ before: earlier.utility, after: row.utility, difference },
        state: isSame ? 'same' : stateOf(difference),
      },
    ];
  });
}

function meanChanges(
  arm: string,
  { old, fresh, drawn, units }: Compared,
  [before, after]: readonly [readonly KeptRun[], readonly KeptRun[]],
): MeanChange[] {
  const { higherIsBetter, metric } = fresh.panel;
  const differences: readonly PairedDifference[] =
    (arm === 'scratch' ? drawn?.scratch : drawn?.arm) ?? [];
  const budgets = [...new Set(after.map(({ n }) => n))].filter((n) =>
    before.some((run) => run.n === n),
  );
  if (old.panel.metric !== metric) return [];
  return budgets.map((n): MeanChange => {
    const [olds, news] = [before, after].map((runs) => runs.filter((run) => run.n === n));
    const isSame = hasSameRuns(olds!, news!);
    const found = differences.find((one) => one.n === n)?.mean ?? null;
    const difference = isSame ? NONE : found && inSignOf(higherIsBetter, found);
    return {
      ...{ ...place(fresh, arm, n), metric, unit: units.get(metric) ?? null },
      ...{ before: meanOf(olds!), after: meanOf(news!) },
      ...{ difference, state: isSame ? 'same' : stateOf(difference) },
    };
  });
}

const place = ({ panel: { dataset, backbone, task } }: Side, arm: string, n: number) => ({
  ...{ dataset, backbone, task, arm, n },
});

const inSignOf = (higherIsBetter: boolean, { estimate, low, high }: Difference): Difference =>
  higherIsBetter ? { estimate, low, high } : { estimate: -estimate, low: -high, high: -low };

function stateOf(difference: Difference | null): ChangeState {
  if (difference === null) return 'unknown';
  return difference.low > 0 || difference.high < 0 ? 'moved' : 'within';
}

const meanOf = (runs: readonly KeptRun[]): number =>
  runs.reduce((sum, { value }) => sum + value, 0) / runs.length;

function hasSameRuns(
  before: readonly { result: string }[],
  after: readonly { result: string }[],
): boolean {
  const names = (runs: readonly { result: string }[]) =>
    runs
      .map(({ result }) => result)
      .sort()
      .join(' ');
  return names(before) === names(after);
}

/** Arms of a panel share its runs from scratch, which are one row. */
function uniqueMeans(rows: readonly MeanChange[]): MeanChange[] {
  const byName = new Map<string, MeanChange>();
  for (const row of rows) {
    const { dataset, backbone, task, arm, n } = row;
    const name = [dataset, backbone, task, arm, n].join(' · ');
    const known = byName.get(name);
    if (known === undefined || known.state === 'unknown') byName.set(name, row);
  }
  return [...byName.values()];
}

function rowNames({ panels }: KeptResult): string[] {
  return panels.flatMap((panel) => {
    const arms = [{ method: 'scratch', runs: panel.scratch }, ...panel.arms];
    return arms.flatMap(({ method, runs }) =>
      [...new Set(runs.map(({ n }) => n))].map((n) => `${panelName(panel)} · ${method} · n = ${n}`),
    );
  });
}

/** The name that a row of the earlier result has in the later one. */
function renamedBy(matched: ReadonlyMap<string, string>, name: string): string {
  const arm = name.replace(/ · n = \d+$/, '');
  const n = name.slice(arm.length);
  const known = matched.get(arm);
  if (known !== undefined) return `${known}${n}`;
  // Runs from scratch are named like those of any arm of their panel.
  const panel = arm.replace(/ · scratch$/, '');
  const other = [...matched].find(([old]) => old.startsWith(`${panel} · `));
  return other === undefined || panel === arm
    ? name
    : `${other[1].slice(0, other[1].lastIndexOf(' · '))} · scratch${n}`;
}
