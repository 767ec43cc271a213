import type { Draw } from './draw';

/** What may go wrong in a schedule. */
export const FAULTS = [
  'crash',
  'power cut',
  'pause',
  'clock',
  'full disk',
  'stale files',
  'duplicate',
  'flipped bit',
  'lost answer',
] as const;
export type Fault = (typeof FAULTS)[number];

/** `folder`: the clones share a folder; `server`: each has a folder of its own in front of a server. */
export type StoreKind = 'folder' | 'server';

/** The setting of one simulated run. */
export interface Schedule {
  store: StoreKind;
  faults: ReadonlySet<Fault>;
  /** Of the workspace; each clone is used by one machine or more. */
  clones: number;
  machines: number;
  drivers: number;
  nodes: number;
  /** Nodes that one driver runs side by side. */
  parallel: number;
  /** The probability that the process of the last operation goes on with the next. */
  inertia: number;
  /** The probability of each fault at each operation, until `quietAfter` operations. */
  rate: number;
  quietAfter: number;
  /** Whether machines tell when a process started. */
  hasBirths: boolean;
}

/** Draws a setting. A quarter has no faults at all, and each fault is alone in some. */
export function drawSchedule(draw: Draw): Schedule {
  const kind = draw.next();
  const faults =
    kind < 0.2 ? [] : kind < 0.5 ? [draw.pick(FAULTS)] : FAULTS.filter(() => draw.happens(0.4));
  const drivers = 2 + draw.below(3);
  return {
    store: draw.happens(0.7) ? 'folder' : 'server',
    faults: new Set(faults),
    clones: 1 + draw.below(2),
    machines: 1 + draw.below(2),
    drivers,
    nodes: 3 + draw.below(4),
    parallel: 1 + draw.below(2),
    inertia: draw.pick([0, 0.5, 0.9]),
    rate: draw.pick([0.002, 0.005, 0.02]),
    quietAfter: 300 + draw.below(2500),
    hasBirths: draw.happens(0.8),
  };
}
