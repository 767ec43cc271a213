import type { History } from './history';

/** A named array of a checkpoint; the form in which weights are stored. */
export interface StateRecord {
  name: string;
  shape: number[];
  values: Float32Array;
}

/** Something that training changes and a checkpoint must hold: weights, banks, the state of the optimiser. */
export interface Stateful {
  save(): readonly StateRecord[] | Promise<readonly StateRecord[]>;
  restore(records: readonly StateRecord[]): void;
}

export interface Checkpoints {
  /** What was written last, when a training was cut off; undefined starts anew. */
  resume?: readonly StateRecord[] | undefined;
  /** Asked now and then: should a checkpoint be written after this many steps? */
  due(done: number): boolean;
  write(records: StateRecord[]): void | Promise<void>;
}

/**
 * All that is needed to go on bit for bit: the parts, the history, and the number of steps done. Streams need no
 * place in it, because each step's draws come from a fork named by the step.
 */
export async function packCheckpoint(
  done: number,
  history: History,
  parts: Readonly<Record<string, Stateful>>,
): Promise<StateRecord[]> {
  const records: StateRecord[] = [{ name: 'done', shape: [1], values: Float32Array.of(done) }];
  for (const [name, values] of Object.entries(history)) {
    records.push({ name: `history/${name}`, shape: [done], values: values.slice(0, done) });
  }
  for (const [part, state] of Object.entries(parts)) {
    for (const record of await state.save()) {
      records.push({ ...record, name: `${part}/${record.name}` });
    }
  }
  return records;
}

/** Restores the parts; returns the steps done and the history up to there. */
export function unpackCheckpoint(
  records: readonly StateRecord[],
  parts: Readonly<Record<string, Stateful>>,
): { done: number; history: History } {
  const done = records.find(({ name }) => name === 'done')?.values[0];
  if (done === undefined) throw new Error('checkpoint: it does not say how many steps were done');
  for (const [part, state] of Object.entries(parts)) state.restore(under(records, `${part}/`));
  const history = under(records, 'history/').map(({ name, values }) => [name, values]);
  return { done, history: Object.fromEntries(history) };
}

const under = (records: readonly StateRecord[], prefix: string): StateRecord[] =>
  records
    .filter(({ name }) => name.startsWith(prefix))
    .map((record) => ({ ...record, name: record.name.slice(prefix.length) }));
