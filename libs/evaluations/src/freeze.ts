import type { EvaluationOptions } from '@nhat/documents';
import type { EvaluationModule } from './evaluation';

export const finetuneOptions = {
  type: 'object',
  description: 'Everything learns, or what comes after a stage of the backbone.',
  properties: {
    freezeAfter: {
      type: 'integer',
      minimum: 0,
      description:
        'The last stage that stays as it was pretrained, counted from 0; the stem belongs to stage 0.',
    },
    frozenStatistics: {
      type: 'string',
      enum: ['fixed', 'moving'],
      default: 'fixed',
      description:
        'Batch normalisation of frozen stages. fixed: as in evaluation. moving: by batch, as in the released code, which lets the running statistics change.',
    },
  },
} as const satisfies EvaluationOptions;

/**
 * Finetuning that leaves the stages of the backbone up to `freezeAfter` as they were pretrained (paper, figure of frozen
 * layers). Their batch normalisation works as in evaluation, or with `frozenStatistics: "moving"` by batch, as in the
 * released code, whose running statistics go on changing under a network that does not learn.
 */
export const freeze: EvaluationModule = {
  head: 'linear',
  wrapBackbone(backbone, encoder, evaluation) {
    if (!('freezeAfter' in evaluation)) throw new Error('freeze: the evaluation names no stage');
    const freezeAfter = Number(evaluation['freezeAfter']);
    const frozenStatistics = evaluation['frozenStatistics'] as 'fixed' | 'moving';
    encoder.freeze((name) => backbone.stageOf(name) <= freezeAfter, frozenStatistics);
    return backbone;
  },
};
