import { detached } from '@nhat/models';
import type { EvaluationOptions } from '@nhat/documents';
import type { Attachment } from './evaluation';

export const mlpOptions = {
  type: 'object',
  description:
    'A head with one hidden layer on frozen features, trained by the recipe of finetuning.',
  properties: {},
} as const satisfies EvaluationOptions;

/** A head with one hidden layer, trained by the recipe of finetuning on a backbone that stays as it is. */
export const mlpHead: Attachment = {
  head: 'mlp',
  attach(backbone, encoder) {
    encoder.freeze(() => true, 'fixed');
    return detached(backbone);
  },
};
