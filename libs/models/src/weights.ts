import { read, tensor, variable } from '@nhat/engine';
import type { Tensor, Variable } from '@nhat/engine';
import type { Stream } from '@nhat/random';
import { constant } from './initialisers';
import type { Initialiser } from './initialisers';

/** A parameter or buffer without its values. */
export interface WeightShape {
  name: string;
  shape: number[];
  trainable: boolean;
}

/** One parameter or buffer by name; the form in which weights are stored. */
export interface WeightRecord extends WeightShape {
  values: Float32Array;
}

/** The named parameters and buffers of a network and its heads. */
export interface Weights {
  /** A new trainable parameter; its initial values depend on the stream and its name, not on the order of calls. */
  parameter(name: string, shape: readonly number[], init: Initialiser): Variable;
  /** New state that training changes without a gradient, e.g. a running mean; filled with `value` or as it says. */
  buffer(name: string, shape: readonly number[], value: number | Initialiser): Variable;
  /** The parameters in order of creation, without frozen ones. */
  trainable(): Variable[];
  /** All parameters and buffers by name, in order of creation. */
  variables(): ReadonlyMap<string, Variable>;
  /**
   * From now on the parameters that `which` names get no update. Statistics of their normalisations: `fixed`, as in
   * evaluation; `moving`, by batch as in training (what the released code does).
   */
  freeze(which: (name: string) => boolean, statistics: 'fixed' | 'moving'): void;
  /** Whether the normalisation with a parameter of this name works as in evaluation, in training too. */
  isFixed(name: string): boolean;
  /** All parameters and buffers in order of creation. */
  shapes(): WeightShape[];
  /** The same with copies of the values. */
  records(): Promise<WeightRecord[]>;
  /**
   * Takes over the values whose names it knows and returns the names it did not know. Throws when a shape differs.
   * Names that the records lack keep their values: a pretrained backbone has no head of the new task.
   */
  load(records: readonly WeightRecord[]): string[];
  dispose(): void;
}

export function createWeights(stream: Stream): Weights {
  const held = new Map<string, { value: Variable; trainable: boolean }>();
  let frozen: { which: (name: string) => boolean; statistics: 'fixed' | 'moving' } | undefined;

  function hold(name: string, shape: readonly number[], init: Initialiser, trainable: boolean) {
    if (held.has(name)) throw new Error(`weights: two parameters named ${name}`);
    const values = init(shape, stream.fork('weights', name));
    const initial: Tensor = tensor(values, [...shape], 'float32');
    const value: Variable = variable(initial, trainable);
    initial.dispose();
    held.set(name, { value, trainable });
    return value;
  }

  const shapes = (): WeightShape[] =>
    [...held].map(([name, { value, trainable }]) => ({
      name,
      shape: [...value.shape],
      trainable,
    }));

  return {
    parameter: (name, shape, init) => hold(name, shape, init, true),
    buffer: (name, shape, value) =>
      hold(name, shape, typeof value === 'number' ? constant(value) : value, false),
    trainable: () =>
      [...held]
        .filter(([name, { trainable }]) => trainable && !frozen?.which(name))
        .map(([, { value }]) => value),
    variables: () => new Map([...held].map(([name, { value }]) => [name, value])),
    freeze: (which, statistics) => void (frozen = { which, statistics }),
    isFixed: (name) => frozen?.statistics === 'fixed' && frozen.which(name),
    shapes,
    async records() {
      const arrays = await read([...held.values()].map(({ value }) => value));
      return shapes().map(({ name, shape, trainable }, i) => {
        const values = Float32Array.from(arrays[i]!);
        return { name, shape, values, trainable };
      });
    },
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
