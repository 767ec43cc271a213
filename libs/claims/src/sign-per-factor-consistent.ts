import { commonBudgets, contrast, differenceTerms, holm, utilitiesOf } from '@nhat/curves';
import type { Contrast } from '@nhat/curves';
import type { Stream } from '@nhat/random';
import { addedFactor } from './added-factor';
import { COVERAGE, LEVEL, undecided } from './claim';
import type { Claim, Decision, Effect } from './claim';
import { claimOptions } from './claim-options';
import { outcomeOf } from './contrast-effect';
import { chosenCells, commonMethods, groupsOf, onlyOne, panelOf } from './study';
import type { StudyCell, StudyPanel } from './study';
import { permutationTest } from './permuted-pairs';
import type { PairLayout } from './permuted-pairs';
import { costOf, fewest, moreTrainings, slowest } from './more-trainings';
import type { MissingTrainings, OpenTest } from './more-trainings';
import {
  NO_BUDGET,
  NO_SPREAD,
  ONE_NETWORK,
  REFUSED,
  drawStudy,
  refusedIn,
  testedInStudy,
  withLeftOut,
} from './study-draws';

/** Two panels that differ by one factor of the images alone. */
export interface FactorPair {
  factor: string;
  without: StudyPanel;
  with: StudyPanel;
}

export interface SignPerFactorInput {
  /** At least two disjoint pairs of each factor. */
  pairs: readonly FactorPair[];
  /** At least two. */
  methods: readonly string[];
  /** 5,000 by default. */
  permutations?: number;
}

const STATEMENT =
  'Methods differ in what a factor of the images does to their utility, and none is shown to change its sign from one pair of datasets to another.';

export const signPerFactorConsistent: Claim<SignPerFactorInput> = {
  id: 'sign-per-factor-consistent',
  statement: STATEMENT,
  unit: 'doublings',
  rule:
    'Statistic: Q, the sum over methods and factors of pairs × (mean effect of the method − mean effect of all methods)², where an effect is the difference of the ' +
    'mean log2(1 + U) with and without the factor. Null: methods are exchangeable within a pair; they are permuted in every pair. Pairs that share a dataset are not independent: there p is the share of 1,000 simulated studies of the same pairs, ' +
    'with Gaussian errors of every dataset and method and no differences, whose permutations give as small a p. ' +
    'The claim fails where one method has an effect above 0 in one pair of a factor and below 0 in another, both shown (intersection-union, Bonferroni over pairs, Holm over methods × factors). ' +
    'Unit of resampling: for Q a pair of datasets, else a label seed with its network. ' +
    REFUSED,
  options: claimOptions(STATEMENT, ['backbone', 'task']),
  inputOf(study, options) {
    const cells = chosenCells(study, options);
    const candidates = groupsOf(cells, ['backbone', 'task'])
      .map((group) => ({
        ...{ backbone: group[0]!.backbone, task: group[0]!.task },
        value: largestLayout(group),
      }))
      .filter(({ value }) => value.pairs.length > 0);
    const { pairs, methods } = onlyOne(
      candidates,
      'two methods on datasets that differ by one factor of their images',
      cells.map((cell) => `${cell.dataset} with ${commonMethods([cell]).join(' and ')}`),
    );
    return { pairs: repeatedPairs(pairs), methods };
  },
  decide({ pairs, methods, permutations = 5000 }, settings) {
    const factors = [...new Set(pairs.map(({ factor }) => factor))];
    const thin = factors.find(
      (factor) => pairs.filter((pair) => pair.factor === factor).length < 2,
    );
    if (methods.length < 2)
      throw new RangeError('sign-per-factor-consistent: fewer than two methods');
    if (factors.length === 0) throw new RangeError('sign-per-factor-consistent: no pairs');
    if (thin)
      return undecided(`${thin} has one pair of datasets, which repeats nothing.`, 'doublings');
    const panels = pairs.flatMap((pair) => [pair.with, pair.without]);
    const study = drawStudy(panels, settings);
    if (!study) return undecided(NO_SPREAD, 'doublings');
    const table = pairs.map((_, at) =>
      methods.map((method) => {
        const [ours, theirs] = study.slice(2 * at, 2 * at + 2).map((d) => utilitiesOf(d, method));
        const common = commonBudgets(ours!, theirs!).pairs;
        return common.length === 0 ? null : contrast(differenceTerms(common), COVERAGE);
      }),
    );
    const refused = refusedIn(panels, methods);
    if (table.flat().some((cell) => cell === null)) {
      return withLeftOut(undecided(NO_BUDGET, 'doublings'), refused);
    }
    const effects = table.map((row) => row.map((cell) => cell!));
    const layout = {
      factors: pairs.map(({ factor }) => factor),
      datasets: pairs.map((pair) => [pair.without.name, pair.with.name] as const),
      methods,
    };
    const tested = testedInStudy(study, panels, methods);
    const stream = settings.stream.fork('permute');
    return withLeftOut(decision(effects, layout, { permutations, stream, tested }), refused);
  },
};

