import {
  engine,
  getBackend,
  getKernel,
  registerGradient,
  registerKernel,
  tidy,
} from '@tensorflow/tfjs-core';
import type { NamedAttrMap, Tensor } from '@tensorflow/tfjs-core';

type Named<Keys extends string> = Record<Keys, Tensor>;

/** One way to compute an operation and its gradient. */
export interface Implementation<Inputs extends string, Attributes> {
  /** The outputs; the first is the value, the others are what the gradient wants to keep. */
  forward(inputs: Named<Inputs>, attributes: Attributes): Tensor[];
  /**
   * Gradients by input, computed when asked for: an input that no parameter leads to is never asked for.
   * What several inputs share is computed before returning. `saved`: `savedInputs`, then `savedOutputs`.
   */
  backward(
    dy: Tensor,
    saved: Tensor[],
    attributes: Attributes,
  ): Record<Inputs, (() => Tensor) | undefined>;
}

/** What the names of all operations here start with. */
export const ourPrefix = 'Nhat';

export type OpName = `${typeof ourPrefix}${string}`;

/** An operation that every engine computes: by an implementation of its own, or composed of stock operations. */
export interface Op<Inputs extends string, Attributes> {
  name: OpName;
  savedInputs: readonly Inputs[];
  /** One flag an output. */
  savedOutputs: readonly boolean[];
  /** Of operations of TensorFlow.js that every backend has. */
  composed: Implementation<Inputs, Attributes>;
}

/* eslint-disable @typescript-eslint/no-explicit-any -- lists of operations of different types */
export type AnyOp = Op<any, any>;

/** Implementations by the names of operations. */
export type Kernels = Readonly<Partial<Record<OpName, Implementation<any, any>>>>;
/* eslint-enable */

/** The own implementations of each backend that has operations registered. */
const kernelsOf = new Map<string, Kernels>();

/**
 * Registers an operation with the tape of TensorFlow.js for one backend, with its implementation among `kernels` or else
 * the composed one; does nothing the second time.
 */
export function registerOp(op: AnyOp, backendName: string, kernels: Kernels = {}): void {
  if (getKernel(op.name, backendName)) return;
  kernelsOf.set(backendName, kernels);
  const { forward } = kernels[op.name] ?? op.composed;
  registerKernel({
    kernelName: op.name,
    backendName,
    kernelFunc: ({ inputs, attrs }) => tidy(() => forward(inputs as Named<string>, attrs)),
  });
  registerGradient({
    kernelName: op.name,
    inputsToSave: [...op.savedInputs],
    outputsToSave: [...op.savedOutputs],
    gradFunc: (dy, saved, attrs) => {
      const { backward } = kernelsOf.get(getBackend())?.[op.name] ?? op.composed;
      return backward(Array.isArray(dy) ? dy[0]! : dy, saved, attrs) as Record<
        string,
        () => Tensor
      >;
    },
  });
}

/** Calls a registered operation; all its outputs. */
export function callOp<Inputs extends string, Attributes>(
  op: Op<Inputs, Attributes>,
  inputs: Named<Inputs>,
  attributes: Attributes,
): Tensor[] {
  const outputs = engine().runKernel(op.name, inputs, attributes as NamedAttrMap) as
    Tensor | Tensor[];
  return Array.isArray(outputs) ? outputs : [outputs];
}
