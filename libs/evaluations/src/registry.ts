import type { EvaluationConfig, EvaluationRegistry } from '@nhat/documents';
import { finetuneOptions } from './freeze';
import { knnOptions } from './knn-head';
import { linearOptions } from './linear-head';
import { mlpOptions } from './mlp-head';

export { arms } from './arms';

/** The evaluations that documents may name. */
export const evaluations = {
  finetune: {
    options: finetuneOptions,
    trained: true,
    freezes: (evaluation) => 'freezeAfter' in evaluation,
    file: (evaluation) => ('freezeAfter' in evaluation ? 'freeze' : undefined),
    resolve: (evaluation) => ('freezeAfter' in evaluation ? evaluation : { name: 'finetune' }),
    label: (evaluation) => ('freezeAfter' in evaluation ? frozenLabel(evaluation) : 'finetune'),
    frozenStages: ({ freezeAfter }) => (freezeAfter === undefined ? 0 : Number(freezeAfter) + 1),
    slug: (evaluation) =>
      'freezeAfter' in evaluation
        ? [
            `freeze${String(evaluation['freezeAfter'])}`,
            ...(isMoving(evaluation) ? ['moving'] : []),
          ]
        : [],
  },
  linear: {
    options: linearOptions,
    trained: false,
    file: () => 'linear-head',
    label: (evaluation) =>
      [
        ...['linear', ...(isPaper(evaluation) ? ['paper'] : [])],
        ...('inversePenalty' in evaluation ? [`C = ${String(evaluation['inversePenalty'])}`] : []),
      ].join(', '),
    slug: (evaluation) => ['linear', ...(isPaper(evaluation) ? ['paper'] : [])],
  },
  mlp: { options: mlpOptions, trained: true, file: () => 'mlp-head' },
  knn: {
    options: knnOptions,
    trained: false,
    needs: 'classes',
    file: () => 'knn-head',
    label: ({ neighbours }) => (neighbours === undefined ? 'knn' : `${String(neighbours)}-nn`),
  },
} satisfies EvaluationRegistry as EvaluationRegistry;

const isPaper = ({ regularisation }: EvaluationConfig): boolean => regularisation === 'paper';

const isMoving = ({ frozenStatistics }: EvaluationConfig): boolean => frozenStatistics === 'moving';

const frozenLabel = (evaluation: EvaluationConfig): string =>
  `frozen to ${String(evaluation['freezeAfter'])}${isMoving(evaluation) ? ', moving statistics' : ''}`;