/**
 * Of the sets of methods that some cell has, the one with the most effects to compare, and the pairs of cells that have all of
 * them. No pairs where no two methods can be compared.
 */
function largestLayout(cells: readonly StudyCell[]): SignPerFactorInput {
  const layouts = cells
    .map((cell) => commonMethods([cell]))
    .filter((methods) => methods.length > 1)
    .map((methods) => {
      const complete = cells.filter((cell) =>
        methods.every((method) => commonMethods([cell]).includes(method)),
      );
      return { methods, pairs: pairsOf(complete) };
    });
  const size = ({ methods, pairs }: SignPerFactorInput) =>
    repeatedPairs(pairs).length * methods.length;
  return layouts.sort((a, b) => size(b) - size(a))[0] ?? { methods: [], pairs: [] };
}

/** The pairs of cells whose images differ by one factor alone, which the second has. */
function pairsOf(cells: readonly StudyCell[]): FactorPair[] {
  return cells.flatMap((without) =>
    cells.flatMap((one): FactorPair[] => {
      const factor = addedFactor(without.images, one.images);
      if (factor === undefined) return [];
      const panels = {
        without: panelOf(without, without.dataset),
        with: panelOf(one, one.dataset),
      };
      return [{ factor, ...panels }];
    }),
  );
}

/** Without the pairs of factors that have only one, which repeats nothing; all of them where no factor has two. */
function repeatedPairs(pairs: readonly FactorPair[]): readonly FactorPair[] {
  const repeated = pairs.filter(
    ({ factor }) => pairs.filter((pair) => pair.factor === factor).length > 1,
  );
  return repeated.length > 0 ? repeated : pairs;
}

interface Layout extends Omit<PairLayout, 'methods'> {
  methods: readonly string[];
}

function decision(
  effects: readonly Contrast[][],
  layout: Layout,
  options: { permutations: number; stream: Stream; tested: OpenTest['tested'] },
): Decision {
  const values = effects.map((row) => row.map(({ estimate }) => estimate));
  const p = permutationTest({ ...layout, methods: layout.methods.length }, options)(values);
  const opposite = oppositeP(effects, layout);
  const pFails = Math.min(1, ...holm(opposite));
  const oneNetwork = effects.flat().some(({ thisNetworkOnly }) => thisNetworkOnly);
  const outcome = oneNetwork ? 'undecided' : outcomeOf(p < LEVEL, pFails < LEVEL);
  return {
    outcome,
    because: oneNetwork ? ONE_NETWORK : reasonOf({ p, pFails, values, factors: layout.factors }),
    unit: 'doublings',
    ...{ p, pFails },
    effects: namedEffects(effects, layout),
    missing:
      outcome === 'undecided' && !oneNetwork ? trainingsMissing(effects, layout, options) : null,
  };
}

/** Which of the two rules is shown, and in how many places the estimates have one sign: a count that neither rule looks at. */
function reasonOf(found: {
  p: number;
  pFails: number;
  values: readonly (readonly number[])[];
  factors: readonly string[];
}): string {
  const { count, groups } = sameSign(found.values, found.factors);
  const [differ, both] = [found.p, found.pFails].map((value) => value < LEVEL);
  return [
    `${differ ? 'Methods differ' : 'Methods are not shown to differ'} in what factors do, and`,
    both ? 'one method is shown' : 'no method is shown',
    'to have an effect above 0 in one pair of a factor and below 0 in another.',
    `Estimates have one sign in all pairs in ${count} of ${groups} methods × factors.`,
  ].join(' ');
}

