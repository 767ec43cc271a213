import { detached } from '@nhat/models';
import type { LinearSolution } from './solvers/linear-solution';
import { ridgeRegression } from './solvers/ridge-regression';
import { softmaxRegression } from './solvers/softmax-regression';
import type { FrozenHead } from './evaluation';
import { imageLesson, positionLesson } from './frozen-features';
import type { Lesson } from './frozen-features';
import type { SupervisedNetwork } from './evaluation';

/**
 * The linear head that fits best, ½‖weights‖² + C · Σ loss: multinomial logistic regression for classes, ridge
 * regression for depth; of maps, at up to `positions` random positions (paper: 50,000).
 */
export const linearHead: FrozenHead = {
  attach: detached,
  fit(network, { evaluation, seed }) {
    if (evaluation.name !== 'linear') throw new Error('linear head: another evaluation');
    const { inversePenalty, positions } = evaluation;
    const lesson = isDense(network)
      ? positionLesson(network, positions, seed)
      : imageLesson(network);
    const solution = solve(lesson, inversePenalty);
    const [weight, bias] = network.heads.records();
    network.heads.load([
      { ...weight!, values: Float32Array.from(solution.weights) },
      { ...bias!, values: Float32Array.from(solution.bias) },
    ]);
    const { loss, iterations, converged } = solution;
    return { loss, iterations, converged, fittedOn: lesson.rows.count };
  },
};

const solve = ({ rows, targets }: Lesson, inversePenalty: number): LinearSolution =>
  targets.kind === 'classes'
    ? softmaxRegression(rows, targets.of, { classes: targets.classes, inversePenalty })
    : ridgeRegression(rows, targets.of, inversePenalty);

/** Whether the truth is a map. */
const isDense = ({ labelled: { images, truth } }: SupervisedNetwork): boolean =>
  truth.length > images.count;
