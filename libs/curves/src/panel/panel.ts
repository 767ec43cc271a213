import { checkLadder } from '../ladder';
import type { RunAnswers } from '../images/run-answers';
import type { Ladder } from '../ladder';

/** One training that a panel compares. */
export interface PanelRun {
  /** Labelled images. */
  n: number;
  /** Names the label list; runs of one seed at several budgets use nested lists. */
  seed: number;
  /** The metric on test images, oriented so that higher is better. */
  value: number;
  /** The pretrained network that the run started from; null where each run has its own, or none. */
  network: string | null;
  /** Whether it learned the labelled images themselves; null or absent where nobody measured that. */
  fitted?: boolean | null;
  /** Which test images it answers rightly; absent where nobody kept that. */
  answers?: RunAnswers;
}

/** The runs of one way to use a pretrained network (a method, or an evaluation of it). */
export interface PanelArm {
  name: string;
  /** Names its random streams; its name where absent. */
  key?: string;
  runs: readonly PanelRun[];
}

/** One dataset, backbone and task: all its arms are compared with the same runs from scratch. */
export interface Panel {
  name: string;
  /** Names its random streams; its name where absent. Panels of one study need different keys. */
  key?: string;
  scratch: readonly PanelRun[];
  arms: readonly PanelArm[];
}

/** Throws a RangeError unless scratch and all arms have finite runs, each seed once for each budget and network. */
export function checkPanel({ name, scratch, arms }: Panel): void {
  checkArm(`${name}, scratch`, scratch);
  const names = new Set<string>();
  for (const arm of arms) {
    if (names.has(arm.name)) throw new RangeError(`${name}: two arms are called ${arm.name}`);
    names.add(arm.name);
    checkArm(`${name}, ${arm.name}`, arm.runs);
  }
}

function checkArm(where: string, runs: readonly PanelRun[]): void {
  checkLadder(where, ladderOfRuns(runs));
  const seen = new Set<string>();
  for (const { n, seed, network } of runs) {
    const key = JSON.stringify([n, seed, network]);
    if (seen.has(key)) throw new RangeError(`${where}: seed ${seed} occurs twice at n = ${n}`);
    seen.add(key);
  }
}

/** What the random streams of a panel or an arm are called, so that names for readers may change without moving a draw. */
export const keyOf = ({ name, key }: Pick<PanelArm, 'name' | 'key'>): string => key ?? name;

/** The runs as a ladder, by ascending budget; the values of a budget are in the order of the runs. */
export function ladderOfRuns(runs: readonly PanelRun[]): Ladder {
  const cells = new Map<number, number[]>();
  for (const { n, value } of runs) cells.set(n, [...(cells.get(n) ?? []), value]);
  return [...cells].map(([n, values]) => ({ n, values })).sort((a, b) => a.n - b.n);
}

/** The arm of that name. Throws a RangeError that lists the names where there is none. */
export function armOf<T extends { name: string }>(
  panel: { name: string; arms: readonly T[] },
  name: string,
): T {
  const arm = panel.arms.find((candidate) => candidate.name === name);
  if (arm) return arm;
  const names = panel.arms.map((candidate) => candidate.name).join(', ') || 'none';
  throw new RangeError(`${panel.name}: no such arm (got ${name}; expected one of ${names})`);
}
