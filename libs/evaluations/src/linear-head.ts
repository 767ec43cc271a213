import { detached } from '@nhat/models';
import type { LinearSolution } from './solvers/linear-solution';
import { ridgeRegression } from './solvers/ridge-regression';
import { softmaxRegression } from './solvers/softmax-regression';
import type { EvaluationOptions } from '@nhat/documents';
import type { FrozenHead } from './evaluation';
import { imageFeatures, positionFeatures } from './frozen-features';
import type { FitData } from './frozen-features';
import type { SupervisedNetwork } from './evaluation';

export const linearOptions = {
  type: 'object',
  description:
    'A linear head on frozen features, fitted to convergence: multinomial logistic regression, ridge regression where values are estimated.',
  properties: {
    inversePenalty: {
      type: 'number',
      exclusiveMinimum: 0,
      default: 1,
      description: 'C in ½‖weights‖² + C · Σ loss. The paper: 1, the default of scikit-learn.',
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

/**
 * The best linear head, minimising ½‖weights‖² + C · Σ loss: multinomial logistic regression for classes, ridge regression for
 * depth; for maps at up to `positions` random positions (paper: 50,000).
 */
export const linearHead: FrozenHead = {
  wrapBackbone: detached,
  async fit(network, { evaluation, seed }) {
    const inversePenalty = Number(evaluation['inversePenalty']);
    const positions = Number(evaluation['positions']);
    const lesson = await (isDense(network)
      ? positionFeatures(network, positions, seed)
      : imageFeatures(network));
    const solution = solve(lesson, inversePenalty);
    const [weight, bias] = network.heads.shapes();
    network.heads.load([
      { ...weight!, values: Float32Array.from(solution.weights) },
      { ...bias!, values: Float32Array.from(solution.bias) },
    ]);
    const { loss, iterations, converged } = solution;
    return { loss, iterations, converged, fittedOn: lesson.rows.count };
  },
};

const solve = ({ rows, targets }: FitData, inversePenalty: number): LinearSolution =>
  targets.kind === 'classes'
    ? softmaxRegression(rows, targets.of, { classes: targets.classes, inversePenalty })
    : ridgeRegression(rows, targets.of, inversePenalty);

/** Whether the ground truth is a map. */
const isDense = ({ labelled: { images, truth } }: SupervisedNetwork): boolean =>
  truth.length > images.count;
