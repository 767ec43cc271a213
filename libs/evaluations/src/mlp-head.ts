import { detached } from '@nhat/models';
import type { EvaluationOptions } from '@nhat/documents';
import type { EvaluationModule } from './evaluation';

export const mlpOptions = {
  type: 'object',
  description:
    'A head with one hidden layer on frozen features, trained by the recipe of finetuning.',
  properties: {},
} as const satisfies EvaluationOptions;

/** A head with one hidden layer on a frozen backbone, trained by the recipe of finetuning. */
export const mlpHead: EvaluationModule = {
  head: 'mlp',
  wrapBackbone(backbone, encoder) {
    encoder.freeze(() => true, 'fixed');
    return detached(backbone);
  },
};
