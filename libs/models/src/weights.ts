import { tensor, variable } from '@nhat/engine';
import type { Tensor, Variable } from '@nhat/engine';
import type { Stream } from '@nhat/random';
import { constant } from './initialisers';
import type { Initialiser } from './initialisers';

/** One parameter or buffer by name; the form in which weights are stored. */
export interface WeightRecord {
  name: string;
  shape: number[];
  values: Float32Array;
  trainable: boolean;
}

/** The named parameters and buffers of a network and its heads. */
export interface Weights {
  /** A new trainable parameter; its initial values depend on the stream and its name, not on the order of calls. */
  parameter(name: string, shape: readonly number[], init: Initialiser): Variable;
  /** New state that training changes without a gradient, e.g. a running mean; filled with `value`. */
  buffer(name: string, shape: readonly number[], value: number): Variable;
  /** The parameters in order of creation. */
  trainable(): Variable[];
  /** Copies of all values in order of creation. */
  records(): WeightRecord[];
  /**
   * Takes over the values whose names it knows and returns the names it did not know. Throws when a shape differs.
   * Names that the records lack keep their values: a pretrained backbone has no head of the new task.
   */
  load(records: readonly WeightRecord[]): string[];
  dispose(): void;
}

export function createWeights(stream: Stream): Weights {
  const held = new Map<string, { value: Variable; trainable: boolean }>();

  function hold(name: string, shape: readonly number[], init: Initialiser, trainable: boolean) {
    if (held.has(name)) throw new Error(`weights: two parameters named ${name}`);
    const values = init(shape, stream.fork('weights', name));
    const initial: Tensor = tensor(values, [...shape], 'float32');
    const value: Variable = variable(initial, trainable);
    initial.dispose();
    held.set(name, { value, trainable });
    return value;
  }

  return {
    parameter: (name, shape, init) => hold(name, shape, init, true),
    buffer: (name, shape, value) => hold(name, shape, constant(value), false),
    trainable: () => [...held.values()].filter((one) => one.trainable).map((one) => one.value),
    records: () =>
      [...held].map(([name, { value, trainable }]) => ({
        name,
        shape: [...value.shape],
        values: Float32Array.from(value.dataSync()),
        trainable,
      })),
    load(records) {
      const unknown: string[] = [];
      for (const { name, shape, values } of records) {
        const found = held.get(name)?.value;
        if (!found) {
          unknown.push(name);
          continue;
        }
        if (found.shape.join() !== shape.join()) {
          throw new Error(
            `weights: ${name} has another shape (got [${shape}]; expected [${found.shape}])`,
          );
        }
        const loaded = tensor(values, [...shape], 'float32');
        found.assign(loaded as Tensor);
        loaded.dispose();
      }
      return unknown;
    },
    dispose() {
      for (const { value } of held.values()) value.dispose();
      held.clear();
    },
  };
}
