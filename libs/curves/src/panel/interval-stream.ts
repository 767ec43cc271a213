import { stream } from '@nhat/random';
import type { Stream } from '@nhat/random';

/** The stream of all draws of a pipeline; `seed` is that of its intervals. Panels and arms fork it by their keys. */
export const intervalStream = (seed: number): Stream => stream(seed, 'intervals');
