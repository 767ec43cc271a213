import type { Likeness, Workload } from './workload';

/** Seconds that something may take. */
export interface Seconds {
  low: number;
  likely: number;
  high: number;
}

/** How long a finished node took. */
export interface Timing {
  workload: Workload;
  /** Wall-clock seconds of its stage, and of them those that grow with its work. */
  seconds: number;
  workSeconds: number;
}

/** Seconds for each unit of work, and those that do not depend on it, by what nodes share. */
export type Speeds = ReadonlyMap<string, { perWork: number; rest: number }>;

/** How much an estimate may be off: how like the past nodes are that it rests on. */
const SLACK: Readonly<Record<Likeness, number>> = {
  ...{ same: 1.25, alike: 1.5, network: 1.5, name: 2, stage: 3 },
};

/** Seconds of stages that compute no images, where none ran here before. */
const SMALL: Seconds = { low: 0.05, likely: 0.3, high: 2 };
const SMALL_STAGES = ['curve', 'spread', 'utility'];

/** Seconds in which Nx starts a node and keeps its result. */
const START = 0.15;

/** The medians over what shares a value. */
export function speedsOf(past: readonly Timing[]): Speeds {
  const alike = new Map<string, Timing[]>();
  for (const timing of past) {
    for (const { likeness, value } of timing.workload.shared) {
      const key = keyOf(likeness, value);
      const known = alike.get(key);
      if (known === undefined) alike.set(key, [timing]);
      else known.push(timing);
    }
  }
  return new Map([...alike].map(([key, timings]) => [key, speedOf(timings)]));
}

function speedOf(timings: readonly Timing[]): { perWork: number; rest: number } {
  const counted = timings.filter(
    ({ workload, workSeconds }) => workload.work > 0 && workSeconds > 0,
  );
  const speeds = counted.map(({ workload, workSeconds }) => workSeconds / workload.work);
  return {
    perWork: speeds.length === 0 ? 0 : median(speeds),
    rest: median(timings.map(({ seconds, workSeconds }) => seconds - workSeconds)),
  };
}

const keyOf = (likeness: Likeness, value: string): string => `${likeness} ${value}`;

/** Seconds that a node will take here, from what the nodes took that are most like it; null where nothing like it ran. */
export function expectedSeconds({ work, shared }: Workload, speeds: Speeds): Seconds | null {
  for (const { likeness, value } of shared) {
    const speed = speeds.get(keyOf(likeness, value));
    if (speed !== undefined)
      return around(work * speed.perWork + speed.rest + START, SLACK[likeness]);
  }
  return shared.some(({ value }) => SMALL_STAGES.includes(value)) ? SMALL : null;
}

/** A median with a factor to both sides. */
const around = (likely: number, slack: number): Seconds => ({
  low: likely / slack,
  likely,
  high: likely * slack,
});

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
