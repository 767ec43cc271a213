import { stream } from '@nhat/random';
import type { EvaluationConfig, EvaluationOptions } from '@nhat/documents';
import { detached } from '@nhat/models';
import type { FrozenHead, SupervisedNetwork } from './evaluation';
import { imageFeatures, positionFeatures } from './frozen-features';
import type { FitData } from './frozen-features';
import { pickedRows, pickedTargets } from './picked-rows';
import { compactRows } from './solvers/compact-rows';
import { chooseInversePenalty } from './solvers/cross-validate';
import type { ChosenPenalty } from './solvers/cross-validate';
import { foldsOf } from './solvers/folds';
import type { LinearSolution } from './solvers/linear-solution';
import { ridgeRegression } from './solvers/ridge-regression';
import { softmaxRegression } from './solvers/softmax-regression';
import { standardise, unstandardised } from './solvers/standardise';

export const linearOptions = {
  type: 'object',
  description:
    'A linear head on frozen features, fitted to convergence: multinomial logistic regression, ridge regression where values are estimated.',
  properties: {
    regularisation: {
      type: 'string',
      enum: ['cross-validated', 'paper'],
      default: 'cross-validated',
      description:
        'cross-validated: features are standardised on the labelled images, and C is chosen by five-fold cross-validation on them. paper: features as they are and C = 1, so that networks with small features are penalised more.',
    },
    inversePenalty: {
      type: 'number',
      exclusiveMinimum: 0,
      description: 'C in ½‖weights‖² + C · Σ loss, instead of the value that regularisation gives.',
    },
    positions: {
      type: 'integer',
      minimum: 1,
      default: 50_000,
      description:
        'Dense tasks only. The number of random positions of the maps that it is fitted to; all positions when there are fewer. The paper: 50,000.',
    },
  },
} as const satisfies EvaluationOptions;

/** C of the paper, the default of scikit-learn. */
const PAPER_PENALTY = 1;
/** Cross-validation compares values of C on at most so many rows; maps have 50,000. */
const MOST_ROWS = 5000;

/**
 * The best linear head, minimising ½‖weights‖² + C · Σ loss: multinomial logistic regression for classes, ridge regression for
 * depth; for maps at up to `positions` random positions (paper: 50,000). Features are standardised and C is chosen by
 * cross-validation on the labelled images, unless the evaluation asks for the paper's C = 1 on features as they are.
 */
export const linearHead: FrozenHead = {
  wrapBackbone: detached,
  async fit(network, { evaluation, seed }) {
    const data = await (isDense(network)
      ? positionFeatures(network, Number(evaluation['positions']), seed)
      : imageFeatures(network));
    const { solution, ...penalty } = fitted(data, evaluation, seed);
    const [weight, bias] = network.heads.shapes();
    network.heads.load([
      { ...weight!, values: Float32Array.from(solution.weights) },
      { ...bias!, values: Float32Array.from(solution.bias) },
    ]);
    const { loss, iterations, converged } = solution;
    const { inversePenalty, ...crossValidation } = penalty;
    return {
      ...{ loss, iterations, converged, fittedOn: data.rows.count },
      chosen: { inversePenalty },
      crossValidation: { ...crossValidation },
    };
  },
};

/** The solution for the features as they are, and how C came about. */
export function fitted(
  data: FitData,
  evaluation: EvaluationConfig,
  seed: number,
): ChosenPenalty & { solution: LinearSolution } {
  const { inversePenalty } = evaluation;
  const given = (value: number): ChosenPenalty => ({
    ...{ inversePenalty: value, folds: 0, heldOutErrors: [] },
  });
  if (evaluation['regularisation'] === 'paper') {
    const penalty = given(Number(inversePenalty ?? PAPER_PENALTY));
    return { ...penalty, solution: solve(data, penalty.inversePenalty) };
  }
  const standard = standardise(data.rows);
  const standardData = { ...data, rows: standard.rows };
  const penalty =
    inversePenalty === undefined
      ? chosenPenalty(standardData, seed)
      : given(Number(inversePenalty));
  const solution = solve(standardData, penalty.inversePenalty);
  return { ...penalty, solution: unstandardised(solution, standard) };
}

/** Cross-validates on all rows, or on some where there are many; the rows of an image are in the same fold. */
function chosenPenalty(data: FitData, seed: number): ChosenPenalty {
  const { rows, targets, images } = data;
  const seeded = stream(seed, 'cross-validation');
  const imageCount = images.at(-1)! + 1;
  const isImageEach = rows.count === imageCount;
  const classes = isImageEach && targets.kind === 'classes' ? targets.of : undefined;
  const folds = foldsOf(imageCount, classes, seeded);
  if (rows.count <= MOST_ROWS) {
    const compact = { rows: compactRows(rows), targets };
    return chooseInversePenalty(
      compact,
      Int8Array.from(images, (image) => folds[image]!),
    );
  }
  const some = seeded.fork('rows').permutation(rows.count).slice(0, MOST_ROWS).sort();
  const sample = { rows: pickedRows(rows, some), targets: pickedTargets(targets, some) };
  const foldOfRow = Int8Array.from(some, (at) => folds[images[at]!]!);
  return chooseInversePenalty(sample, foldOfRow, MOST_ROWS / rows.count);
}

const solve = (
  { rows, targets }: Pick<FitData, 'rows' | 'targets'>,
  inversePenalty: number,
): LinearSolution =>
  targets.kind === 'classes'
    ? softmaxRegression(rows, targets.of, { classes: targets.classes, inversePenalty })
    : ridgeRegression(rows, targets.of, inversePenalty);

/** Whether the ground truth is a map. */
const isDense = ({ labelled: { images, truth } }: SupervisedNetwork): boolean =>
  truth.length > images.count;
