import { read } from '@nhat/engine';
import type { Scalar } from '@nhat/engine';
import { checkFinite } from './finite';
import type { History } from './history';

/** Collects the scalars of steps and reads them a few at a time: reading makes a GPU wait. */
export interface Recorder {
  /**
   * Takes over the kept scalars of a step and disposes them once they are read. What a step does not have stays at its
   * last value.
   */
  hold(metrics: Readonly<Record<string, Scalar>>): void;
  /** Reads what is held; throws a UserError when the watched metric of a step is not finite. */
  read(): Promise<void>;
  /** Values of the steps that were read; longer arrays, valid up to `done`. */
  history(): History;
  done(): number;
  /** Means of the last steps, for a progress line. */
  recent(): Record<string, number>;
}

/** `watched`: the metric that must be finite in every step. */
export function createRecorder(
  steps: number,
  start: { done: number; history: History },
  watched = 'loss',
): Recorder {
  const columns = new Map<string, Float32Array>();
  const column = (name: string): Float32Array => {
    const held = columns.get(name) ?? new Float32Array(steps);
    columns.set(name, held);
    return held;
  };
  for (const [name, values] of Object.entries(start.history)) column(name).set(values);
  let done = start.done;
  let pending: Readonly<Record<string, Scalar>>[] = [];

  return {
    hold: (metrics) => void pending.push(metrics),
    async read() {
      const reading = pending;
      pending = [];
      const scalars = reading.flatMap((metrics) => Object.values(metrics));
      const values = await read(scalars);
      for (const scalar of scalars) scalar.dispose();
      let at = 0;
      for (const metrics of reading) {
        for (const name of Object.keys(metrics)) {
          const value = values[at++]![0]!;
          column(name)[done] = value;
          if (name === watched) checkLoss(value, done);
        }
        for (const [name, column] of columns) {
          if (done > 0 && !(name in metrics)) column[done] = column[done - 1]!;
        }
        done += 1;
      }
    },
    history: () => Object.fromEntries(columns),
    done: () => done,
    recent() {
      const from = Math.max(0, done - 50);
      const means = [...columns].map(([name, values]) => {
        const last = values.subarray(from, done);
        return [name, last.reduce((sum, value) => sum + value, 0) / last.length] as const;
      });
      return Object.fromEntries(means);
    },
  };
}

const checkLoss = (loss: number, step: number): void =>
  checkFinite([loss], {
    where: 'training',
    what: `the loss of step ${step + 1} is not a finite number`,
  });
