import { detach } from '@nhat/engine';
import type { Tensor, Tensor2D, Tensor4D } from '@nhat/engine';
import type { Backbone, BackboneOutputs, FeatureMap, Pass, Want } from './backbone';

/** What is known of a pass already: features, or the map of all images in it. */
export interface KnownOutputs {
  features?: Tensor2D;
  map?: Tensor4D;
}

/** A backbone that heads may read but not move. */
export interface Detached extends Backbone {
  /** Within `work`, `forward` gives these in place of a pass through the backbone. */
  showing<T>(known: KnownOutputs, work: () => T): T;
}

/**
 * For probes and frozen evaluation: `forward` runs the backbone in evaluation mode, whatever it is asked for, and stops the
 * gradient. Running statistics stay too (the released code lets them move).
 */
export function detached(backbone: Backbone): Detached {
  let known: KnownOutputs = {};
  return {
    ...backbone,
    forward<Wanted extends Want>(x: Tensor4D, { want }: Pass<Wanted>) {
      const { features, map } = known;
      const shown: Partial<BackboneOutputs> = {
        ...(features && { features }),
        ...(map && { map: () => map }),
      };
      const others = want.filter((one) => !(one in shown));
      const outputs = {
        ...shown,
        ...(others.length > 0 && backbone.forward(x, { training: false, want: others })),
      } as BackboneOutputs;
      const stopped = want.map((one) => [one, withoutGradient(outputs[one] as Output)]);
      return Object.fromEntries(stopped) as Pick<BackboneOutputs, Wanted>;
    },
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

type Output = Tensor | FeatureMap;

const withoutGradient = (output: Output): Output =>
  typeof output === 'function' ? (images) => detach(output(images)) : detach(output);
