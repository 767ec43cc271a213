import { detached } from '@nhat/models';
import type { Attachment } from './evaluation';

/** A head with one hidden layer, trained by the recipe of finetuning on a backbone that stays as it is. */
export const mlpHead: Attachment = {
  head: 'mlp',
  attach(backbone, encoder) {
    encoder.freeze(() => true, 'fixed');
    return detached(backbone);
  },
};
