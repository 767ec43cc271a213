import { add, mul, tidy } from '@nhat/engine';
import type { Variable } from '@nhat/engine';
import type { Weights } from './weights';

/** Moves the weights of a network towards those of another. */
export interface Follower {
  /** Each value ← momentum · value + (1 − momentum) · value of the leader; momentum 0 copies. */
  step(momentum: number): void;
}

/**
 * Makes the variables of `weights` equal to those of `leader` with the same names, and lets them follow (the averaged encoder
 * of MoCo, BYOL and DINO). Running statistics start equal and are then left to the passes of the network itself. Throws an
 * Error where `leader` lacks a name.
 */
export function follow(leader: Weights, weights: Weights): Follower {
  const leaders = leader.variables();
  const trained = new Set(leader.trainable());
  const pairs = [...weights.variables()].map(([name, own]) => {
    const source = leaders.get(name);
    if (source === undefined) throw new Error(`follow: nothing to follow for ${name}`);
    return [own, source] as const;
  });
  for (const [own, source] of pairs) own.assign(source);
  const moving = pairs.filter(([, source]) => trained.has(source));
  return {
    step: (momentum) =>
      tidy(() => {
        for (const [own, source] of moving) {
          own.assign(add(mul(own, momentum), mul(source, 1 - momentum)) as Variable);
        }
      }),
  };
}
