import { commonBudgets, differenceTerms, utilitiesOf } from '@nhat/curves';
import { count } from '@nhat/documents';
import { undecided } from './claim';
import type { Claim } from './claim';
import { claimOptions, nameOption, upToOption } from './claim-options';
import { decideAbove, namedContrast } from './contrast-effect';
import { decideCrossing } from './network-crossing';
import { chosenCells, commonMethods, groupsOf, lacks, onlyCalled, onlyOne, panelOf } from './study';
import type { Choices, StudyCell, StudyPanel } from './study';
import {
  NO_BUDGET,
  NO_SPREAD,
  REFUSED,
  drawStudy,
  refusedIn,
  testedIn,
  withLeftOut,
} from './study-draws';

/** Two panels that differ by their backbone alone, and the methods that both have. */
export interface LargerNetworkInput {
  small: StudyPanel;
  large: StudyPanel;
  arms: readonly string[];
  /** The largest budget that counts; 400 by default. */
  upTo?: number;
  /** Asks for the strong form at this budget: the order of the networks changes. */
  crossingAt?: number;
}

interface LargerNetworkOptions extends Choices {
  small?: string;
  large?: string;
  upTo: number;
  crossingAt?: number;
}

const STATEMENT = 'A larger network gains more from pretraining than a small one.';

export const largerNetworkGainsMore: Claim<LargerNetworkInput, LargerNetworkOptions> = {
  id: 'larger-network-gains-more',
  statement: STATEMENT,
  unit: 'doublings',
  rule:
    'Statistic: the mean over budgets up to 400 labels of the difference of log2(1 + U), large minus small, for each method. Null: it is at ' +
    'most 0; the claim fails where a difference below 0 is shown. Unit of resampling: a label seed with its network; the two panels are independent. Holm over methods. ' +
    'With crossingAt, the strong form: at that budget the larger network is worse from scratch and better when pretrained (intersection-union); it fails where one of the two is shown the other way round. ' +
    REFUSED,
  options: claimOptions(STATEMENT, ['dataset', 'task', 'method'], {
    small: nameOption(
      'backbone',
      'Name of the small network; by default one of the two that differ most in their parameters.',
    ),
    large: nameOption(
      'backbone',
      'Name of the large network; by default one of the two that differ most in their parameters.',
    ),
    ...upToOption,
    crossingAt: {
      ...{ type: 'integer', minimum: 1 },
      description:
        'Asks for the strong form at this number of labels: the larger network is worse from scratch and better when pretrained.',
    },
  }),
  inputOf(study, { small: smallName, large: largeName, upTo, crossingAt, ...choices }) {
    const cells = chosenCells(study, choices);
    const candidates = groupsOf(cells, ['dataset', 'task'])
      .filter((group) => group.length > 1)
      .map((group) => ({ dataset: group[0]!.dataset, task: group[0]!.task, value: group }));
    const names = cells.map(({ backbone }) => backbone);
    const group = onlyOne(candidates, 'two backbones', names);
    const { small, large } = smallAndLarge(group, { small: smallName, large: largeName });
    const arms = commonMethods([small, large]);
    return {
      ...{ small: panelOf(small, small.backbone), large: panelOf(large, large.backbone) },
      ...{ arms, upTo, ...(crossingAt !== undefined && { crossingAt }) },
    };
  },
  decide({ small, large, arms, upTo = 400, crossingAt }, settings) {
    if (crossingAt !== undefined) return decideCrossing({ small, large, arms, n: crossingAt });
    const study = drawStudy([large, small], settings);
    if (!study) return undecided(NO_SPREAD, 'doublings');
    const compared = arms.map((arm) => {
      const [ours, theirs] = study.map((draws) =>
        utilitiesOf(draws, arm).filter(({ n }) => n <= upTo),
      );
      const name = `${large.name} − ${small.name}${arms.length > 1 ? ` · ${arm}` : ''}`;
      return { ...commonBudgets(ours!, theirs!), name, arm };
    });
    const left = compared.map(({ name, dropped }) => ({ name, budgets: dropped }));
    const contrasts = compared.flatMap(({ name, pairs, arm }) => {
      const tested = testedIn(
        [small, large],
        [arm],
        pairs.map(([one]) => one),
      );
      return pairs.length === 0 ? [] : [namedContrast(name, differenceTerms(pairs), tested)];
    });
    const decision =
      contrasts.length === 0
        ? undecided(NO_BUDGET, 'doublings')
        : decideAbove(contrasts, 'doublings');
    return withLeftOut(decision, [...left, ...refusedIn([small, large], arms, upTo)]);
  },
};

type Sizes<T> = Record<'small' | 'large', T>;

/**
 * The two cells whose networks differ most in their parameters, of those that share a method and are called as the document names
 * them. Throws a LackingStudy where none of them differ, or where a name is none of the networks.
 */
function smallAndLarge(
  cells: readonly StudyCell[],
  names: Sizes<string | undefined>,
): Sizes<StudyCell> {
  const choice = (key: keyof typeof names): readonly StudyCell[] => {
    const name = names[key];
    return name === undefined ? cells : [onlyCalled(cells, 'backbone', { key, name })];
  };
  const ratio = (pair: Sizes<StudyCell>) =>
    (pair.large.parameters ?? 0) / (pair.small.parameters ?? Infinity);
  // Sizes that nobody knows are as the document says.
  const areNamed = names.small !== undefined && names.large !== undefined;
  const isSaid = ({ small, large }: Sizes<StudyCell>) =>
    areNamed && small !== large && (small.parameters === null || large.parameters === null);
  const pairs = choice('small')
    .flatMap((small) => choice('large').map((large) => ({ small, large })))
    .filter((pair) => ratio(pair) > 1 || isSaid(pair))
    .filter((pair) => commonMethods([pair.small, pair.large]).length > 0)
    .sort((a, b) => ratio(b) - ratio(a));
  if (pairs[0]) return pairs[0];
  throw lacks(
    areNamed
      ? `${names.large} to have more parameters than ${names.small}, and a method that both share`
      : 'two backbones that differ in their parameters and share a method',
    cells.map((cell) => {
      const methods = commonMethods([cell]).join(' and ') || 'no method';
      return `${cell.backbone}: ${cell.parameters === null ? 'unknown size' : `${count(cell.parameters)} parameters`}, ${methods}`;
    }),
  );
}
