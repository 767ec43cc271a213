import type { Attachment } from './evaluation';

/**
 * Finetuning that leaves the stages of the backbone up to `freezeAfter` as they were pretrained (paper, figure of frozen
 * layers). Their batch normalisation works as in evaluation, or with `frozenStatistics: "moving"` by batch, as in the
 * released code, whose running statistics go on changing under a network that does not learn.
 */
export const freeze: Attachment = {
  head: 'linear',
  attach(backbone, encoder, evaluation) {
    if (!('freezeAfter' in evaluation)) throw new Error('freeze: the evaluation names no stage');
    const { freezeAfter, frozenStatistics } = evaluation;
    encoder.freeze((name) => backbone.stageOf(name) <= freezeAfter, frozenStatistics);
    return backbone;
  },
};