/** The effects without p-values of their own, because both rules look at all of them together. */
function namedEffects(
  effects: readonly Contrast[][],
  { factors, datasets, methods }: Layout,
): Effect[] {
  return effects.flatMap((row, pair) =>
    row.map(({ estimate, low, high }, method) => ({
      name: `${methods[method]!}, ${factors[pair]!} (${datasets[pair]!.join(' > ')})`,
      ...{ effect: estimate, low, high, p: null, pFails: null },
    })),
  );
}

/** Simulated studies, and permutations in each, by which the seeds that Q needs are found. */
const SIMULATED = { studies: 25, permutations: 200 };
const POWER = 0.8;
/** Seeds tried, in multiples of those there are. */
const MULTIPLES = [1.25, 1.5, 2, 3, 4, 6, 8, 12, 16, 25];

/**
 * What would show that methods differ, by simulation with the measured effects as truth (errors of pairs that share a dataset are drawn apart), or that one method has both signs: the fewer.
 * Null where neither gets there.
 */
function trainingsMissing(
  effects: readonly Contrast[][],
  { factors, datasets, methods }: Layout,
  { stream, tested }: { stream: Stream; tested: OpenTest['tested'] },
): MissingTrainings | null {
  const test = permutationTest(
    { factors, datasets, methods: methods.length },
    { permutations: SIMULATED.permutations, stream: stream.fork('permute') },
  );
  const isShown = (multiple: number) => {
    const random = stream.fork(`${multiple}`);
    const shown = Array.from({ length: SIMULATED.studies }, () => {
      const values = effects.map((row) =>
        row.map(
          ({ estimate, error }) => estimate + (error / Math.sqrt(multiple)) * random.normal(),
        ),
      );
      return test(values) < LEVEL;
    });
    return shown.filter(Boolean).length >= POWER * SIMULATED.studies;
  };
  const multiple = isShown(MULTIPLES.at(-1)!) ? MULTIPLES.find(isShown) : undefined;
  const { seeds, cells } = costOf(tested);
  const differ =
    multiple === undefined
      ? null
      : { trainings: Math.ceil((multiple - 1) * seeds) * cells, tested };
  const opposite = [...new Set(factors)].flatMap((factor) => {
    const rows = effects.filter((_, pair) => factors[pair] === factor);
    return methods.map((_, method) => {
      const tests = (sign: number) =>
        rows.map((row) => ({
          ...{ distance: sign * row[method]!.estimate, error: row[method]!.error, tested },
          level: LEVEL / (rows.length * new Set(factors).size * methods.length),
        }));
      return slowest([moreTrainings(tests(1)), moreTrainings(tests(-1))]);
    });
  });
  return fewest([differ, ...opposite]);
}

/** For each method and factor the p-value of "above 0 in some pair and below 0 in another"; Bonferroni over the pairs. */
function oppositeP(effects: readonly Contrast[][], { factors, methods }: Layout): number[] {
  return [...new Set(factors)].flatMap((factor) => {
    const rows = effects.filter((_, pair) => factors[pair] === factor);
    return methods.map((_, method) => {
      const least = (key: 'pAbove' | 'pBelow') =>
        rows.length * Math.min(...rows.map((row) => row[method]![key]));
      return Math.min(1, Math.max(least('pAbove'), least('pBelow')));
    });
  });
}

function sameSign(values: readonly (readonly number[])[], factors: readonly string[]) {
  const groups = [...new Set(factors)].flatMap((factor) => {
    const rows = values.filter((_, pair) => factors[pair] === factor);
    return rows[0]!.map((_, method) => rows.map((row) => Math.sign(row[method]!)));
  });
  const count = groups.filter((signs) => signs.every((sign) => sign === signs[0] && sign !== 0));
  return { count: count.length, groups: groups.length };
}
