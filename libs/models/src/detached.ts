import { detach } from '@nhat/engine';
import type { Tensor2D, Tensor4D } from '@nhat/engine';
import type { Backbone } from './backbone';

/** A backbone that heads may read but not move. */
export interface Detached extends Backbone {
  /** Within `work`, `forward` and `map` give these in place of a pass through the backbone. */
  showing<T>(known: { features?: Tensor2D; map?: Tensor4D }, work: () => T): T;
}

/**
 * For probes and frozen evaluation: `forward` and `map` run the backbone in evaluation mode, whatever they are asked
 * for, and stop the gradient. Running statistics stay too (the released code lets them move).
 */
export function detached(backbone: Backbone): Detached {
  let known: { features?: Tensor2D; map?: Tensor4D } = {};
  return {
    ...backbone,
    forward: (x) => detach(known.features ?? backbone.forward(x, false)),
    map: (x) => detach(known.map ?? backbone.map(x, false)),
    showing(shown, work) {
      const before = known;
      known = shown;
      try {
        return work();
      } finally {
        known = before;
      }
    },
  };
}
